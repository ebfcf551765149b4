// Large photos in a dialog. Without this script the same links lead to the large photo itself.
(function () {
  "use strict";
  const links = Array.from(document.querySelectorAll("a[data-zt-large]"));
  if (!links.length || typeof HTMLDialogElement !== "function") return;

  const dialog = document.createElement("dialog");
  dialog.className = "zt-large";
  dialog.setAttribute("aria-label", "大图");
  const image = document.createElement("img");
  const bar = document.createElement("div");
  bar.className = "zt-large__bar";
  const caption = document.createElement("p");
  const buttons = document.createElement("div");
  bar.append(caption, buttons);
  dialog.append(image, bar);
  document.body.append(dialog);

  let shown = 0;

  function button(text, action) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", action);
    buttons.append(made);
    return made;
  }

  function show(index) {
    shown = (index + links.length) % links.length;
    const link = links[shown];
    const small = link.querySelector("img");
    const words = link.parentElement.querySelector("figcaption");
    image.src = link.href;
    image.alt = small ? small.alt : "";
    caption.textContent = words ? words.textContent : "";
  }

  if (links.length > 1) {
    button("上一张", function () { show(shown - 1); });
    button("下一张", function () { show(shown + 1); });
  }
  const close = button("关闭", function () { dialog.close(); });

  links.forEach(function (link, index) {
    link.addEventListener("click", function (event) {
      // A new tab or a download is what the visitor asked for.
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      show(index);
      dialog.showModal();
      close.focus();
    });
  });
  dialog.addEventListener("keydown", function (event) {
    if (event.key === "ArrowLeft") show(shown - 1);
    if (event.key === "ArrowRight") show(shown + 1);
  });
  dialog.addEventListener("click", function (event) {
    if (event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", function () {
    image.removeAttribute("src");
    links[shown].focus();
  });
})();
