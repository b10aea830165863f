// Fills the plan with the case that the link names behind the #.
"use strict";

{
  const place = document.querySelector("[data-plan]");
  const status = document.querySelector("[data-status]");
  const blank = place.cloneNode(true);
  const title = document.title;

  // The scripts of print.js ran before the case came, so its button is shown here.
  const showPrint = () => {
    for (const button of place.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.onclick = () => print();
    }
  };

  const show = async () => {
    const slug = new URLSearchParams(location.hash.slice(1)).get("s");
    const plan = slug ? await casePart(slug, "plan") : undefined;
    const name = plan?.querySelector("[data-case]").textContent;
    place.replaceChildren(...(plan ?? blank.cloneNode(true)).childNodes);
    document.title = name ? title.replace(" –", ` ${name} –`) : title;
    status.textContent = slug && !plan ? status.dataset.broken.replace("{}", slug) : "";
    showPrint();
  };

  addEventListener("hashchange", show);
  show();
}
