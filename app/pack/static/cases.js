// Loads what comparison and plan show of a case. It stands in a script of fifty cases, since a page
// that no server sent can load nothing else; the scripts are sorted, and named by their first case.
"use strict";

const casePart = (() => {
  const firsts = JSON.parse(document.currentScript.dataset.firsts);
  const parts = new Map();

  // Called by such a script: for each case its column in the comparison, then its plan.
  globalThis.pustakaCases = (slugs, html) => {
    const pieces = html.split("\u001e");
    for (const [number, slug] of slugs.entries()) {
      parts.set(slug, { column: pieces[2 * number], plan: pieces[2 * number + 1] });
    }
  };

  const load = (slug) =>
    new Promise((resolve) => {
      const number = firsts.filter((first) => first <= slug).length - 1;
      if (parts.has(slug) || number < 0) return resolve();
      const script = document.createElement("script");
      script.src = `aset/kasus-${number}.js`;
      script.addEventListener("load", resolve);
      script.addEventListener("error", resolve);
      document.head.append(script);
    });

  // The "column" or "plan" of a case, as a fragment; nothing if the pack lacks it.
  return async (slug, name) => {
    await load(slug);
    if (!parts.has(slug)) return undefined;
    const template = document.createElement("template");
    template.innerHTML = parts.get(slug)[name];
    return template.content;
  };
})();
