// Stores the draft of a plan in this browser, and offers it on the next visit.
// The form works without this script.
"use strict";

// Scripts of a page share their names, so this one has a block.
{
  const form = document.querySelector("form[data-plan]");
  const notice = document.querySelector("[data-draft]");
  const KEY = `rencana:${form.dataset.plan}`;
  const WAIT = 400; // how long typing must pause before the draft is stored, in ms

  // The storage may be forbidden or full; the draft then stays in the form alone.
  const storage = {
    get() {
      try {
        return localStorage.getItem(KEY);
      } catch {
        return null;
      }
    },
    set(text) {
      try {
        localStorage.setItem(KEY, text);
      } catch {}
    },
    drop() {
      try {
        localStorage.removeItem(KEY);
      } catch {}
    },
  };

  const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "s"));

  const restore = (text) => {
    const values = new Map();
    for (const [name, value] of JSON.parse(text)) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!values.has(field.name) || field.type === "hidden") continue;
      if (field.type === "checkbox") field.checked = values.get(field.name).includes(field.value);
      else field.value = values.get(field.name)[0];
    }
  };

  const draft = storage.get();
  if (draft && draft !== typed()) {
    notice.hidden = false;
    notice.querySelector("[data-use]").addEventListener("click", () => {
      try {
        restore(draft);
      } catch {
        storage.drop();
      }
      notice.hidden = true;
      form.querySelector("textarea, input:not([type=hidden])").focus();
    });
    notice.querySelector("[data-drop]").addEventListener("click", () => {
      storage.drop();
      notice.hidden = true;
      form.querySelector("textarea, input:not([type=hidden])").focus();
    });
  }
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => storage.set(typed()), WAIT);
  });
}
