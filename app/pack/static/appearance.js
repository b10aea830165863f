// Light or dark as the reader chose in this browser; else as the device says. It runs in the head,
// so that no page flashes in the other colours.
"use strict";

{
  const KEY = "tema";
  const root = document.documentElement;

  // The storage may be forbidden; the choice then lasts as long as the page.
  const stored = () => {
    try {
      return localStorage.getItem(KEY) ?? "";
    } catch {
      return "";
    }
  };

  const show = (choice) => {
    if (choice === "light" || choice === "dark") root.dataset.theme = choice;
    else delete root.dataset.theme;
  };

  show(stored());

  document.addEventListener("DOMContentLoaded", () => {
    const buttons = [...document.querySelectorAll("[data-appearance] button")];
    const press = (choice) => {
      for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === choice));
    };
    for (const button of buttons) {
      button.parentElement.hidden = false;
      button.addEventListener("click", () => {
        show(button.value);
        press(button.value);
        try {
          localStorage.setItem(KEY, button.value);
        } catch {}
      });
    }
    press(root.dataset.theme ?? "");
  });
}
