// Runs before anything is painted, so that nothing jumps: the visitor's own colours and letters.
// `?elder=1` in an address turns elder mode on, and `?elder=0` off; the choice is kept.
(function () {
  "use strict";
  const root = document.documentElement;

  function stored(key) {
    // Some WebViews refuse storage altogether.
    try { return localStorage.getItem(key); } catch (error) { return null; }
  }

  function store(key, value) {
    try { localStorage.setItem(key, value); } catch (error) { /* holds for this page only */ }
  }

  const asked = /[?&]elder=([01])(?:&|$)/.exec(location.search);
  if (asked) store("elder", asked[1]);
  root.classList.add("js");
  root.classList.toggle("elder", (asked ? asked[1] : stored("elder")) === "1");
  const theme = stored("theme");
  if (theme === "dark" || theme === "light") root.setAttribute("data-theme", theme);
  window.zhanting = { store: store };
})();
