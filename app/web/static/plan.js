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

  const NAMES = new Set(["s", "tautan", "tambah", "hitung"]);
  const pairs = () => [...new FormData(form)].filter(([name]) => !NAMES.has(name));
  const typed = () => JSON.stringify(pairs());
  const filled = (list) => JSON.stringify(list.filter(([, value]) => value));

  // Rows that the page does not show come back with the whole form, from the server.
  const restore = (list) => {
    const values = new Map();
    for (const [name, value] of list) values.set(name, [...(values.get(name) ?? []), value]);
    if ([...values.keys()].some((name) => !form.elements.namedItem(name))) return restoreAll(list);
    for (const field of form.elements) {
      if (!values.has(field.name) || field.type === "hidden") continue;
      if (field.type === "checkbox") field.checked = values.get(field.name).includes(field.value);
      else field.value = values.get(field.name)[0];
    }
    for (const more of form.querySelectorAll("details")) more.open = true;
  };

  const restoreAll = (list) => {
    const whole = document.createElement("form");
    whole.method = "post";
    whole.action = location.pathname + location.search;
    for (const [name, value] of [["s", form.dataset.plan], ...list]) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      whole.append(field);
    }
    whole.hidden = true;
    document.body.append(whole);
    whole.submit();
  };

  const stored = () => {
    try {
      const list = JSON.parse(storage.get());
      return Array.isArray(list) ? list : null;
    } catch {
      return null;
    }
  };

  // The answer to a form that was sent shows what was typed already.
  const draft = "sent" in form.dataset ? null : stored();
  if (draft && filled(draft) !== filled(pairs())) {
    notice.hidden = false;
    const first = () => form.querySelector("textarea, input:not([type=hidden])").focus();
    notice.querySelector("[data-use]").addEventListener("click", () => {
      notice.hidden = true;
      restore(draft);
      first();
    });
    notice.querySelector("[data-drop]").addEventListener("click", () => {
      storage.drop();
      notice.hidden = true;
      first();
    });
  }
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => storage.set(typed()), WAIT);
  });
}
