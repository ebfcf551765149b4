// The ways of reading in the top bar: read aloud, elder mode, dark colours.
(function () {
  "use strict";
  const root = document.documentElement;
  const store = window.zhanting.store;

  function press(button, is_on) {
    button.setAttribute("aria-pressed", String(is_on));
  }

  // ---- elder mode
  const elder = document.querySelector("[data-zt-elder]");
  press(elder, root.classList.contains("elder"));
  elder.addEventListener("click", function () {
    const is_on = root.classList.toggle("elder");
    store("elder", is_on ? "1" : "0");
    press(elder, is_on);
  });

  // ---- dark colours
  const dark = document.querySelector("[data-zt-dark]");
  const device = window.matchMedia("(prefers-color-scheme: dark)");

  function is_dark() {
    const chosen = root.getAttribute("data-theme");
    return chosen ? chosen === "dark" : device.matches;
  }

  press(dark, is_dark());
  dark.addEventListener("click", function () {
    const theme = is_dark() ? "light" : "dark";
    root.setAttribute("data-theme", theme);
    store("theme", theme);
    press(dark, is_dark());
  });

  // ---- read aloud
  const read = document.querySelector("[data-zt-read]");
  const speech = window.speechSynthesis;
  if (!speech || typeof SpeechSynthesisUtterance !== "function") {
    read.hidden = true;
    return;
  }
  const SPOKEN = "h1, h2, h3, p, li, dt, dd, blockquote, figcaption, caption, th, td";

  // What stands in a node itself, not in a part of it that is spoken of its own.
  function own_text(node) {
    const parts = Array.from(node.childNodes).filter(function (child) {
      return child.nodeType !== Node.ELEMENT_NODE || !(child.matches(SPOKEN) || child.querySelector(SPOKEN));
    });
    return parts.map(function (part) { return part.textContent; }).join("").replace(/\s+/g, " ").trim();
  }

  // What a reader would read out: each text once, without menus and what only helps to find things.
  function passages() {
    const found = [];
    document.querySelectorAll("main " + SPOKEN.split(", ").join(", main ")).forEach(function (node) {
      if (node.closest("nav, details, form, .zt-share, [hidden], [aria-hidden='true']")) return;
      const text = own_text(node);
      if (text) found.push(text);
    });
    return found;
  }

  function stop() {
    speech.cancel();
    press(read, false);
    read.textContent = "朗读";
  }

  read.addEventListener("click", function () {
    if (read.getAttribute("aria-pressed") === "true") {
      stop();
      return;
    }
    speech.cancel();
    // A sentence at a time: browsers break off a long utterance after some seconds.
    const sentences = passages().join("。").match(/[^。！？；]+[。！？；]?/g) || [];
    sentences.forEach(function (sentence, index) {
      const said = new SpeechSynthesisUtterance(sentence);
      said.lang = "zh-CN";
      said.rate = 0.9;
      if (index === sentences.length - 1) said.onend = stop;
      speech.speak(said);
    });
    press(read, true);
    read.textContent = "停止";
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
})();
