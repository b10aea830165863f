// Stores the reader's own shortlist in this browser, and offers it on pages whose address has
// none. The list itself lives in addresses: all works without this script.
"use strict";

const { list, title, offer, copy, copied, added, removed, moved } = document.currentScript.dataset;
const KEY = "daftar-pilihan";
const NEWS = "kabar-daftar";
// A test compares these two with app/web/site/shortlist.py and app/collection/case.py.
const MOST = 12;
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const usable = (slugs) =>
  [...new Set(slugs)].filter((slug) => typeof slug === "string" && SLUG.test(slug)).slice(0, MOST);

const slugsOf = (address) => {
  const parameters = new URL(address, location.href).searchParams;
  return usable(parameters.has("daftar") ? parameters.getAll("daftar") : parameters.getAll("s"));
};

// The storage may be forbidden, or hold something that this script didn't write.
const storedSlugs = () => {
  try {
    const slugs = JSON.parse(localStorage.getItem(KEY));
    return Array.isArray(slugs) ? usable(slugs) : [];
  } catch {
    return [];
  }
};

// The storage may be forbidden or full; the list then stays in the address alone.
const store = (slugs) => {
  try {
    if (slugs.length) localStorage.setItem(KEY, JSON.stringify(slugs));
    else localStorage.removeItem(KEY);
  } catch {}
};

// What a link makes of the list, for the page that it leads to.
const newsOf = (link, slugs) => {
  const more = slugs.length - slugsOf(location.href).length;
  const heading = link.closest(".card, main").querySelector("h1, h3");
  const text = { "1": added, "-1": removed, "0": moved }[more] ?? "";
  // Only cards have a link that moves a case; their heading leads to the case.
  const slug = heading.querySelector("a")?.pathname.split("/").pop();
  const number = more ? slugs.length : slugs.indexOf(slug) + 1;
  return text.replace("{}", heading.textContent).replace("{}", number);
};

// Only the links that change the list store it: opening another person's link does not replace
// the reader's own list.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-keep]");
  if (!link) return;
  const slugs = slugsOf(link.href);
  store(slugs);
  try {
    sessionStorage.setItem(NEWS, newsOf(link, slugs));
  } catch {} // forbidden; the page itself shows what became of the case
});

// Screen readers speak a change of a status, not a status that is there from the start.
try {
  const news = sessionStorage.getItem(NEWS);
  sessionStorage.removeItem(NEWS);
  if (news) {
    const status = document.createElement("p");
    status.className = "sr";
    status.setAttribute("role", "status");
    document.body.append(status);
    setTimeout(() => (status.textContent = news), 200);
  }
} catch {}

const stored = storedSlugs();
if (stored.length && !slugsOf(location.href).length) {
  const link = document.createElement("a");
  link.href = `${list}?${new URLSearchParams(stored.map((slug) => ["s", slug]))}`;
  link.textContent = offer.replace("{}", stored.length);
  // The page of the list would say that it is empty: it opens the reader's own instead.
  if (location.pathname === list) location.replace(link.href);
  // The menu leads to the list that the reader has, not to an empty one.
  for (const item of document.querySelectorAll(`header.site a[href="${list}"]`)) item.href = link.href;
  const nav = document.createElement("nav");
  nav.className = "wrap crumb no-print";
  nav.setAttribute("aria-label", title);
  nav.append(link);
  document.querySelector("header.site").after(nav);
}

// Beside the address of the list, or of the page: a button that copies it. An address that the
// reader has just asked for is selected.
const share = document.querySelector("input#tautan[readonly]");
if (share && location.hash === "#tautan") share.select();
if (share && navigator.clipboard) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn2 mini";
  button.textContent = copy;
  const status = document.createElement("span");
  status.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(share.value);
      status.textContent = ` ${copied}`;
    } catch {
      share.select(); // copying may be forbidden; the reader then copies what is selected
    }
  });
  share.after(button, status);
}
