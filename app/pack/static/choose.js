// The cases that the reader compares: chosen by buttons, stored in this browser, and named behind
// the # of the link to the comparison.
"use strict";

const CHOSEN_KEY = "bandingkan";
const MOST_CHOSEN = 4;

// The storage may be forbidden, or hold something that this script didn't write.
const chosenSlugs = () => {
  try {
    const slugs = JSON.parse(localStorage.getItem(CHOSEN_KEY));
    return Array.isArray(slugs) ? slugs.filter((slug) => /^[a-z0-9-]+$/.test(slug)).slice(0, MOST_CHOSEN) : [];
  } catch {
    return [];
  }
};

const storeChosen = (slugs) => {
  try {
    localStorage.setItem(CHOSEN_KEY, JSON.stringify(slugs));
  } catch {}
};

{
  const line = document.querySelector("[data-chosen]");
  const link = line.querySelector("a");
  const text = link.textContent;
  const full = document.createElement("span");
  line.append(" ", full);
  const address = link.getAttribute("href");
  let slugs = chosenSlugs();

  const show = () => {
    link.hidden = slugs.length === 0;
    link.textContent = text.replace("{}", slugs.length);
    link.href = `${address}#${new URLSearchParams(slugs.map((slug) => ["s", slug]))}`;
    for (const button of document.querySelectorAll("[data-choose]")) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(slugs.includes(button.dataset.choose)));
    }
  };

  // One listener for all buttons: a script may add more cards to the page.
  document.addEventListener("click", (event) => {
    const slug = event.target.closest("[data-choose]")?.dataset.choose;
    if (!slug) return;
    const refused = slugs.length >= MOST_CHOSEN && !slugs.includes(slug);
    full.textContent = refused ? line.dataset.full : "";
    if (refused) return;
    slugs = slugs.includes(slug) ? slugs.filter((other) => other !== slug) : [...slugs, slug];
    storeChosen(slugs);
    show();
  });

  // Other pages of the pack may have changed the list meanwhile.
  addEventListener("pageshow", () => {
    slugs = chosenSlugs();
    show();
  });
  document.addEventListener("pustaka:kartu", show);
}
