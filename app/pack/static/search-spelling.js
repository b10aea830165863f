// Which word of the collection a reader may have meant by a misspelt word, as
// app/search/query/spelling.py has it.
"use strict";

const SHORTEST_WORD = 4;
const LONG_WORD = 8;
const SHORTEST_HALF = 3;

const allowedSlips = (length) => (length < SHORTEST_WORD ? 0 : length < LONG_WORD ? 1 : 2);

// The number of slips between two words: letters too many, missing, wrong, or two swapped
// (the optimal string alignment distance); more than most if there are more.
function slipsBetween(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let twoBefore = [];
  let before = Array.from({ length: other.length + 1 }, (_, n) => n);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const wrong = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(before[j] + 1, row[j - 1] + 1, before[j - 1] + wrong);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], twoBefore[j - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    twoBefore = before;
    before = row;
  }
  return before[other.length];
}

// The words that differ from a word by the fewest slips, at most some.
function nearestWords(word, words, most) {
  let fewest = most;
  let near = [];
  for (const other of words) {
    const slips = slipsBetween(word, other, fewest);
    if (slips < fewest) [fewest, near] = [slips, []];
    if (slips === fewest && slips > 0) near.push(other);
  }
  return near;
}

// Corrects words to words of the collection.
class Speller {
  // words: the known words. isRight: whether a word is right though no case may hold it.
  // compounds: two words written as one → the two. count: the number of cases with a word.
  // names: every name of a case, as one word.
  constructor({ words, isRight, compounds, count, names }) {
    this.words = words;
    this.isRight = isRight;
    this.compounds = compounds;
    this.count = count;
    this.names = names;
    this.candidates = [...words].filter((word) => !/^\d+$/.test(word));
    this.candidates.push(...[...compounds.keys()].filter((word) => !words.has(word)));
  }

  isKnown(word) {
    return this.words.has(word) || this.compounds.has(word);
  }

  // The name, as one word, that a whole query misspells.
  name(typed) {
    if (typed.every((word) => this.isRight(word))) return null;
    const joined = typed.join("");
    return this.best(
      joined,
      nearestWords(joined, this.names, allowedSlips(joined.length)),
      () => 0,
    );
  }

  // The words of a query with the unknown ones corrected; null if nothing can be.
  correct(words, unknown, shared) {
    const corrected = [];
    for (let at = 0; at < words.length; at++) {
      const word = words[at];
      const next = words[at + 1];
      const joined = next === undefined ? "" : word + next;
      if (joined && (unknown.has(word) || unknown.has(next)) && this.isKnown(joined)) {
        corrected.push(...(this.compounds.get(joined) ?? [joined]));
        at += 1;
      } else if (unknown.has(word)) {
        corrected.push(...(this.correctWord(word, shared) ?? [word]));
      } else {
        corrected.push(word);
      }
    }
    return corrected.join(" ") === words.join(" ") ? null : corrected;
  }

  correctWord(word, shared) {
    if (this.isRight(word)) return null;
    const apart = this.takeApart(word);
    if (apart || !/^\p{L}+$/u.test(word)) return apart;
    const near = nearestWords(word, this.candidates, allowedSlips(word.length));
    const best = this.best(word, near, shared);
    return best === null ? null : this.words.has(best) ? [best] : this.compounds.get(best);
  }

  // The words that were written as one word, without a slip; null if it is no such word.
  takeApart(word) {
    if (this.isRight(word)) return null;
    if (this.compounds.has(word)) return this.compounds.get(word);
    return /^\p{L}+$/u.test(word) ? this.split(word) : this.lettersAndDigits(word);
  }

  // Letters and digits that were written together (covid19), or a 2 that doubles a word (ibu2).
  lettersAndDigits(word) {
    const doubled = /^(\p{L}{2,})2(?:nya|an|ku|mu)?$/u.exec(word);
    if (doubled && this.isRight(doubled[1])) return [doubled[1]];
    const runs = word.match(/\d+|\p{L}+/gu) ?? [];
    const known = runs.every((run) => /^\d/.test(run) || this.isKnown(run));
    if (!known || runs.length < 2) return null;
    return runs.flatMap((run) => this.compounds.get(run) ?? [run]);
  }

  split(word) {
    const pairs = [];
    for (let end = SHORTEST_HALF; end <= word.length - SHORTEST_HALF; end++) {
      const pair = [word.slice(0, end), word.slice(end)];
      if (pair.every((half) => this.words.has(half))) pairs.push(pair);
    }
    const rarer = (pair) => Math.min(...pair.map(this.count));
    return pairs.reduce((a, b) => (a && rarer(a) >= rarer(b) ? a : b), null);
  }

  // Of equally near words one with the same first letter, as people seldom get it wrong; then
  // the one that most cases hold together with the rest of the query; then the commonest.
  best(word, near, shared) {
    const order = (other) => [other[0] === word[0] ? 1 : 0, shared(other), this.count(other)];
    return near.reduce((a, b) => {
      if (a === null) return b;
      const [one, two] = [order(a), order(b)];
      const n = one.findIndex((value, at) => value !== two[at]);
      return (n < 0 ? a > b : one[n] > two[n]) ? a : b;
    }, null);
  }
}
