// Completions under the search box: a combobox with a list, as ARIA 1.2 describes it.
// The form works without this script.
"use strict";

const WAIT = 120; // how long typing must pause before a request, in ms

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = `${input.id}-saran`;
  list.className = "suggest";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.dataset.label);
  const status = document.createElement("p");
  status.className = "sr";
  status.setAttribute("role", "status");
  input.form.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer = 0;
  let request = null;
  let active = -1;

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  // Closes the list, and drops an answer on its way, which would open the list again.
  const stop = () => {
    clearTimeout(timer);
    request?.abort();
    close();
  };

  const choose = (number) => {
    const options = list.children;
    active = (number + options.length) % options.length;
    for (const option of options) option.setAttribute("aria-selected", "false");
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((suggestion, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.url = suggestion.url;
        option.append(suggestion.text);
        const detail = document.createElement("small");
        detail.append(suggestion.detail || input.dataset[suggestion.kind] || "");
        option.append(" ", detail);
        return option;
      }),
    );
    status.textContent = input.dataset.count.replace("{}", suggestions.length);
    if (!suggestions.length) return close();
    active = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.removeAttribute("aria-activedescendant");
  };

  const ask = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const url = `${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`;
      const response = await fetch(url, { signal: request.signal });
      if (response.ok) show((await response.json()).suggestions);
    } catch {
      close(); // no network, or a newer request; the form works all the same
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (input.value.trim().length < 2) return stop();
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (active < 0) choose(event.key === "ArrowDown" ? 0 : -1);
      else choose(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") {
      event.preventDefault();
      stop();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(list.children[active].dataset.url);
    }
  });
  input.addEventListener("blur", stop);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.url);
  });
}
