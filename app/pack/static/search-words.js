// Words and stems of Indonesian, as app/search/language.py has them: what is typed meets what
// the site's analysis put into the index.
"use strict";

const APOSTROPHES = "'’‘ʼ`´";
const INVISIBLE =
  "\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e" +
  "\\u2060-\\u2064\\u2066-\\u206f\\ufe00-\\ufe0f\\ufeff";
const DROPPED = new RegExp(`[${APOSTROPHES}${INVISIBLE}]`, "gu");
const LETTERS = `(?:[\\p{L}\\p{N}][\\u0300-\\u036f${INVISIBLE}]*)+`;
const WORD = new RegExp(`${LETTERS}(?:[${APOSTROPHES}]${LETTERS})*`, "gu");
const LONGEST_WORD = 80;

// A word in lower case, without accents, apostrophes and signs.
function foldWord(word) {
  const plain = word.replace(DROPPED, "").normalize("NFKD").toLowerCase();
  return plain.replace(/[^\p{L}\p{N}]/gu, "");
}

// The words of a text, folded.
function wordsOf(text) {
  const words = Array.from(text.match(WORD) ?? [], foldWord);
  return words.filter(Boolean).map((word) => word.slice(0, LONGEST_WORD));
}

// A prefix and a suffix that no word has together.
const FORBIDDEN = new Set(["be i", "di an", "ke i", "ke kan", "me an", "se i", "se kan", "te an"]);
const MOST_PREFIXES = 3;

// Finds the stems of words: from the words of the collection, or by taking off affixes until a
// stem of the collection is left that is an Indonesian root.
class Stemmer {
  // stems: word → stem; roots: the stems that are roots.
  constructor(stems, roots) {
    this.stems = stems;
    this.roots = roots;
  }

  stem(word) {
    const known = this.stems.get(word);
    if (known || word.length < 4) return known ?? word;
    const found = [];
    for (const [base, suffix] of withoutSuffixes(word)) this.derive(found, base, suffix, 0, false);
    if (!found.length && /^(n|m)/.test(word)) {
      // Spoken Indonesian drops the "me-" (ngurus, nulis), and also hides a c (nyari, of cari).
      this.derive(found, `me${word}`, "", 0, false);
      if (word.startsWith("ny")) this.derive(found, `c${word.slice(2)}`, "", 1, false);
    }
    return found.length ? found.reduce((a, b) => (isBetter(b, a) ? b : a)).root : word;
  }

  // Adds the roots that a word may come from.
  derive(found, word, suffix, prefixes, unlikely) {
    if (word.length < 3) return;
    if (this.roots.has(word)) found.push({ order: [unlikely, -word.length, prefixes], root: word });
    if (prefixes === MOST_PREFIXES) return;
    for (const [prefix, rest, seldom] of withoutPrefix(word)) {
      // Only the outermost prefix and the suffix exclude each other: ke-ter-lambat-an.
      if (prefixes || !FORBIDDEN.has(`${prefix} ${suffix}`)) {
        this.derive(found, rest, suffix, prefixes + 1, unlikely || seldom);
      }
    }
  }
}

function isBetter(one, other) {
  for (let n = 0; n < one.order.length; n++) {
    if (one.order[n] !== other.order[n]) return one.order[n] < other.order[n];
  }
  return one.root < other.root;
}

// The word without particle, possessive and suffix, as [rest, suffix taken off].
function withoutSuffixes(word) {
  const bases = [word];
  for (const endings of [
    ["lah", "kah", "tah", "pun"],
    ["nya", "ku", "mu"],
  ]) {
    for (const base of [...bases]) {
      for (const end of endings) if (base.endsWith(end)) bases.push(base.slice(0, -end.length));
    }
  }
  return bases.flatMap((base) => {
    const suffixes = ["an", "kan", "i"].filter((suffix) => base.endsWith(suffix));
    return [[base, ""], ...suffixes.map((suffix) => [base.slice(0, -suffix.length), suffix])];
  });
}

const isVowel = (letter) => "aeiou".includes(letter) && letter !== "";

// The word without its first prefix, as [prefix, rest, whether that is seldom right].
function withoutPrefix(word) {
  const prefix = word.slice(0, 2);
  const rest = word.slice(2);
  const first = rest.slice(0, 1);
  const vowelNext = isVowel(rest.slice(1, 2));
  const nasal = prefix === "me" || prefix === "pe";
  if (["di", "ke", "se"].includes(prefix)) return [[prefix, rest, false]];
  if (["be", "te", "pe"].includes(prefix) && "rl".includes(first) && first) {
    return [
      [prefix, rest.slice(1), vowelNext && first === "l"],
      [prefix, rest, vowelNext && first === "r"],
    ];
  }
  if (prefix === "be") return [[prefix, rest, false]];
  if (nasal && rest.startsWith("ng")) {
    const found = [[prefix, rest.slice(2), false]];
    if (isVowel(rest.slice(2, 3))) found.push([prefix, `k${rest.slice(2)}`, true]);
    if (rest.startsWith("nge")) found.push([prefix, rest.slice(3), false]);
    return found;
  }
  if (nasal && rest.startsWith("ny")) {
    return [
      [prefix, `s${rest.slice(2)}`, false],
      [prefix, rest, false],
    ];
  }
  if (nasal && (first === "m" || first === "n")) {
    if (!vowelNext && !rest.startsWith("mr")) return [[prefix, rest.slice(1), false]];
    return [
      [prefix, rest, false],
      [prefix, (first === "m" ? "p" : "t") + rest.slice(1), false],
    ];
  }
  return nasal ? [[prefix, rest, false]] : [];
}
