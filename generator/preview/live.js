// Waits for the next version of this page and loads it, at the same place. In the preview only.
(function () {
  "use strict";
  const self = document.currentScript.dataset;
  const asked = self.live + "?page=" + encodeURIComponent(self.page) + "&version=" + self.version;
  const PLACE = "zhanting-place";
  const PAUSE_MS = 1000;

  // A reload may come back before the pictures have their height; the place is taken once more.
  const left = sessionStorage.getItem(PLACE);
  sessionStorage.removeItem(PLACE);
  if (left) {
    const [page, top] = left.split(" ");
    if (page === location.pathname) {
      window.scrollTo(0, Number(top));
      window.addEventListener("load", function () { window.scrollTo(0, Number(top)); });
    }
  }

  const box = document.querySelector("form[data-zt-root] input");
  if (box) {
    box.disabled = true;
    box.placeholder = "预览里不能查找";
  }

  function tell(text) {
    const bar = document.querySelector(".zp-bar b");
    if (bar) bar.textContent = text;
  }

  function wait() {
    fetch(asked, { cache: "no-store" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.json();
    }).then(function (answer) {
      tell("预览");
      if (!answer.changed) return wait();
      sessionStorage.setItem(PLACE, location.pathname + " " + window.scrollY);
      location.reload();
    }).catch(function () {
      tell("预览已经关闭，页面不再刷新");
      setTimeout(wait, PAUSE_MS);
    });
  }

  wait();
})();
