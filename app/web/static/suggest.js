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
  let offered = []; // the suggestions in the list
  let active = -1; // the number of the option that the arrow keys have reached; -1: none

  const deactivate = () => {
    for (const option of list.children) option.setAttribute("aria-selected", "false");
    active = -1;
    input.removeAttribute("aria-activedescendant");
  };

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    deactivate();
  };

  // Closes the list, and drops an answer on its way, which would open the list again.
  const stop = () => {
    clearTimeout(timer);
    request?.abort();
    close();
  };

  const activate = (number) => {
    const options = list.children;
    deactivate();
    active = (number + options.length) % options.length;
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  };

  // Opens the case, the theme or the catalogue, or searches for the text. Filters, order and
  // shortlist stay: they are hidden fields of the form, and the pages that open take the
  // shortlist (s).
  const choose = (number) => {
    const { kind, url, text } = offered[number];
    stop();
    if (["case", "theme", "catalogue"].includes(kind)) {
      const address = new URL(url, location.href);
      for (const slug of new FormData(input.form).getAll("s")) {
        address.searchParams.append("s", slug);
      }
      location.assign(address);
    } else {
      input.value = text;
      input.form.submit();
    }
  };

  // Beside the text: the place of a case, the kind and the number of cases of others, the place
  // and the mark of a name without a case.
  const detailOf = ({ kind, detail, count }) => {
    const number = count.toLocaleString(document.documentElement.lang);
    const words = (input.dataset[kind] || "").replace("{}", number);
    return [detail, words].filter(Boolean).join(" · ");
  };

  const show = (suggestions) => {
    offered = suggestions;
    list.replaceChildren(
      ...suggestions.map((suggestion, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.append(suggestion.text);
        const detail = document.createElement("small");
        detail.append(detailOf(suggestion));
        option.append(" ", detail);
        return option;
      }),
    );
    status.textContent = input.dataset.count.replace("{}", suggestions.length);
    if (!suggestions.length) return close();
    deactivate();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
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
    deactivate();
    if (input.value.trim().length < 2) return stop();
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("keydown", (event) => {
    // While an input method composes a word, Enter, Escape and the arrows belong to it. Some
    // browsers report that only by the key code 229.
    if (list.hidden || event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (active < 0) activate(event.key === "ArrowDown" ? 0 : -1);
      else activate(active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      deactivate(); // the browser moves the caret in the box
    } else if (event.key === "Escape") {
      event.preventDefault();
      stop();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(active);
    }
  });
  input.addEventListener("blur", stop);
  input.form.addEventListener("submit", stop);
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose([...list.children].indexOf(option));
  });
  // Back may restore a page as it was left, with the text of the search that followed it.
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    stop();
    input.value = input.defaultValue;
  });
}
