// Finds names in the directory as one types: by part of the name, by pinyin or by its initials.
// The header's search leads here with ?q=…; without this script the whole directory is shown.
(function () {
  "use strict";
  const box = document.getElementById("zt-q");
  const found = document.querySelector("[data-zt-found]");
  const index = document.querySelector(".zt-letters");
  const letters = Array.from(document.querySelectorAll(".zt-letter"));
  const names = Array.from(document.querySelectorAll("[data-zt-sounds]")).map(function (node) {
    const name = node.querySelector("a").textContent;
    return { node: node, name: plain(name), sounds: node.dataset.ztSounds };
  });

  // What counts when names are compared: one width, no spaces, quotation marks or dashes.
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\s“”‘’"'《》「」『』·\-]/g, "");
  }

  function show(query) {
    const wanted = plain(query);
    let count = 0;
    names.forEach(function (each) {
      const words = each.sounds.split(" ");
      const fits = each.name.includes(wanted) || words.some(function (word) { return word.startsWith(wanted); });
      each.node.hidden = !fits;
      if (fits) count += 1;
    });
    letters.forEach(function (letter) {
      letter.hidden = !letter.querySelector("[data-zt-sounds]:not([hidden])");
    });
    index.hidden = Boolean(wanted);
    if (!wanted) found.textContent = "";
    else if (count) found.textContent = "找到" + count + "个名称。";
    else found.textContent = "没有找到“" + query + "”。可以少写几个字，或者从下面的栏目找。";
  }

  function take(query) {
    show(query);
    const address = query ? "?q=" + encodeURIComponent(query) : location.pathname;
    history.replaceState(null, "", address);
  }

  box.value = new URLSearchParams(location.search).get("q") || "";
  show(box.value);
  box.addEventListener("input", function (event) {
    // While Chinese is being composed, the box holds unfinished pinyin.
    if (!event.isComposing) take(box.value);
  });
  box.addEventListener("compositionend", function () { take(box.value); });
  box.form.addEventListener("submit", function (event) {
    event.preventDefault();
    take(box.value);
    const first = names.find(function (each) { return !each.node.hidden; });
    if (first && box.value) first.node.querySelector("a").focus();
  });
})();
