// Keeps the reader's own list in this browser and offers it again where the address has
// none. A convenience only: the list lives in the address, and all works without this.
"use strict";

const { list, title, offer, copy, copied } = document.currentScript.dataset;
const KEY = "daftar-pilihan";
const MOST = 12;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const usable = (slugs) =>
  [...new Set(slugs)].filter((slug) => typeof slug === "string" && SLUG.test(slug)).slice(0, MOST);

const slugsOf = (address) => {
  const given = new URL(address, location.href).searchParams;
  return usable(given.has("daftar") ? given.getAll("daftar") : given.getAll("s"));
};

// Storage may be full, forbidden or spoilt: then there is nothing kept.
const kept = () => {
  try {
    const held = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(held) ? usable(held) : [];
  } catch {
    return [];
  }
};

const keep = (slugs) => {
  try {
    if (slugs.length) localStorage.setItem(KEY, JSON.stringify(slugs));
    else localStorage.removeItem(KEY);
  } catch {
    // as above
  }
};

// Only what the reader does to a list is kept, so that opening somebody else's link
// doesn't replace it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-keep]");
  if (link) keep(slugsOf(link.href));
});

const mine = kept();
if (mine.length && !slugsOf(location.href).length) {
  const link = document.createElement("a");
  link.href = `${list}?${new URLSearchParams(mine.map((slug) => ["s", slug]))}`;
  link.textContent = offer.replace("{}", mine.length);
  const nav = document.createElement("nav");
  nav.className = "wrap crumb no-print";
  nav.setAttribute("aria-label", title);
  nav.append(link);
  document.querySelector("header.site").after(nav);
}

const share = document.querySelector("input#tautan[readonly]");
if (share && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn2 mini";
  button.textContent = copy;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(share.value);
    status.textContent = ` ${copied}`;
  });
  share.after(button, status);
}
