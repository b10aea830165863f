// Fills the tables of the comparison with the columns of the chosen cases.
"use strict";

{
  const page = document.querySelector("[data-comparison]");
  const find = (name) => page.querySelector(`[data-${name}]`);
  const [status, chips, tables] = ["status", "chosen-cases", "tables"].map(find);
  const gap = find("gap").content.firstElementChild;
  const narrow = document.querySelector("link[media^='screen']");
  const WIDTHS = { 2: "39.99em", 3: "51.99em", 4: "61.99em" };
  const empty = tables.cloneNode(true);
  const columns = new Map();

  const named = () => {
    const slugs = new URLSearchParams(location.hash.slice(1)).getAll("s");
    const usable = [...new Set(slugs)].filter((slug) => /^[a-z0-9-]+$/.test(slug)).slice(0, MOST_CHOSEN);
    return usable.length ? usable : chosenSlugs();
  };

  const keep = (slugs) => {
    storeChosen(slugs);
    location.hash = new URLSearchParams(slugs.map((slug) => ["s", slug]));
    if (!slugs.length) show();
  };

  const chip = (slug, slugs, title) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn2 mini";
    button.textContent = `${chips.dataset.remove}: ${title}`;
    button.addEventListener("click", () => keep(slugs.filter((other) => other !== slug)));
    item.append(button);
    return item;
  };

  // A row of the tables: shown where the cases differ, else told in a line below them.
  const fill = (row, parts, told) => {
    const key = row.dataset.row;
    const cells = parts.map((part) => part.querySelector(`[data-row="${key}"]`));
    const words = cells.map((cell) => cell?.dataset.words ?? "");
    const name = row.querySelector("th").textContent;
    if (words.every((text) => !text)) told.unknown.push(name.toLowerCase());
    else if (new Set(words).size === 1) told.same.push(`${name}: ${words[0]}`);
    else {
      for (const [number, cell] of cells.entries()) {
        const data = (cell?.querySelector("td") ?? gap).cloneNode(true);
        data.dataset.k = parts[number].querySelector("th").textContent;
        row.append(data);
      }
      return;
    }
    row.remove();
  };

  const draw = (parts) => {
    const told = { same: [], unknown: [] };
    for (const table of tables.querySelectorAll("table")) {
      table.tHead.rows[0].append(...parts.map((part) => part.querySelector("th").cloneNode(true)));
      for (const row of [...table.tBodies[0].rows]) fill(row, parts, told);
      if (!table.tBodies[0].rows.length) table.closest("section").remove();
    }
    for (const [name, texts] of Object.entries(told)) {
      const line = tables.querySelector(`[data-${name}]`);
      line.append(` ${texts.join("; ")}.`);
      line.hidden = !texts.length;
    }
    tables.querySelector("[data-rest]").hidden = !told.same.length && !told.unknown.length;
    narrow.media = `screen and (max-width:${WIDTHS[parts.length]})`;
  };

  const show = async () => {
    const slugs = named();
    for (const slug of slugs) {
      if (!columns.has(slug)) columns.set(slug, await casePart(slug, "column"));
    }
    const missing = slugs.filter((slug) => !columns.get(slug));
    const found = slugs.filter((slug) => !missing.includes(slug));
    const parts = found.map((slug) => columns.get(slug));
    const titles = parts.map((part) => part.querySelector("th").textContent);
    chips.replaceChildren(...found.map((slug, number) => chip(slug, found, titles[number])));
    tables.replaceChildren(...empty.cloneNode(true).childNodes);
    tables.hidden = parts.length < 2;
    if (parts.length >= 2) draw(parts);
    const texts = [];
    if (missing.length) texts.push(status.dataset.broken.replace("{}", missing.join(", ")));
    if (parts.length === 1) texts.push(status.dataset.one.replace("{}", titles[0]));
    if (!slugs.length) texts.push(status.dataset.none);
    status.textContent = texts.join(" ");
  };

  addEventListener("hashchange", show);
  show();
}
