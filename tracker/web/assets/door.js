// A link that is good once carries its token behind the #, which browsers keep to themselves: put it into the form,
// out of sight, and out of the address.
(() => {
  const field = document.querySelector("[data-from-address]");
  const token = location.hash.slice(1);
  if (!field || !token) return;
  field.value = token;
  for (const part of [field, ...document.querySelectorAll(`label[for="${field.id}"], #${field.id}-hint`)]) {
    part.hidden = true;
  }
  history.replaceState(null, "", location.pathname + location.search);
})();
