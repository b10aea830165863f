// The draft of a plan, kept in this browser and offered again; and a button to print.
// The form works alone; this only adds to it.
"use strict";

// A block of its own: scripts of one page share their names.
{
  const form = document.querySelector("form[data-plan]");
  const notice = document.querySelector("[data-draft]");
  const KEY = form && `rencana:${form.dataset.plan}`;
  const LATER = 400; // ms of quiet before keeping

  // Storage may be switched off, full, or gone in a private window: then nothing is kept.
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

  const written = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "s"));

  const put = (text) => {
    const values = new Map();
    for (const [name, value] of JSON.parse(text)) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!values.has(field.name) || field.type === "hidden") continue;
      if (field.type === "checkbox") field.checked = values.get(field.name).includes(field.value);
      else field.value = values.get(field.name)[0];
    }
  };

  if (form) {
    const kept = storage.get();
    if (kept && kept !== written()) {
      notice.hidden = false;
      notice.querySelector("[data-use]").addEventListener("click", () => {
        try {
          put(kept);
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
      timer = setTimeout(() => storage.set(written()), LATER);
    });
  }

  const print = document.querySelector("[data-print]");
  if (print) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
}
