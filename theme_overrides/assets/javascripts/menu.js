// The menu 更多 is a <details>; scripted, it closes as a menu does.
(function () {
  "use strict";
  const more = document.querySelector(".zt-more");
  const summary = more.querySelector("summary");

  document.addEventListener("click", function (event) {
    if (more.open && !more.contains(event.target)) more.open = false;
  });
  more.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !more.contains(event.relatedTarget)) more.open = false;
  });
  more.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !more.open) return;
    more.open = false;
    summary.focus();
  });
})();
