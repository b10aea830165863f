// Finds and orders cases: MiniSearch scores each term, the rules of app/search/rank/rules.py put
// the scores of a query together.
"use strict";

const TOLERANCE = 1e-9;

// Ascending numbers from the steps between them.
function fromSteps(steps) {
  let last = 0;
  return steps.map((step) => (last += step));
}

// How MiniSearch scores a term. It gets the postings of a term when the term is first asked for:
// to load all of them takes 1.4 s at 3,000 cases, and a query asks for some twenty terms.
class Scorer {
  constructor({ lengths }, { k1, b, shares }) {
    this.lengths = lengths;
    this.average = lengths.reduce((sum, length) => sum + length, 0) / (lengths.length || 1);
    this.options = {
      fields: ["text"],
      tokenize: (term) => [term],
      processTerm: (term) => term,
      // Occurrences are counted in shares, and so is k. The numerator of BM25 would then have
      // k × shares + 1 in it where the site's has k + 1.
      searchOptions: {
        bm25: { k: k1 * shares, b, d: 0 },
        boost: { text: (k1 + 1) / (k1 * shares + 1) },
      },
    };
  }

  // The cases that hold a term, the best first, each with its score.
  // counts: case → the weighted occurrences.
  search(term, counts) {
    const documentIds = {};
    const fieldLength = {};
    for (const doc of Object.keys(counts)) {
      documentIds[doc] = Number(doc);
      fieldLength[doc] = [this.lengths[doc]];
    }
    const serialised = {
      documentCount: this.lengths.length,
      nextId: this.lengths.length,
      documentIds,
      fieldIds: { text: 0 },
      fieldLength,
      averageFieldLength: [this.average],
      storedFields: {},
      dirtCount: 0,
      index: [[term, { 0: counts }]],
      serializationVersion: 2,
    };
    return MiniSearch.loadJS(serialised, this.options).search(term);
  }
}

// What is known of terms, and which cases hold them or have an attribute.
class CaseIndex {
  constructor(data) {
    const { stems, roots, phrases, postings } = data.index;
    const lines = stems.split("\n").map((line) => line.split(" "));
    const terms = [...lines.map(([stem]) => stem), ...phrases.split("\n")];
    this.data = data;
    this.size = data.slugs.length;
    this.rows = new Map(terms.map((term, number) => [term, postings[number]]));
    this.scorer = new Scorer(data.index, data.rules);
    this.roots = new Set(terms.slice(0, roots));
    this.stems = new Map(lines.flatMap((words) => words.map((word) => [word, words[0]])));
    this.stemmer = new Stemmer(this.stems, this.roots);
    this.grammar = new Set(data.words.grammar);
    this.found = new Map();
    this.known = new Map();
  }

  // The words of the collection.
  get words() {
    return this.stems.keys();
  }

  stem(word) {
    if (!this.known.has(word)) this.known.set(word, this.stemmer.stem(word));
    return this.known.get(word);
  }

  isRoot(word) {
    return this.roots.has(this.stem(word));
  }

  // The cases that hold a term (a word in any form, or words as written), best first, each with
  // its score; and those of them in which a core field holds it.
  postings(term) {
    const key = term.includes(" ") ? term : this.stem(term);
    let found = this.found.get(key);
    if (!found) {
      const counts = {};
      const core = new Set();
      const row = this.rows.get(key) ?? [];
      for (let at = 0, doc = 0; at < row.length; at += 2) {
        doc += row[at];
        counts[doc] = row[at + 1] >> 1;
        if (row[at + 1] & 1) core.add(doc);
      }
      const hits = this.scorer.search(key, counts);
      const idf = this.idf(hits.length);
      for (const hit of hits) hit.impact = hit.score / idf;
      found = { hits, core, idf };
      this.found.set(key, found);
    }
    return found;
  }

  idf(holding) {
    return Math.log(1 + (this.size - holding + 0.5) / (holding + 0.5));
  }

  count(term) {
    return this.postings(term).hits.length;
  }

  cases(term) {
    return this.postings(term).hits.map(({ id }) => id);
  }

  // The cases that have something of a concept.
  casesOf({ words, alternatives, attribute }) {
    const cases = [...words, ...alternatives].flatMap((term) => this.cases(term));
    return new Set([...cases, ...(attribute?.degrees.keys() ?? [])]);
  }

  // The cases with all words of a phrase, with the least of their impacts; the exact phrase where
  // the index has it.
  phrase(words) {
    const exact = this.postings(words.join(" "));
    if (exact.hits.length) return new Map(exact.hits.map(({ id, impact }) => [id, impact]));
    let all = null;
    for (const word of words.filter((word) => !this.grammar.has(word))) {
      const hits = this.postings(word).hits.filter(({ id }) => !all || all.has(id));
      all = new Map(hits.map(({ id, impact }) => [id, Math.min(impact, all?.get(id) ?? impact)]));
    }
    return all ?? new Map();
  }

  casesWith(facet, value) {
    return fromSteps(this.data.facets[facet].values[value] ?? []);
  }

  // --- places and attributes ----------------------------------------------------------

  place(number) {
    const [label, facet, values] = this.data.places.places[number];
    return this.ofFacet({ kind: "place", id: `place-${number}`, label }, facet, values);
  }

  attribute(number) {
    const [label, docs, degrees, filter] = this.data.attributes.found[number];
    const cases = fromSteps(docs);
    const map = new Map(cases.map((doc, at) => [doc, degrees[at] / 100]));
    return { kind: "attribute", id: `attribute-${number}`, label, degrees: map, filter };
  }

  numbered(kind, label, numbers) {
    const text = numbers.join(", ");
    const about = { kind: "attribute", id: `${label} ${text}`, label: label.replace("{}", text) };
    if (kind === "sdg") return this.ofFacet(about, "sdg", numbers);
    const years = Object.keys(this.data.facets.year.values).filter((year) => {
      if (!/^\d+$/.test(year)) return false;
      if (kind === "year") return year === numbers[0];
      return kind === "from" ? year >= numbers[0] : year <= numbers[0];
    });
    const attribute = this.ofFacet(about, "year", years);
    const awarded = kind === "year" ? this.data.attributes.awarded[numbers[0]] : [];
    for (const doc of fromSteps(awarded ?? []))
      attribute.degrees.set(doc, this.data.rules.attribute);
    return attribute;
  }

  ofFacet(about, facet, values) {
    const degrees = new Map();
    for (const value of values) {
      for (const doc of this.casesWith(facet, value)) degrees.set(doc, this.data.rules.attribute);
    }
    return { ...about, degrees, filter: [facet, values] };
  }
}

// Ranks the cases of an index.
class Ranker {
  constructor(data, index) {
    this.data = data;
    this.rules = data.rules;
    this.index = index;
    this.grammar = index.grammar;
  }

  // A concept with the score of each case, how much of it the case has, and whether the case is
  // about it.
  score({ words, alternatives, attribute }) {
    const size = this.index.size;
    const scored = { rarity: 0, scores: new Float64Array(size), covered: new Float64Array(size) };
    let complete = true;
    for (const word of words) {
      if (this.grammar.has(word)) continue;
      const { hits, idf } = this.index.postings(word);
      if (!hits.length) complete = false;
      else scored.rarity += idf;
      for (const { id, impact } of hits) {
        scored.scores[id] += idf * impact;
        scored.covered[id] += idf;
      }
    }
    const others = alternatives
      .map((term) => this.index.postings(term))
      .filter((p) => p.hits.length);
    if (others.length) this.addAlternatives(scored, others, complete);
    if (attribute) this.addAttribute(scored, attribute);
    else scored.core = this.coreCases(words, alternatives);
    return scored;
  }

  addAlternatives(scored, others, complete) {
    const { synonym, furtherWay } = this.rules;
    if (!complete || !scored.rarity) {
      const any = new Set(others.flatMap(({ hits }) => hits.map(({ id }) => id)));
      scored.rarity = Math.max(scored.rarity, this.index.idf(any.size));
    }
    for (const { hits, idf } of others) {
      const worth = synonym * Math.min(scored.rarity, idf);
      for (const { id, impact } of hits) {
        const [before, other] = [scored.scores[id], worth * impact];
        scored.scores[id] = Math.max(before, other) + furtherWay * Math.min(before, other);
        scored.covered[id] = Math.max(scored.covered[id], worth);
      }
    }
  }

  // Raises the cases that have an attribute above those that mention it.
  addAttribute(scored, { degrees }) {
    const { mention } = this.rules;
    const own = degrees.size ? this.index.idf(degrees.size) : scored.rarity;
    const share = (mention * own) / (Math.max(scored.rarity, own) || 1);
    for (let doc = 0; doc < this.index.size; doc++) {
      scored.scores[doc] *= mention;
      scored.covered[doc] *= share;
    }
    for (const [doc, degree] of degrees) {
      scored.scores[doc] = Math.max(scored.scores[doc], own * degree);
      scored.covered[doc] = own;
    }
    scored.rarity = own;
    scored.core = new Set(degrees.keys());
  }

  coreCases(words, alternatives) {
    const ways = [words.join(" "), ...alternatives].map((term) => [
      ...this.index.postings(term).core,
    ]);
    const any = new Set(ways.flat());
    if (any.size) return any;
    const asked = words.filter((word) => !this.grammar.has(word));
    const all = asked.map((word) => this.index.postings(word).core);
    return new Set([...(all[0] ?? [])].filter((doc) => all.every((cases) => cases.has(doc))));
  }

  // The cases that fit what was read: their scores, and which of them are about it.
  match({ concepts, named, phrases, excluded }) {
    const size = this.index.size;
    const scored = concepts.map((one) => this.score(one));
    const total = new Float64Array(size);
    const covered = new Float64Array(size);
    const core = new Float64Array(size);
    let rarity = 0;
    for (const one of scored) {
      for (let doc = 0; doc < size; doc++) {
        total[doc] += one.scores[doc];
        covered[doc] += one.covered[doc];
      }
      for (const doc of one.core) core[doc] += one.rarity;
      if (one.covered.some(Boolean)) rarity += one.rarity;
    }
    const bonus = new Float64Array(size);
    for (const [doc, addition] of named) bonus[doc] += addition;
    const quoted = phrases.map((words) => this.index.phrase(words));
    for (const cases of quoted) {
      for (const [doc, impact] of cases) bonus[doc] += this.index.idf(cases.size) * impact;
    }
    const matched = this.matched({ concepts, named, quoted, excluded }, covered, rarity);
    const points = new Map();
    const asks = concepts.length || named.size || phrases.length;
    for (const doc of matched) {
      const share = rarity ? (covered[doc] / rarity) ** this.rules.coordination : 1;
      points.set(doc, asks ? round(total[doc] * share + bonus[doc], this.rules.decimals) : 0);
    }
    return { points, about: this.about(points, { concepts, named }, core, rarity) };
  }

  matched({ concepts, named, quoted, excluded }, covered, rarity) {
    const all = Array.from({ length: this.index.size }, (_, doc) => doc);
    let found = all;
    if (concepts.length || (!quoted.length && named.size)) {
      for (const coverage of this.rules.coverages) {
        const least = Math.max(coverage * rarity - TOLERANCE, Number.MIN_VALUE);
        found = all.filter((doc) => covered[doc] >= least || named.has(doc));
        if (found.some((doc) => covered[doc] >= least)) break;
      }
    }
    const left = excluded.map((words) => this.index.phrase(words));
    return found.filter(
      (doc) => quoted.every((cases) => cases.has(doc)) && !left.some((cases) => cases.has(doc)),
    );
  }

  about(points, { concepts, named }, core, rarity) {
    if (!concepts.length) return new Set(points.keys());
    let best = 0;
    for (const [doc, score] of points) best = Math.max(best, score - (named.get(doc) ?? 0));
    const { aboutCore, aboutScore } = this.rules;
    const about = [...points].filter(
      ([doc, score]) =>
        named.has(doc) ||
        (core[doc] >= aboutCore * rarity - TOLERANCE && score >= aboutScore * best - TOLERANCE),
    );
    return new Set(about.map(([doc]) => doc));
  }

  // Cases in the order of a list. Cases are numbered from the newest.
  order(docs, points, sort) {
    const { evidence, source, name, amongEquals } = this.data.order;
    const byScore = (a, b) => points.get(b) - points.get(a);
    const orders = {
      relevance: (a, b) => byScore(a, b) || amongEquals[a] - amongEquals[b] || a - b,
      evidence: (a, b) => evidence[b] - evidence[a] || byScore(a, b) || a - b,
      source: (a, b) => source[a] - source[b],
      name: (a, b) => name[a] - name[b],
      newest: (a, b) => a - b,
    };
    const asks = [...points.values()].some(Boolean);
    return [...docs].sort(sort === "relevance" && !asks ? orders.newest : orders[sort]);
  }
}

function round(value, decimals) {
  return Number(value.toFixed(decimals));
}

// Answers a text: the cases about it, then those only related, each in their order.
class CaseSearch {
  constructor(data) {
    this.data = data;
    this.index = new CaseIndex(data);
    this.reader = new Reader(data, this.index);
    this.ranker = new Ranker(data, this.index);
  }

  search(text, { literal = [], sort = "relevance" } = {}) {
    const read = this.reader.read(text, literal);
    const { points, about } = this.ranker.match(read);
    const related = [...points.keys()].filter((doc) => !about.has(doc));
    const order = (docs) => this.ranker.order(docs, points, sort);
    return { read, about: order(about), related: order(related), points };
  }
}
