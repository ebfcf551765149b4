// Waits for the next version of this page and shows it in place. In the preview only.
//
// The page as it was sent is compared with the next one as it is sent: what the theme's scripts did
// to the page meanwhile stays. Only what differs is exchanged. Where one of those scripts may hold
// it (they find what is theirs by data-zt-…), or it is a script or a style, or anything else is
// unusual, the page is loaded as a whole, at the same place.
(function () {
  "use strict";
  const self = document.currentScript.dataset;
  const PLACE = "zhanting-place";
  const PAUSE_MS = 1000;
  const HELD = "data-zt-";
  const LARGE = "data-zt-large"; // the only one by which single links are found, and no list
  let version = self.version;

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

  // ---- the page as it was sent, each node with the one that is shown

  const shown = new WeakMap();

  function pair(sent, live) {
    shown.set(sent, live);
    sent.childNodes.forEach(function (child, index) { pair(child, live.childNodes[index]); });
  }

  // This is the first script that runs when the whole page is there.
  const page = document.documentElement.cloneNode(true);
  pair(page, document.documentElement);

  // ---- what differs

  function unusual() { throw new Error("the page has to be loaded as a whole"); }

  function names(element) { return element.getAttributeNames(); }

  function is_run(element) { return element.matches("script[src], style, link[rel~='stylesheet']"); }

  function is_held(element) {
    return is_run(element) || names(element).some(function (name) { return name.startsWith(HELD); });
  }

  function check_free(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    if (is_held(node) || Array.from(node.querySelectorAll("*")).some(is_held)) unusual();
  }

  // Another script may have taken it away.
  function check_place(sent) {
    if (shown.get(sent).parentNode !== shown.get(sent.parentNode)) unusual();
  }

  // What has to be done to make one node, and what is shown of it, like another of its name.
  function steps(sent, next) {
    const live = shown.get(sent);
    const done = [];
    check_place(sent);
    if (sent.nodeType !== Node.ELEMENT_NODE) {
      return [function () { sent.data = live.data = next.data; }];
    }
    if (is_run(sent) || is_run(next)) unusual();
    new Set(names(sent).concat(names(next))).forEach(function (name) {
      const value = next.getAttribute(name);
      if (value === sent.getAttribute(name)) return;
      if (name.startsWith(HELD)) unusual();
      done.push(function () {
        [sent, live].forEach(function (each) {
          if (value === null) each.removeAttribute(name);
          else each.setAttribute(name, value);
        });
      });
    });
    return done.concat(steps_inside(sent, next));
  }

  function last(nodes, end) { return nodes[nodes.length - 1 - end]; }

  function steps_inside(sent, next) {
    const before = Array.from(sent.childNodes);
    const after = Array.from(next.childNodes);
    const most = Math.min(before.length, after.length);
    let from = 0;
    let end = 0;
    while (from < most && before[from].isEqualNode(after[from])) from += 1;
    while (end < most - from && last(before, end).isEqualNode(last(after, end))) end += 1;
    const gone = before.slice(from, before.length - end);
    const come = after.slice(from, after.length - end);
    const is_alike = gone.length === come.length && gone.every(function (node, index) {
      return node.nodeName === come[index].nodeName;
    });
    if (is_alike) {
      return gone.flatMap(function (node, index) {
        return node.isEqualNode(come[index]) ? [] : steps(node, come[index]);
      });
    }
    gone.concat(come).forEach(check_free);
    const behind = end ? last(before, end - 1) : null;
    gone.concat(behind || []).forEach(check_place);
    return [function () { exchange(sent, gone, come, behind); }];
  }

  function exchange(sent, gone, come, behind) {
    gone.forEach(function (node) {
      shown.get(node).remove();
      node.remove();
    });
    come.forEach(function (node) {
      const live = document.importNode(node, true);
      shown.get(sent).insertBefore(live, behind && shown.get(behind));
      sent.insertBefore(node, behind);
      pair(node, live);
    });
  }

  // Lists are held as a whole by what combines them; so is the frame around the page.
  function check_frame(next) {
    const ours = document.querySelector("main").querySelectorAll("*");
    const is_list = Array.from(ours).some(function (element) {
      return names(element).some(function (name) { return name.startsWith(HELD) && name !== LARGE; });
    });
    const [before, after] = [page, next].map(function (root) {
      return Array.from(root.querySelectorAll("body > header, body > footer"));
    });
    const is_same = before.length === after.length && before.every(function (element, index) {
      return element.isEqualNode(after[index]);
    });
    if (is_list || !is_same) unusual();
  }

  function show(html) {
    const next = new DOMParser().parseFromString(html, "text/html").documentElement;
    const script = next.querySelector("script[data-live]");
    version = script.dataset.version;
    script.dataset.version = self.version;
    check_frame(next);
    steps_inside(page, next).forEach(function (step) { step(); });
  }

  function reload() {
    sessionStorage.setItem(PLACE, location.pathname + " " + window.scrollY);
    location.reload();
  }

  // ---- waiting

  const box = document.querySelector("form[data-zt-root] input");
  if (box) {
    box.disabled = true;
    box.placeholder = "预览里不能查找";
  }

  function tell(text) { document.querySelector(".zp-bar b").firstChild.data = text; }

  function wait() {
    const asked = self.live + "?page=" + encodeURIComponent(self.page) + "&version=" + version;
    fetch(asked, { cache: "no-store" }).then(function (answer) {
      if (!answer.ok) throw new Error(answer.status);
      return answer.status === 204 ? "" : answer.text();
    }).then(function (html) {
      tell("预览");
      try {
        if (html) show(html);
      } catch (error) {
        reload();
        return;
      }
      wait();
    }).catch(function () {
      tell("预览已经关闭，页面不再刷新");
      setTimeout(wait, PAUSE_MS);
    });
  }

  wait();
})();
