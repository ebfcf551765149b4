// The search box in the header: a combobox (WAI-ARIA APG) over the answers of search-engine.js.
// Without this script the form leads to the directory of names; with it, to the search page.
// The engine and its index are fetched when the box is first used, never before.
(function () {
  "use strict";
  const form = document.querySelector("form[data-zt-root]");
  const box = form.querySelector("input");
  const root = new URL(form.dataset.ztRoot, location.href);
  const page = new URL("search/", root);
  const suggested = form.dataset.ztSuggested ? form.dataset.ztSuggested.split("|") : [];
  const RECENT = "queries";
  const MOST = 8;
  const PAUSE_MS = 60;
  const shared = window.zhanting;
  let turn = 0;
  let timer = 0;
  let active = -1;
  let engine = null;
  let pressed = false;
  let waiting = null;

  // ---------------------------------------------------------------- the engine, once

  shared.engine = function () {
    if (!engine) {
      engine = new Promise(function (resolve, reject) {
        const script = document.createElement("script");
        script.src = form.dataset.ztEngine;
        script.integrity = form.dataset.ztIntegrity;
        script.onload = function () { resolve(shared.search); };
        script.onerror = function () { engine = null; script.remove(); reject(new Error("engine")); };
        document.head.append(script);
      }).then(function (search) {
        return search.open(root.href).then(function () { return search; });
      });
      engine.catch(function () { engine = null; });
    }
    return engine;
  };

  // ---------------------------------------------------------------- what was asked before

  shared.recent = function () {
    try { return JSON.parse(localStorage.getItem(RECENT) || "[]"); } catch (error) { return []; }
  };

  shared.remember = function (query) {
    const others = shared.recent().filter(function (each) { return each !== query; });
    shared.store(RECENT, JSON.stringify([query].concat(others).slice(0, 5)));
  };

  // ---------------------------------------------------------------- small pieces

  // Text with <mark> around its ranges, [[from, to], …] in ascending order.
  shared.marked = function (text, ranges) {
    const made = document.createDocumentFragment();
    let at = 0;
    ranges.forEach(function (range) {
      made.append(text.slice(at, range[0]));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(range[0], range[1]);
      made.append(mark);
      at = range[1];
    });
    made.append(text.slice(at));
    return made;
  };

  shared.href = function (permalink) { return new URL(permalink, root).href; };
  shared.directory = form.action;

  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  const panel = element("div", "zt-options");
  panel.hidden = true;
  const list = document.createElement("div");
  list.id = "zt-options";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "查找结果");
  const heading = element("p", "zt-options__title");
  panel.append(heading, list);
  const said = element("p", "zt-unseen");
  said.setAttribute("role", "status");
  form.append(panel, said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  form.action = page.href;

  function options() { return Array.from(list.children); }

  function option(href, parts) {
    const made = document.createElement("a");
    made.className = "zt-option";
    made.href = href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.id = "zt-option-" + list.children.length;
    parts.forEach(function (part) { made.append(part); });
    list.append(made);
    return made;
  }

  function search_address(query) { return page.href + "?q=" + encodeURIComponent(query); }

  function choose(index) {
    const all = options();
    if (active >= 0 && all[active]) all[active].setAttribute("aria-selected", "false");
    active = index;
    if (all[active]) {
      all[active].setAttribute("aria-selected", "true");
      all[active].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", all[active].id);
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function show(title) {
    heading.textContent = title;
    heading.hidden = !title;
    panel.hidden = !list.children.length && !title;
    box.setAttribute("aria-expanded", String(!panel.hidden && list.children.length > 0));
  }

  function empty() {
    list.textContent = "";
    choose(-1);
  }

  function close() {
    turn += 1;
    panel.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  }

  // ---------------------------------------------------------------- answers

  function show_starters() {
    empty();
    const recent = shared.recent();
    const words = recent.concat(suggested.filter(function (each) { return !recent.includes(each); }));
    words.slice(0, MOST).forEach(function (query) { option(search_address(query), [query]); });
    show(words.length ? (recent.length ? "最近查找与推荐" : "推荐查找") : "");
  }

  function show_found(query, found) {
    // The names answer first and the text after them; who chose by then keeps the choice.
    const kept = active >= 0 ? options()[active].href : "";
    empty();
    found.results.slice(0, MOST).forEach(function (each) {
      const name = element("b", "zt-option__name");
      name.append(shared.marked(each.name, each.ranges));
      const facts = element("span", "zt-note");
      if (each.also) {
        facts.append("又称", shared.marked(each.also, each.alsoRanges), "　");
      }
      facts.append([each.kindLabel, each.region].filter(Boolean).join(" · "));
      option(shared.href(each.permalink), [name, facts]).classList.add("zt-option--found");
    });
    if (found.total) {
      const every = option(search_address(query), ["查看全部" + found.total + "条结果"]);
      every.classList.add("zt-option--all");
      show("");
      choose(options().findIndex(function (each) { return each.href === kept; }));
      said.textContent = "找到" + found.total + "条，用上下键选择。";
      return;
    }
    found.nearest.forEach(function (each) { option(shared.href(each.permalink), [each.name]); });
    const names = option(shared.directory, ["到名录里按拼音找"]);
    names.classList.add("zt-option--all");
    const told = "没有找到“" + query + "”。" + (found.nearest.length ? "是不是要找：" : "");
    show(told);
    said.textContent = told;
  }

  // An option that is pressed stays where it is until it is let go, else the click would be lost.
  function at_rest(change) {
    if (pressed) waiting = change;
    else change();
  }

  async function answer(query) {
    const mine = ++turn;
    function stale() { return mine !== turn; }
    try {
      const search = await shared.engine();
      if (stale()) return;
      const found = await search.query(query, {
        limit: MOST,
        stale: stale,
        early: function (names) {
          if (!stale() && names.total) at_rest(function () { show_found(query, names); });
        }
      });
      if (found && !stale()) at_rest(function () { if (!stale()) show_found(query, found); });
    } catch (error) {
      if (stale()) return;
      empty();
      show("查找用的文件没有取到，请检查网络后再试。");
    }
  }

  function take() {
    clearTimeout(timer);
    const query = box.value.trim();
    if (!query) {
      turn += 1;
      show_starters();
      return;
    }
    timer = setTimeout(answer, PAUSE_MS, query);
  }

  // ---------------------------------------------------------------- keys and clicks

  box.addEventListener("focus", function () {
    shared.engine().catch(function () { /* told when something is typed */ });
    if (!box.value.trim()) show_starters();
  });
  // While Chinese is being composed, the box holds unfinished pinyin.
  box.addEventListener("input", function (event) { if (!event.isComposing) take(); });
  box.addEventListener("compositionend", take);
  box.addEventListener("keydown", function (event) {
    if (event.isComposing) return;
    const count = list.children.length;
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && panel.hidden) {
      event.preventDefault();
      take();
    } else if (event.key === "ArrowDown" && count) {
      event.preventDefault();
      choose(active + 1 < count ? active + 1 : -1);
    } else if (event.key === "ArrowUp" && count) {
      event.preventDefault();
      choose(active < 0 ? count - 1 : active - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      options()[active].click();
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      close();
    }
  });
  form.addEventListener("submit", function (event) {
    const query = box.value.trim();
    if (!query) event.preventDefault();
    else shared.remember(query);
  });
  list.addEventListener("click", function (event) {
    if (event.target.closest(".zt-option") && box.value.trim()) shared.remember(box.value.trim());
  });
  form.addEventListener("focusout", function (event) {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A press on an option would take the focus off the box, and so close the list before the click.
  panel.addEventListener("mousedown", function (event) { event.preventDefault(); pressed = true; });
  document.addEventListener("mouseup", function () {
    // After the click, which follows at once.
    setTimeout(function () {
      const change = waiting;
      pressed = false;
      waiting = null;
      if (change) change();
    });
  });
  document.addEventListener("keydown", function (event) {
    const is_typing = /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    const is_slash = event.key === "/" && !is_typing && !event.ctrlKey && !event.metaKey && !event.altKey;
    const is_k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (!is_slash && !is_k) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
})();
