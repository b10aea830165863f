// Filters: which cases have the chosen values, and how many would be left by each value.
"use strict";

const RANGE = /^(\d{4})?-(\d{4})?$/;

class Filters {
  // facets: of search_export.py: facet → values with their cases, and how they are joined.
  constructor(facets) {
    this.facets = facets;
    this.sets = new Map();
  }

  has(key, value) {
    if (!Object.hasOwn(this.facets, key)) return false;
    const isRange = key === "year" && value !== "-" && RANGE.test(value);
    return isRange || Object.hasOwn(this.facets[key].values, value);
  }

  // The cases with a value of a facet, or in a range of years.
  cases(key, value) {
    const name = `${key} ${value}`;
    if (!this.sets.has(name)) {
      const values = this.covered(key, value);
      const docs = values.flatMap((one) => fromSteps(this.facets[key].values[one] ?? []));
      this.sets.set(name, new Set(docs));
    }
    return this.sets.get(name);
  }

  covered(key, value) {
    const range = key === "year" && RANGE.exec(value);
    if (!range) return [value];
    const [, first = "0", last = "9999"] = range;
    const years = Object.keys(this.facets.year.values);
    return years.filter((year) => /^\d{4}$/.test(year) && year >= first && year <= last);
  }

  // For each choice (a facet, or islands and provinces together) whether a case has it.
  // chosen: facet → values.
  tests(chosen) {
    const choices = new Map();
    for (const [key, values] of chosen) {
      const { choice, joined } = this.facets[key];
      const sets = values.map((value) => this.cases(key, value));
      const parts = choices.get(choice) ?? [];
      choices.set(choice, [...parts, { joined, sets }]);
    }
    const tests = new Map();
    for (const [choice, parts] of choices) {
      tests.set(choice, (doc) =>
        parts.some(({ joined, sets }) => {
          const has = (set) => set.has(doc);
          return joined === "all" ? sets.every(has) : sets.some(has);
        }),
      );
    }
    return tests;
  }

  // Those of some cases that have the chosen values.
  passing(docs, chosen) {
    const tests = [...this.tests(chosen).values()];
    return docs.filter((doc) => tests.every((test) => test(doc)));
  }

  // How many of some cases have each of some values under the other filters: a facet's own
  // choice doesn't count, unless each of its values is a wish of its own.
  counter(docs, chosen) {
    const tests = this.tests(chosen);
    const left = new Map();
    return (key, value) => {
      const { choice, joined } = this.facets[key];
      const own = joined === "all" ? null : choice;
      if (!left.has(own)) {
        const others = [...tests].filter(([other]) => other !== own).map(([, test]) => test);
        left.set(
          own,
          docs.filter((doc) => others.every((test) => test(doc))),
        );
      }
      const cases = this.cases(key, value);
      return left.get(own).filter((doc) => cases.has(doc)).length;
    };
  }
}
