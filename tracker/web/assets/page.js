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

// Who chose light or dark colours for their account gets them on every device.
(() => {
  const { palette } = document.documentElement.dataset;
  if (palette !== "light" && palette !== "dark") return;
  const ask = window.matchMedia.bind(window);
  const scheme = /prefers-color-scheme:\s*(dark|light)/;
  window.matchMedia = (query) => {
    const asked = scheme.exec(query);
    return asked ? ask(asked[1] === palette ? "all" : "not all") : ask(query);
  };
})();

// Streamlit calls its drop zone presentational and names it all the same: it is a group, and is said as one.
new MutationObserver(() => {
  for (const zone of document.querySelectorAll('[data-testid="stFileUploaderDropzone"][role="presentation"]')) {
    zone.setAttribute("role", "group");
  }
}).observe(document.documentElement, { childList: true, subtree: true });

// A session that has ended closes the connection: load the page again, which leads to the sign-in form.
(() => {
  const SIGNED_OUT = 4401;
  const isSignedOut = async () => (await fetch("/_stcore/health", { cache: "no-store" })).status === 401;
  const lookAgain = async (event) => {
    try {
      if (event.code === SIGNED_OUT || (await isSignedOut())) location.reload();
    } catch {
      // The server is away; Streamlit says so and tries again.
    }
  };
  window.WebSocket = class extends WebSocket {
    constructor(...words) {
      super(...words);
      this.addEventListener("close", lookAgain);
    }
  };
})();

// The way out is a change, so it is asked for as one; the account opens in this tab, not in another.
document.addEventListener(
  "click",
  async (event) => {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const path = link ? new URL(link.href, location.href) : null;
    if (!path || path.origin !== location.origin) return;
    if (!["/sign-out", "/account", "/sign-in"].includes(path.pathname)) return;
    event.preventDefault();
    event.stopPropagation();
    if (path.pathname === "/sign-out") await fetch("/sign-out", { method: "POST", redirect: "manual" });
    location.assign(path.pathname === "/account" ? "/account" : "/sign-in");
  },
  true,
);

// A form keeps a draft of what it has been sent, and Streamlit sends what is typed when the cursor leaves the
// field: after a pause in the typing we say that it did. Nobody has to leave a field for their words to be kept.
(() => {
  const PAUSE = 1500;
  const waiting = new WeakMap();
  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLElement) || !field.closest('[role="dialog"] [class*="st-key-tell-"]')) return;
    if (!field.matches('textarea, input[type="text"]')) return;
    clearTimeout(waiting.get(field));
    const leave = () => field.isConnected && field.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
    waiting.set(field, setTimeout(leave, PAUSE));
  });
})();
