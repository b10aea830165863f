// The list of cases, narrowed to those that have all the words typed, here or in the address.
"use strict";

{
  const form = document.querySelector("[data-filter]");
  const input = form.querySelector("input");
  const status = document.querySelector("[data-count]");
  const entries = [...document.querySelectorAll("[data-cases] > li")];
  const texts = entries.map((entry) => entry.textContent.toLowerCase());

  const show = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const [number, entry] of entries.entries()) {
      entry.hidden = !words.every((word) => texts[number].includes(word));
      if (!entry.hidden) found += 1;
    }
    status.textContent = words.length ? status.dataset.count.replace("{}", found) : "";
  };

  const parameters = () => new URLSearchParams(location.hash.slice(1) || location.search);
  const read = () => {
    input.value = parameters().get("q") ?? "";
    show();
  };

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  addEventListener("hashchange", read);
  read();
}
