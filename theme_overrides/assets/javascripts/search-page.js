// The search page: the query and the filters of its address, answered; each state has an address.
(function () {
  "use strict";
  const shared = window.zhanting;
  const status = document.querySelector("[data-zt-status]");
  const results = document.querySelector("[data-zt-results]");
  const filter = document.querySelector("[data-zt-filters]");
  const box = document.querySelector("form[data-zt-root] input");
  const FACETS = { kind: "栏目", type: "类型", region: "地区", year: "年份" };
  const MOST = 20;
  let turn = 0;
  let limit = MOST;

  if (window.matchMedia("(min-width: 64rem)").matches) filter.open = true;

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function state() {
    const asked = new URLSearchParams(location.search);
    const filters = {};
    Object.keys(FACETS).forEach(function (facet) { filters[facet] = asked.get(facet) || ""; });
    return { query: (asked.get("q") || "").trim(), filters: filters };
  }

  function address(query, filters) {
    const parts = new URLSearchParams({ q: query });
    Object.keys(filters).forEach(function (facet) { if (filters[facet]) parts.set(facet, filters[facet]); });
    return location.pathname + "?" + parts.toString();
  }

  // ---------------------------------------------------------------- what is shown

  function chip(now, facet, each) {
    const is_chosen = now.filters[facet] === each.value;
    const filters = Object.assign({}, now.filters);
    filters[facet] = is_chosen ? "" : each.value;
    const link = element("a", "zt-chip", each.label + " ");
    link.href = address(now.query, filters);
    link.dataset.ztFilter = facet + ":" + each.value;
    link.append(element("span", "zt-count", String(each.count)));
    if (is_chosen) link.setAttribute("aria-current", "true");
    const item = document.createElement("li");
    item.append(link);
    return item;
  }

  function show_filters(now, counts) {
    const nav = filter.querySelector("nav");
    nav.textContent = "";
    Object.keys(FACETS).forEach(function (facet) {
      if (!counts[facet].length) return;
      nav.append(element("h2", "", FACETS[facet]));
      const list = document.createElement("ul");
      counts[facet].slice(0, 12).forEach(function (each) { list.append(chip(now, facet, each)); });
      nav.append(list);
    });
    filter.hidden = !nav.children.length;
  }

  function result(each, quotation) {
    const item = element("li", "zt-hit");
    const title = element("h3", "zt-hit__name");
    const link = document.createElement("a");
    link.href = shared.href(each.permalink);
    link.append(shared.marked(each.name, each.ranges));
    title.append(link);
    const facts = element("p", "zt-note", [each.type, each.region].concat(each.years || []).filter(Boolean).join(" · "));
    item.append(title);
    if (each.also) {
      const also = element("p", "zt-note", "又称");
      also.append(shared.marked(each.also, each.alsoRanges));
      item.append(also);
    }
    item.append(facts);
    if (quotation) {
      const quoted = element("p", "zt-hit__text");
      quoted.append(shared.marked(quotation.text, quotation.ranges));
      item.append(quoted);
    }
    return item;
  }

  function show_nothing(now, found) {
    status.textContent = "没有找到“" + now.query + "”。";
    const help = element("div", "zt-prose");
    if (found.nearest.length) {
      help.append(element("p", "", "名称最接近的有："));
      const list = document.createElement("ul");
      found.nearest.forEach(function (each) {
        const item = document.createElement("li");
        const link = element("a", "", each.name);
        link.href = shared.href(each.permalink);
        item.append(link);
        list.append(item);
      });
      help.append(list);
    }
    const words = element("p", "", "可以少写几个字，或者到");
    const names = element("a", "", "名录");
    names.href = shared.directory;
    words.append(names, "里按拼音找。");
    help.append(words);
    results.append(help);
  }

  // quotations: of each result by its permalink, or null where it could not be had.
  function show(now, found, quotations) {
    results.textContent = "";
    show_filters(now, found.counts);
    if (!found.total) {
      show_nothing(now, found);
      return;
    }
    status.textContent = "“" + now.query + "”：找到" + found.total + "条。";
    found.groups.forEach(function (group) {
      if (!group.results.length) return;
      const section = document.createElement("section");
      section.append(element("h2", "", group.label + "（" + group.total + "）"));
      const list = element("ul", "zt-hits");
      group.results.forEach(function (each) { list.append(result(each, quotations.get(each.permalink))); });
      section.append(list);
      results.append(section);
    });
    if (found.results.length < found.total) {
      const more = element("button", "zt-chip", "显示更多");
      more.type = "button";
      more.addEventListener("click", function () {
        const before = results.querySelectorAll(".zt-hit").length;
        limit += MOST;
        answer().then(function () {
          const next = results.querySelectorAll(".zt-hit a")[before];
          if (next) next.focus();
        });
      });
      results.append(more);
    }
  }

  // ---------------------------------------------------------------- asking

  function quoted(each) {
    return each.excerpt().catch(function () { return null; }).then(function (found) { return [each.permalink, found]; });
  }

  async function answer() {
    const now = state();
    const mine = ++turn;
    box.value = now.query;
    if (!now.query) {
      results.textContent = "";
      filter.hidden = true;
      status.textContent = "在上方的框里写要找的名称、人物、地方或事情。";
      return;
    }
    status.textContent = "正在查找……";
    try {
      const search = await shared.engine();
      const options = Object.assign({ limit: limit, stale: function () { return mine !== turn; } }, now.filters);
      const found = await search.query(now.query, options);
      if (!found || mine !== turn) return;
      // With the sentences at hand before anything is shown, nothing moves while one reads.
      const quotations = new Map(await Promise.all(found.results.map(quoted)));
      if (mine === turn) show(now, found, quotations);
    } catch (error) {
      if (mine === turn) status.textContent = "查找用的文件没有取到，请检查网络后刷新这一页。";
    }
  }

  filter.addEventListener("click", function (event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const chosen = link.dataset.ztFilter;
    history.pushState(null, "", link.href);
    limit = MOST;
    answer().then(function () {
      // The chips were made anew; the reader stays where they were.
      const again = Array.from(filter.querySelectorAll("a")).find(function (each) { return each.dataset.ztFilter === chosen; });
      if (again) again.focus();
    });
  });
  window.addEventListener("popstate", function () {
    limit = MOST;
    answer();
  });
  answer();
})();
