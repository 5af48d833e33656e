// Streamlit changes the address of a screen through the browser's history; two things follow from here.
(() => {
  const LANGUAGES = ["fr", "en"];
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);

  // <html lang> stays true when the reader switches the language without loading the page again, and the choice
  // is remembered for the next visit.
  const followLanguage = () => {
    const language = new URLSearchParams(location.search).get("lang");
    if (!LANGUAGES.includes(language)) return;
    document.documentElement.lang = language;
    document.cookie = `jalon_language=${language}; path=/; max-age=31536000; SameSite=Lax`;
  };

  // Another screen opens with a bare address, and its choices are written back a moment later: one step for the
  // reader, so one step for the Back button.
  const completesBareAddress = (url) =>
    location.search === "" && new URL(url, location.href).pathname === location.pathname;

  history.pushState = (state, title, url) => {
    (url && completesBareAddress(url) ? replace : push)(state, title, url);
    followLanguage();
  };
  history.replaceState = (state, title, url) => {
    replace(state, title, url);
    followLanguage();
  };
  window.addEventListener("popstate", followLanguage);
  followLanguage();
})();

// Charts are drawn another way on a narrow screen; the server learns it with the first connection.
(() => {
  const narrow = matchMedia("(max-width: 640px)");
  const followWidth = () => {
    document.cookie = `jalon_width=${narrow.matches ? "phone" : "wide"}; path=/; max-age=31536000; SameSite=Lax`;
  };
  narrow.addEventListener("change", followWidth);
  followWidth();
})();
