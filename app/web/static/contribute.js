// Keeps what was typed into the form for a new case in this browser, and offers it on the next
// visit. The form works without this script.
"use strict";

// Scripts of a page share their names, so this one has a block.
{
  const form = document.querySelector("form[data-proposal]");
  const offer = document.querySelector("[data-draft]");
  const kept = document.querySelector("[data-kept]");
  const KEY = "usulan";
  const WAIT = 400; // how long typing must pause before the form is stored, in ms

  const isText = (value) => typeof value === "string";
  const value = (list, name) => list.find(([other]) => other === name)?.[1] ?? "";

  // What was typed in the other steps: name of a field → its texts.
  const others = (list) => JSON.parse(value(list, "isian") || "{}").isian ?? {};

  // The storage may be forbidden, full or damaged; what was typed then stays in the form alone.
  const storage = {
    get() {
      try {
        const list = JSON.parse(localStorage.getItem(KEY));
        others(list); // can be read
        return list.every((pair) => pair.length === 2 && pair.every(isText)) ? list : null;
      } catch {
        return null;
      }
    },
    set(pairs) {
      try {
        localStorage.setItem(KEY, JSON.stringify(pairs));
      } catch {}
    },
    drop() {
      try {
        localStorage.removeItem(KEY);
      } catch {}
    },
  };

  const pairs = () => [...new FormData(form)];
  const typed = (list) => {
    const fields = list.filter(([name, text]) => text && name !== "isian" && name !== "langkah");
    return JSON.stringify([fields, others(list)]);
  };
  const isEmpty = (list) => typed(list) === "[[],{}]";
  const titleOf = (list) => value(list, "title") || others(list).title?.[0];

  // The server makes the page of the step that was left, with everything that was typed.
  const reopen = (list) => {
    const whole = document.createElement("form");
    whole.method = "post";
    whole.action = form.dataset.proposal;
    for (const [name, text] of [...list, ["ke", value(list, "langkah")]]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = text;
      whole.append(field);
    }
    whole.hidden = true;
    document.body.append(whole);
    whole.submit();
  };

  const showKept = () => {
    if (kept) kept.hidden = storage.get() === null;
  };

  let timer = 0;
  const store = () => {
    clearTimeout(timer);
    const list = pairs();
    if (!isEmpty(list)) storage.set(list);
    showKept();
  };

  const stored = storage.get();
  const isSent = "sent" in form.dataset;
  if (isSent) {
    // The answer of the server shows what was typed, so it is the newest.
    store();
  } else if (offer && stored && !isEmpty(stored) && typed(stored) !== typed(pairs())) {
    const title = titleOf(stored);
    if (title) offer.querySelector("[data-name]").textContent = title;
    offer.hidden = false;
    offer.querySelector("[data-use]").addEventListener("click", () => reopen(stored));
    offer.querySelector("[data-drop]").addEventListener("click", () => {
      storage.drop();
      offer.hidden = true;
      showKept();
      form.querySelector("input:not([type=hidden])").focus();
    });
  }
  showKept();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    // What is on offer isn't overwritten before the visitor has chosen.
    if (!offer || offer.hidden) timer = setTimeout(store, WAIT);
  });
  kept?.querySelector("[data-drop-kept]").addEventListener("click", () => {
    clearTimeout(timer);
    storage.drop();
    showKept();
  });
}
