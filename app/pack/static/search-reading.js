// From what is typed to what is asked for: clauses, concepts, places, attributes, corrections,
// as app/search/query/ has them.
"use strict";

const MOST_CHARACTERS = 1000;
const MOST_WORDS = 40;

const QUOTE = '["“”„]';
const PLAIN = '[^\\s"“”„]+';
const CLAUSE = new RegExp(
  `(?:^|\\s)[-−–](?:${QUOTE}(?<notQuoted>[^"“”„]*)${QUOTE}|(?<not>${PLAIN}))` +
    `|${QUOTE}(?<quoted>[^"“”„]*)${QUOTE}|(?<plain>${PLAIN}(?:\\s+(?![-−–])${PLAIN})*)`,
  "gu",
);
// Single letters with dots between them are one word (u.m.k.m); a dot may stand in figures.
const ACRONYM = /(^|[^\p{L}\p{N}.])((?:\p{L}\.){2,}(?:\p{L}(?![\p{L}\p{N}]))?)/gu;
const THOUSANDS = /(^|[^\d.,])(\d{1,3}(?:[.,]\d{3})+)(?![\d.,]*\d)/g;
const WILDCARD = /([\p{L}\p{N}]{3,})[*%]+(?![\p{L}\p{N}])/gu;

// The words, phrases and exclusions of a text.
function splitClauses(text, grammar) {
  const clauses = { words: [], phrases: [], excluded: [], begun: new Set() };
  const whole = text.slice(0, MOST_CHARACTERS).replace(ACRONYM, (_, before, letters) => {
    return before + letters.replaceAll(".", "");
  });
  let left = MOST_WORDS;
  for (const { groups } of whole.matchAll(CLAUSE)) {
    const plain = (groups.plain ?? groups.not ?? "").replace(THOUSANDS, (_, before, figure) => {
      return before + figure.replace(/[.,]/g, "");
    });
    const quoted = groups.quoted ?? groups.notQuoted;
    const term = wordsOf(quoted ?? plain).slice(0, left);
    left -= term.length;
    const minus = groups.not !== undefined || groups.notQuoted !== undefined;
    const isPhrase = quoted !== undefined && term.length > 1;
    if (!term.length || ((minus || isPhrase) && term.every((word) => grammar.has(word)))) continue;
    if (minus) clauses.excluded.push(term);
    else if (isPhrase) clauses.phrases.push(term);
    else {
      clauses.words.push(...term);
      for (const [, begun] of plain.matchAll(WILDCARD)) clauses.begun.add(foldWord(begun));
    }
  }
  return clauses;
}

const isYear = (word, [first, last]) => /^\d{4}$/.test(word) && word >= first && word <= last;
const isGoal = (word) => /^\d{1,2}$/.test(word) && word >= 1 && word <= 17;
const BETWEEN = new Set(["para", "seorang", "yang", "kantor", "instansi", "the", "a"]);

// Reads texts. index: see CaseIndex; data: of search_export.py.
class Reader {
  constructor(data, index) {
    this.data = data;
    this.index = index;
    this.grammar = index.grammar;
    this.englishGrammar = new Set(data.words.english);
    this.asking = new Set(data.words.asking);
    this.ordinary = new Set(data.places.ordinary);
    this.announcingPlaces = new Set(data.places.announcing);
    this.near = new Set(data.places.near);
    this.synonyms = new Map(Object.entries(data.synonyms.alternatives));
    this.spellings = new Map(Object.entries(data.synonyms.spellings));
    this.english = new Set(data.synonyms.english);
    this.placeNames = new Map(Object.entries(data.places.names));
    this.placeWords = new Set([...this.placeNames.keys()].flatMap((name) => name.split(" ")));
    this.names = new Map(Object.entries(data.names));
    const { phrases, announced, announcing, numbers } = data.attributes;
    this.phrases = new Map(Object.entries(phrases));
    this.announced = new Map(Object.entries(announced));
    this.numbers = new Map(Object.entries(numbers));
    this.announcing = new Map(Object.entries(announcing).map(([k, words]) => [k, new Set(words)]));
    this.announcers = new Set(Object.values(announcing).flat());
    this.longest = longestTerms([...this.synonyms.keys()]);
    this.longestPlace = longestTerms([...this.placeNames.keys()]);
    const attributeTerms = [this.phrases, this.announced, this.numbers].map((map) => [
      ...map.keys(),
    ]);
    this.longestAttribute = Math.max(
      ...attributeTerms.flat().map((term) => term.split(" ").length),
    );
  }

  // What a text asks for: concepts, names, phrases, exclusions, and how it was read.
  // literal: the readings that the reader refuses ("synonyms", "spelling", …).
  read(text, literal = []) {
    const clauses = splitClauses(text, this.grammar);
    if (literal.includes("spelling")) return this.readClauses(clauses, literal);
    const spelled = {};
    clauses.words = clauses.words.map((word) => {
      const whole = clauses.begun.has(word) ? this.commonest(word) : word;
      const standard = this.spellings.get(whole) ?? whole;
      if (standard !== word) spelled[word] = standard;
      return standard;
    });
    const read = this.readClauses(clauses, literal);
    const corrected = this.correct(read);
    if (!corrected) return { ...read, spelled };
    const words = corrected.map((word) => this.spellings.get(word) ?? word);
    return {
      ...this.readClauses({ ...clauses, words }, literal),
      spelled,
      corrected: words.join(" "),
    };
  }

  readClauses(clauses, literal) {
    const concepts = this.concepts(clauses.words, literal);
    const named = this.named(clauses);
    const unknown = named.size ? [] : this.unknown(concepts);
    return { ...clauses, concepts, named, unknown };
  }

  // --- concepts -----------------------------------------------------------------------

  concepts(words, literal) {
    let concepts = [];
    let continued = false;
    for (let at = 0; at < words.length;) {
      const start = at;
      const [concept, end] = this.conceptAt(words, start, continued, literal);
      at = end;
      if (!concept) continue;
      continued = concept.attribute?.kind === "attribute";
      const announcer = continued ? this.announcer(words, start) : null;
      // A word that only announced the attribute asks for nothing itself.
      const last = concepts.at(-1);
      if (
        announcer &&
        last &&
        !last.attribute &&
        last.text === announcer &&
        !last.alternatives.length
      ) {
        concepts.pop();
      }
      concepts.push(concept);
    }
    const others = concepts.filter(({ attribute, text }) => attribute || !this.asking.has(text));
    if (others.length) concepts = others;
    return this.withoutRepetitions(joinConcepts(concepts));
  }

  conceptAt(words, start, continued, literal) {
    const [attribute, attributeEnd] = this.attributeAt(words, start, continued, literal);
    let [alternatives, end] = literal.includes("synonyms")
      ? [[], start]
      : this.synonymAt(words, start);
    if (attribute && attributeEnd >= end) {
      const same = attributeEnd === end && attribute.kind === "attribute";
      const typed = words.slice(start, attributeEnd);
      return [concept(typed, same ? alternatives : [], attribute), attributeEnd];
    }
    if (end === start) {
      const word = words[start];
      if (this.grammar.has(word) || this.englishGrammar.has(word)) return [null, start + 1];
      // "dekat", "sekitar" before a place ask for nothing of their own.
      if (this.near.has(word) && start + 1 < words.length && this.placeAt(words, start + 1)) {
        return [null, start + 1];
      }
      end = start + 1;
    }
    return [concept(words.slice(start, end), alternatives, null), end];
  }

  synonymAt(words, start) {
    const longest = this.longest.get(words[start]) ?? 0;
    for (let end = Math.min(words.length, start + longest); end > start; end--) {
      const alternatives = this.synonyms.get(words.slice(start, end).join(" "));
      if (alternatives) return [alternatives, end];
    }
    return [[], start];
  }

  // The longest place or other attribute at a position, and where its name ends.
  attributeAt(words, start, continued, literal) {
    const place = literal.includes("places") ? null : this.placeAt(words, start);
    const found = literal.includes("attributes") ? null : this.curatedAt(words, start, continued);
    if (found && (!place || found[1] >= place[1])) return found;
    return place ?? [null, start];
  }

  placeAt(words, start) {
    const longest = this.longestPlace.get(words[start]) ?? 0;
    for (let end = Math.min(words.length, start + longest); end > start; end--) {
      const name = words.slice(start, end).join(" ");
      const number = this.placeNames.get(name);
      if (number === undefined) continue;
      const announced = start > 0 && this.announcingPlaces.has(words[start - 1]);
      if (!this.ordinary.has(name) || announced) return [this.index.place(number), end];
    }
    return null;
  }

  curatedAt(words, start, continued) {
    for (let end = Math.min(words.length, start + this.longestAttribute); end > start; end--) {
      const key = this.phraseKey(words.slice(start, end));
      const withNumber =
        this.numbers.has(key) && this.numbered(...this.numbers.get(key), words, end);
      if (withNumber) return withNumber;
      if (this.phrases.has(key)) return [this.index.attribute(this.phrases.get(key)), end];
      const announcer = this.announcer(words, start);
      for (const [list, number] of this.announced.get(key) ?? []) {
        if (continued || this.announcing.get(list).has(announcer)) {
          return [this.index.attribute(number), end];
        }
      }
    }
    const year = [...this.numbers.values()].find(([kind]) => kind === "year");
    return year ? this.numbered(...year, words, start) : null;
  }

  numbered(kind, label, words, start) {
    let end = start;
    const fits = (word) =>
      kind === "sdg" ? isGoal(word) : end === start && isYear(word, this.data.attributes.years);
    while (end < words.length && fits(words[end])) end += 1;
    if (end === start) return null;
    return [this.index.numbered(kind, label, words.slice(start, end)), end];
  }

  announcer(words, start) {
    const before = words
      .slice(0, start)
      .reverse()
      .find((word) => !BETWEEN.has(word));
    return this.announcers.has(before) ? before : null;
  }

  // Several words are compared by their stems, a single word as it is.
  phraseKey(words) {
    if (words.length === 1) return words[0];
    return words.map((word) => (this.grammar.has(word) ? word : this.index.stem(word))).join(" ");
  }

  // Concepts without alternatives that the query asks for itself.
  withoutRepetitions(concepts) {
    const stems = (text) =>
      text
        .split(" ")
        .map((word) => this.index.stem(word))
        .join(" ");
    const asked = new Set(concepts.map(({ words }) => stems(words.join(" "))));
    return concepts.map((concept) => {
      const own = stems(concept.words.join(" "));
      const others = concept.alternatives.filter((term) => {
        return !asked.has(stems(term)) || stems(term) === own;
      });
      return { ...concept, alternatives: others.filter((term) => this.index.count(term)) };
    });
  }

  // --- names --------------------------------------------------------------------------

  // The cases that the query calls by name → their bonus.
  named({ words, phrases }) {
    const { name, nameInside, rare } = this.data.rules;
    const named = new Map();
    const add = (key, bonus) => {
      for (const doc of this.names.get(key) ?? [])
        named.set(doc, Math.max(named.get(doc) ?? 0, bonus));
    };
    for (let start = 0; start < words.length; start++) {
      let key = "";
      for (let end = start + 1; end <= words.length; end++) {
        key += words[end - 1];
        if (!this.names.has(key)) continue;
        const whole = end - start === words.length && !phrases.length;
        const isRare = !this.grammar.has(words[start]) && this.index.count(words[start]) <= rare;
        if (whole || end - start > 1 || isRare) add(key, whole ? name : nameInside);
      }
    }
    for (const phrase of phrases) add(phrase.join(""), nameInside);
    return named;
  }

  // --- languages and slips ------------------------------------------------------------

  // Whether as many words of a query are English as Indonesian.
  isEnglish(words) {
    if (words.some((word) => this.englishGrammar.has(word))) return true;
    const indonesian = (word) =>
      this.grammar.has(word) || this.index.isRoot(word) || this.placeWords.has(word);
    const english = words.filter((word) => this.english.has(word) && !this.index.isRoot(word));
    return english.length > 0 && english.length >= words.filter(indonesian).length;
  }

  // The words that no case holds, of concepts that nothing else stands for.
  unknown(concepts) {
    return concepts
      .filter(({ alternatives, attribute }) => !alternatives.length && !attribute)
      .flatMap(({ words }) => words)
      .filter((word) => !this.grammar.has(word) && !this.index.count(word));
  }

  commonest(beginning) {
    let best = beginning;
    for (const word of this.index.words) {
      if (word.startsWith(beginning) && this.index.count(word) > this.index.count(best))
        best = word;
    }
    return best;
  }

  correct({ words, unknown, concepts }) {
    if (!unknown.length || this.isEnglish(words)) return null;
    this.speller ??= this.makeSpeller();
    const apart = unknown.some((word) => this.speller.takeApart(word));
    const name = apart ? null : this.speller.name(words);
    if (name) return [name];
    const found = concepts.map((concept) => this.index.casesOf(concept));
    const shared = (word) => {
      const cases = this.index.cases(word);
      return found.reduce((sum, others) => sum + cases.filter((doc) => others.has(doc)).length, 0);
    };
    return this.speller.correct(words, new Set(unknown), shared);
  }

  makeSpeller() {
    const compounds = new Map(
      this.data.compounds.map((term) => [term.replace(" ", ""), term.split(" ")]),
    );
    const terms = [...this.synonyms.keys()].filter((term) => !term.includes(" "));
    const words = new Set([...this.index.words, ...terms]);
    return new Speller({
      words,
      compounds,
      isRight: (word) => words.has(word) || this.grammar.has(word) || this.placeWords.has(word),
      count: (word) => this.index.count(word),
      names: [...this.names.keys()],
    });
  }
}

function concept(words, alternatives, attribute) {
  return { words, alternatives, attribute, text: words.join(" ") };
}

// Concepts that ask for the same attribute become one; a repeated one counts once.
function joinConcepts(concepts) {
  const joined = new Map();
  for (const one of concepts) {
    const key = one.attribute?.kind === "attribute" ? one.attribute.id : one.words.join(" ");
    const first = joined.get(key);
    if (first && first.text !== one.text) {
      const alternatives = [...new Set([...first.alternatives, ...one.alternatives])];
      joined.set(key, concept([...first.words, ...one.words], alternatives, first.attribute));
    } else if (!first) joined.set(key, one);
  }
  return [...joined.values()];
}

// First word → the number of words of the longest term that begins with it.
function longestTerms(terms) {
  const longest = new Map();
  for (const term of terms) {
    const words = term.split(" ");
    longest.set(words[0], Math.max(words.length, longest.get(words[0]) ?? 0));
  }
  return longest;
}
