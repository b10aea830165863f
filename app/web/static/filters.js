// Offers the names of all kabupaten and kota in the box of the filter, once it is entered, and
// leaves empty boxes out of the address of the results. The form works without this script.
"use strict";

for (const input of document.querySelectorAll("input[data-regions]")) {
  input.addEventListener(
    "focus",
    async () => {
      const answer = await fetch(input.dataset.regions).catch(() => null);
      if (!answer?.ok) return;
      const { facets } = await answer.json();
      const list = document.createElement("datalist");
      list.id = "nama-daerah";
      for (const { id } of facets.region) list.append(new Option(id));
      input.after(list);
      input.setAttribute("list", list.id);
    },
    { once: true },
  );
  input.form.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
