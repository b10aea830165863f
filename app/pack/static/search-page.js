// The search page of a pack. Its state stands behind the # of its address, with the parameters of
// the site's own search, so that back, forward and copied addresses work.
"use strict";

const PER_PAGE = 20;
const LONGEST_TEXT = 1000;
const SORTS = ["relevance", "newest", "evidence", "source", "name"];
const READINGS = ["synonyms", "spelling", "places", "attributes"];
const FOLDER = new URL(".", document.currentScript.src);

const one = (selector, root = document) => root.querySelector(selector);
const number = (value) => value.toLocaleString(document.documentElement.lang);
const text = (name) => one(`template[data-text="${name}"]`).content.textContent;
const piece = (name) => one(`template[data-piece="${name}"]`).content.cloneNode(true);

// The pieces of a text with what is put in place of its braces; parts without braces are left out.
function filled(name, ...parts) {
  const pieces = text(name).split("{}");
  return pieces.flatMap((before, at) => (at < pieces.length - 1 ? [before, parts[at]] : [before]));
}

function element(tag, content, properties = {}) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...[content].flat());
  return made;
}

// --- the state of a search ---------------------------------------------------------------

// Whether the part of the address behind # is a place on the page, and no state.
const isPlace = () => location.hash !== "" && !location.hash.includes("=");

// The state that an address says behind # or ?.
function stateOf(address, filters) {
  const parameters = new URLSearchParams(address.slice(1));
  const chosen = new Map();
  for (const [key, value] of parameters) {
    if (!filters.has(key, value)) continue;
    chosen.set(key, [...new Set([...(chosen.get(key) ?? []), value])]);
  }
  const sort = parameters.get("sort");
  return {
    q: (parameters.get("q") ?? "").slice(0, LONGEST_TEXT),
    chosen,
    sort: SORTS.includes(sort) ? sort : "relevance",
    page: Math.max(1, Number.parseInt(parameters.get("page"), 10) || 1),
    related: parameters.get("related") === "1",
    literal: parameters.getAll("literal").filter((reading) => READINGS.includes(reading)),
  };
}

// The address of a state, some of it changed; a change leads to the first page.
function addressOf(state, changes = {}) {
  const next = { ...state, page: 1, ...changes };
  const parameters = new URLSearchParams({ q: next.q });
  for (const [key, values] of next.chosen)
    for (const value of values) parameters.append(key, value);
  if (next.sort !== "relevance") parameters.set("sort", next.sort);
  if (next.related) parameters.set("related", "1");
  for (const reading of next.literal) parameters.append("literal", reading);
  if (next.page > 1) parameters.set("page", next.page);
  return `#${parameters}`;
}

function withFilter(chosen, key, values) {
  const changed = new Map(chosen);
  if (values.length) changed.set(key, values);
  else changed.delete(key);
  return changed;
}

// --- cards -------------------------------------------------------------------------------

const loadedCards = new Map();
const CARD_SEPARATOR = "\u001e";

// Called by a script of cards: its number, and their HTML, made by the site's templates.
function pustakaCards(part, html) {
  loadedCards.set(part, html.split(CARD_SEPARATOR));
}

function loadScript(name) {
  return new Promise((resolve, reject) => {
    const script = element("script", [], { src: new URL(name, FOLDER), onload: resolve });
    script.onerror = () => reject(new Error(name));
    document.head.append(script);
  });
}

// The cards of some cases.
async function cardsOf(docs, size) {
  const parts = new Set(docs.map((doc) => Math.floor(doc / size)));
  const missing = [...parts].filter((part) => !loadedCards.has(part));
  await Promise.all(missing.map((part) => loadScript(`cari-kartu-${part}.js`)));
  const template = document.createElement("template");
  template.innerHTML = docs
    .map((doc) => loadedCards.get(Math.floor(doc / size))[doc % size])
    .join("");
  return [...template.content.children];
}

// --- the page ----------------------------------------------------------------------------

class SearchPage {
  constructor(data) {
    this.data = data;
    this.search = new CaseSearch(data);
    this.filters = new Filters(data.facets);
    this.form = one("[data-search]");
    this.input = one("input", this.form);
    this.boxes = [...document.querySelectorAll("[data-filters] input")];
    this.leads = false; // whether a search or a link leads to the next state, and so to its count
    this.shown = 0; // how many states were shown: cards that come late for an older one are dropped
    this.ready = null; // a promise: the last state is shown
  }

  start() {
    this.form.hidden = false;
    one("[data-found]").hidden = false;
    one("[data-all]").remove();
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.go({ q: this.input.value.trim(), literal: [], related: false }, true);
    });
    for (const box of this.boxes) box.addEventListener("change", () => this.choose(box));
    addEventListener("hashchange", () => this.arrive());
    document.addEventListener("click", ({ target }) => {
      if (target.closest('main a[href^="#"]')) this.leads = true;
    });
    this.state = stateOf(isPlace() ? "" : location.hash || location.search, this.filters);
    this.ready = this.show();
  }

  // Goes to a changed state; where nothing changes, only the focus goes to the count.
  go(changes, leads) {
    this.leads = leads;
    const address = addressOf(this.state, changes);
    if (address === location.hash) this.arrive();
    else location.hash = address;
  }

  choose(box) {
    const others = (this.state.chosen.get(box.name) ?? []).filter((value) => value !== box.value);
    const values = box.checked ? [...others, box.value] : others;
    this.go({ chosen: withFilter(this.state.chosen, box.name, values) }, false);
  }

  // Shows the state of the address. After going back, and while boxes are ticked, the reader
  // stays at the same place of the page.
  async arrive() {
    const leads = this.leads;
    this.leads = false;
    if (isPlace()) return;
    this.state = stateOf(location.hash, this.filters);
    if (leads) scrollTo(0, 0);
    this.ready = this.show();
    await this.ready;
    if (leads) one("[data-count]").focus({ preventScroll: true });
  }

  async show() {
    const { q, chosen, sort, related, literal } = this.state;
    const turn = ++this.shown;
    const found = this.search.search(q, { literal, sort });
    const about = this.filters.passing(found.about, chosen);
    const others = this.filters.passing(found.related, chosen);
    const withRelated = related || !found.about.length;
    const listed = withRelated ? [...about, ...others] : about;
    const answer = { read: found.read, about, others, withRelated, listed };
    this.input.value = q;
    document.title = `${q || text("all")} – Pustaka Inovasi`;
    one("[data-count]").replaceChildren(...this.sentence(answer));
    this.showReading(found.read);
    this.showChips();
    this.showSorts();
    this.showCounts(withRelated ? [...found.about, ...found.related] : found.about);
    await this.showList(answer, turn);
  }

  // --- in words ---

  sentence({ about, others, withRelated, read }) {
    const { q } = this.state;
    const subject =
      wordsOf(q).length && read.concepts.length + read.phrases.length + read.named.size;
    const none = others.length ? "none-about" : "none";
    const some = about.length === 1 ? [text("one")] : filled("count", number(about.length));
    const parts = [element("b", about.length ? some : text(none))];
    if (subject) parts.push(` ${text("about")} `, element("b", withoutExclusions(q)));
    if (read.excluded.length) {
      parts.push(
        ` ${text("without")} `,
        read.excluded.map((term) => `“${term.join(" ")}”`).join(", "),
      );
    }
    const tells = others.length > 0 && (withRelated || !about.length);
    if (tells) parts.push("; ", ...filled("related", number(others.length)));
    return [...parts, "."];
  }

  link(content, changes) {
    return element("a", content, { href: addressOf(this.state, changes) });
  }

  refusing(reading, name, ...parts) {
    return this.link(filled(name, ...parts), { literal: [...this.state.literal, reading] });
  }

  // How the text was read, with links that undo it.
  showReading(read) {
    const { q, literal } = this.state;
    const above = [];
    if (read.corrected) {
      const searched = filled("corrected", element("b", read.corrected));
      above.push([...searched, " ", this.refusing("spelling", "literal", q.slice(0, 60))]);
    }
    if (read.unknown.length && read.concepts.length > 1) {
      above.push(filled("unknown", read.unknown.join(", ")));
    }
    const small = (content) => element("p", content, { className: "small" });
    one("[data-read]").replaceChildren(...above.map(small));
    const details = [...this.spelled(read), ...this.added(read), ...this.attributes(read)];
    if (literal.length) details.push([this.link(text("usual"), { literal: [] })]);
    const spans = details.flatMap((content) => [element("span", content), " "]);
    one("[data-details]").replaceChildren(...spans);
    one("[data-details]").hidden = !spans.length;
  }

  spelled({ spelled = {} }) {
    const undo = () => [" ", this.refusing("spelling", "own-spelling")];
    const read = Object.entries(spelled);
    return read.map((pair, at) => [
      ...filled("spelled", ...pair),
      ...(at === read.length - 1 ? undo() : []),
    ]);
  }

  added({ concepts }) {
    const others = concepts.flatMap(({ text, alternatives }) => {
      return alternatives.filter((term) => term.replaceAll(" ", "") !== text.replaceAll(" ", ""));
    });
    if (!others.length) return [];
    const listed = [...new Set(others)].flatMap((term, at) => [at ? ", " : "", element("i", term)]);
    const [before, after] = text("added").split("{}");
    return [[before, ...listed, after, " ", this.refusing("synonyms", "no-synonyms")]];
  }

  // The places and other attributes that words were taken for, each with a filter.
  attributes({ concepts }) {
    return concepts
      .filter(({ attribute }) => attribute)
      .map(({ text: typed, attribute }) => {
        const { kind, label, filter } = attribute;
        const place = kind === "place";
        const name = place ? (filter[0] === "level" ? "level" : "place") : "attribute";
        const parts = [...filled(name, typed, label)];
        const [key, values] = filter ?? [];
        const known = key && values.filter((value) => this.filters.has(key, value));
        if (known?.length && !this.state.chosen.has(key)) {
          const changes = { chosen: withFilter(this.state.chosen, key, known) };
          parts.push(" ", this.link(filled("only", label), changes), " ·");
        }
        const undo = place ? ["places", "no-places"] : ["attributes", "no-attributes"];
        return [...parts, " ", this.refusing(...undo)];
      });
  }

  showChips() {
    const { chosen, related } = this.state;
    const chips = [...chosen].flatMap(([key, values]) =>
      values.map((value) => {
        const others = values.filter((other) => other !== value);
        const changes = { chosen: withFilter(chosen, key, others) };
        return this.chip("chip", this.data.chips[key]?.[value] ?? value, changes);
      }),
    );
    if (related) chips.push(this.chip("chip", text("with-related"), { related: false }));
    if (chosen.size) chips.push(this.chip("clear", "", { chosen: new Map(), related: false }));
    one("[data-chips]").replaceChildren(...chips);
    one("[data-chips]").hidden = !chips.length;
    const used = [...chosen.values()].flat().length;
    one("[data-used]").textContent = used;
    one("[data-used]").hidden = !used;
  }

  chip(name, words, changes) {
    const chip = piece(name);
    one("a", chip).href = addressOf(this.state, changes);
    if (words) one("a > span:not(.sr)", chip).textContent = words;
    return chip;
  }

  showSorts() {
    for (const link of document.querySelectorAll("[data-sort]")) {
      link.href = addressOf(this.state, { sort: link.dataset.sort });
      if (link.dataset.sort === this.state.sort) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  // The number of cases beside each filter; values that would leave none are hidden.
  showCounts(docs) {
    const count = this.filters.counter(docs, this.state.chosen);
    for (const box of this.boxes) {
      const cases = count(box.name, box.value);
      box.checked = (this.state.chosen.get(box.name) ?? []).includes(box.value);
      box.closest("li").hidden = !cases && !box.checked;
      one("label > span", box.closest("li")).firstChild.data = number(cases);
    }
    for (const island of document.querySelectorAll(".isle")) {
      const provinces = [...island.querySelectorAll("input[name=province]")];
      const sum = provinces.reduce((all, { name, value }) => all + count(name, value), 0);
      one("summary span", island).textContent = number(sum);
      island.hidden = !sum && !one(":checked", island);
    }
  }

  // --- the list ---

  async showList({ about, others, withRelated, listed }, turn) {
    const pages = Math.max(1, Math.ceil(listed.length / PER_PAGE));
    const page = Math.min(this.state.page, pages);
    const first = (page - 1) * PER_PAGE;
    const docs = listed.slice(first, first + PER_PAGE);
    const place = one("[data-results]");
    let cards = [];
    try {
      cards = await cardsOf(docs, this.data.cards);
    } catch {
      return turn === this.shown && place.replaceChildren(piece("broken"));
    }
    if (turn !== this.shown) return;
    const numberAbout = Math.max(0, Math.min(docs.length, about.length - first));
    const parts = [];
    if (numberAbout) parts.push(this.list(piece("list"), cards.slice(0, numberAbout), first));
    if (withRelated && numberAbout < docs.length) {
      const related = piece("related");
      const title = about.length ? "related-too" : "related-only";
      one("h2", related).append(...filled(title, number(others.length)));
      parts.push(this.list(related, cards.slice(numberAbout), first + numberAbout));
    }
    if (!withRelated && others.length && page === pages) parts.push(this.more(others.length));
    if (!listed.length && !others.length) parts.push(piece("nothing"));
    if (pages > 1) parts.push(this.pager(page, pages));
    place.replaceChildren(...parts);
    document.dispatchEvent(new CustomEvent("pustaka:kartu"));
  }

  list(made, cards, before) {
    const list = one("ol", made);
    list.start = before + 1;
    list.append(...cards);
    return made;
  }

  more(others) {
    const more = piece("more");
    one("a", more).replaceChildren(...filled("related-too", number(others)));
    one("a", more).href = addressOf(this.state, { related: true, page: this.state.page });
    return more;
  }

  pager(page, pages) {
    const pager = piece("pager");
    one("li > span", pager).replaceChildren(...filled("page", number(page), number(pages)));
    const link = (rel, to) => {
      const anchor = one(`[rel=${rel}]`, pager);
      if (to < 1 || to > pages) anchor.closest("li").remove();
      else anchor.href = addressOf(this.state, { page: to });
    };
    link("prev", page - 1);
    link("next", page + 1);
    return pager;
  }
}

// A text as typed, without what it excludes.
function withoutExclusions(typed) {
  return typed.replace(/(^|\s)[-−–](?:["“”„][^"“”„]*["“”„]|[^\s"“”„]+)/g, "$1").trim();
}

let searchPage = null;

// Called by the script with the data of the search.
function pustakaData(data) {
  searchPage = new SearchPage(data);
  searchPage.start();
}
