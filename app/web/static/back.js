// On the page of a case that was opened from results: “Cari” above it leads back to them, in
// place. Without this script it leads to an empty search. The page itself is the same for every
// reader, so that it can be stored.
"use strict";

// In a block of its own: scripts of a page share their names.
{
  const KEY = "hasil";
  const link = document.querySelector("a[data-results]");
  const own = (address) => URL.canParse(address) && new URL(address).origin === location.origin;

  // The results from which the reader came, also by way of other pages: they stay with the tab until
  // the reader comes from elsewhere. The storage may be forbidden.
  const lastResults = () => {
    const came = own(document.referrer) ? new URL(document.referrer) : null;
    const fromResults = came?.pathname === new URL(link.href).pathname;
    try {
      if (fromResults) sessionStorage.setItem(KEY, came.href);
      else if (!came) sessionStorage.removeItem(KEY);
      return sessionStorage.getItem(KEY);
    } catch {
      return fromResults ? came.href : null;
    }
  };

  const results = link && lastResults();
  if (results && own(results)) {
    const address = new URL(results);
    const list = new URL(location.href).searchParams.getAll("s");
    // The list that the reader has now.
    if (list.join() !== address.searchParams.getAll("s").join()) {
      address.searchParams.delete("s");
      for (const slug of list) address.searchParams.append("s", slug);
    }
    const query = address.searchParams.get("q")?.trim();
    link.textContent = query ? `${link.dataset.results}: ${query}` : link.dataset.results;
    // At the case in the list; where the browser knows its history, exactly where the reader was.
    const slug = location.pathname.split("/").pop();
    link.href = `${address}#k-${slug}`;
    link.addEventListener("click", (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      const entries = globalThis.navigation?.entries() ?? [];
      const current = globalThis.navigation?.currentEntry?.index ?? 0;
      const entry = entries.slice(0, current).findLast(({ url }) => url?.split("#")[0] === address.href);
      if (!entry) return;
      event.preventDefault();
      navigation.traverseTo(entry.key);
    });
  }
}
