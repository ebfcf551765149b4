// Combines facets in place: one term of each. Without this script each chip leads to its own page.
// The cards of all records come from cards.json, beside the kind's list, when the first chip is used.
(function () {
  "use strict";
  const filter = document.querySelector("[data-zt-facets]");
  const list = document.querySelector("[data-zt-cards]");
  const status = document.querySelector("[data-zt-status]");
  const pager = document.querySelector(".zt-pager");
  const chips = Array.from(filter.querySelectorAll("[data-zt-term]"));
  const base = new URL(filter.dataset.ztFacets, location.href);
  const counter = filter.dataset.ztCounter;
  const is_base = base.pathname === location.pathname;
  const BATCH = 24;
  let cards = null;
  let chosen = {};

  if (window.matchMedia("(min-width: 64rem)").matches) filter.open = true;

  function facet_of(term) { return term.split(":")[0]; }

  function terms_of_address() {
    const terms = {};
    new URLSearchParams(location.search).forEach(function (value, facet) {
      if (chips.some(function (chip) { return chip.dataset.ztTerm === facet + ":" + value; })) {
        terms[facet] = facet + ":" + value;
      }
    });
    return terms;
  }

  function query_of(terms) {
    const parts = Object.keys(terms).map(function (facet) {
      return facet + "=" + encodeURIComponent(terms[facet].slice(facet.length + 1));
    });
    return parts.length ? "?" + parts.join("&") : "";
  }

  function fits(card, terms) {
    return Object.keys(terms).every(function (facet) { return card[1].includes(terms[facet]); });
  }

  function append(shown, more) {
    const next = shown.slice(list.children.length, list.children.length + BATCH);
    list.insertAdjacentHTML("beforeend", next.map(function (card) { return card[0]; }).join(""));
    more.hidden = list.children.length >= shown.length;
  }

  const more = document.createElement("button");
  more.type = "button";
  more.className = "zt-chip";
  more.textContent = "显示更多";
  more.hidden = true;
  const clear = document.createElement("button");
  clear.type = "button";
  clear.className = "zt-chip zt-facets__clear";
  clear.textContent = "清除筛选";
  clear.hidden = true;
  let shown = [];

  function show() {
    shown = cards.filter(function (card) { return fits(card, chosen); });
    list.textContent = "";
    append(shown, more);
    const names = chips.filter(is_chosen).map(function (chip) { return chip.firstChild.textContent.trim(); });
    status.textContent = (names.length ? names.join("、") + "：" : "共") + shown.length + counter + "。";
    if (pager) pager.hidden = true;
    clear.hidden = !names.length;
    chips.forEach(function (chip) {
      const facet = facet_of(chip.dataset.ztTerm);
      const others = Object.assign({}, chosen);
      others[facet] = chip.dataset.ztTerm;
      const count = cards.filter(function (card) { return fits(card, others); }).length;
      chip.querySelector(".zt-count").textContent = String(count);
      chip.parentElement.hidden = !count && !is_chosen(chip);
      if (is_chosen(chip)) chip.setAttribute("aria-current", "true");
      else chip.removeAttribute("aria-current");
    });
    filter.querySelectorAll(".zt-rest").forEach(function (rest) {
      const held = rest.querySelectorAll("li:not([hidden])").length;
      rest.hidden = !held;
      if (rest.querySelector("[aria-current]")) rest.open = true;
      rest.querySelector("summary").textContent = "其余" + held + "项";
    });
  }

  function is_chosen(chip) { return chosen[facet_of(chip.dataset.ztTerm)] === chip.dataset.ztTerm; }

  async function combine(terms) {
    if (!cards) {
      const answer = await fetch(new URL("cards.json", base).href);
      if (!answer.ok) throw new Error(answer.status);
      cards = await answer.json();
    }
    chosen = terms;
    show();
  }

  filter.addEventListener("click", function (event) {
    const chip = event.target.closest("[data-zt-term]");
    if (!chip || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const terms = Object.assign({}, chosen);
    // On the page of one term, that term is chosen already.
    chips.forEach(function (each) {
      if (!is_base && each.getAttribute("aria-current") === "page") terms[facet_of(each.dataset.ztTerm)] = each.dataset.ztTerm;
    });
    const facet = facet_of(chip.dataset.ztTerm);
    if (terms[facet] === chip.dataset.ztTerm) delete terms[facet];
    else terms[facet] = chip.dataset.ztTerm;
    event.preventDefault();
    if (!is_base) {
      location.href = base.href.split("?")[0] + query_of(terms);
      return;
    }
    history.pushState(null, "", query_of(terms) || base.pathname);
    // When the cards cannot be had, the chip does what it does without this script.
    combine(terms).catch(function () { location.href = chip.href; });
  });
  more.addEventListener("click", function () {
    const before = list.children.length;
    append(shown, more);
    list.children[before].querySelector("a").focus();
  });
  clear.addEventListener("click", function () {
    history.pushState(null, "", base.pathname);
    combine({}).catch(function () { location.href = base.href; });
    // The button hides itself; the reader goes on where the count of all is told.
    status.tabIndex = -1;
    status.focus();
  });
  window.addEventListener("popstate", function () {
    combine(terms_of_address()).catch(function () { location.reload(); });
  });

  list.insertAdjacentElement("afterend", more);
  filter.querySelector("nav").prepend(clear);
  const asked = is_base ? terms_of_address() : {};
  if (Object.keys(asked).length) combine(asked).catch(function () { location.href = base.href.split("?")[0]; });
})();
