// Offers the English page once to a reader whose browser asks for no language of Indonesia.
// The page itself is the same for everybody, so that it can be cached by its address.
"use strict";

{
  const KEY = "bahasa";
  const page = document.querySelector("header.site a[hreflang=en]");

  // The storage may be forbidden; then the offer would come back on every page, so none is made.
  const answered = () => {
    try {
      localStorage.setItem(`${KEY}-uji`, "1");
      localStorage.removeItem(`${KEY}-uji`);
      return localStorage.getItem(KEY) !== null;
    } catch {
      return true;
    }
  };
  const remember = () => localStorage.setItem(KEY, "ditawari");

  const indonesian = navigator.languages.some((tag) => /^(id|in|ms|jv|su)(-|$)/i.test(tag));
  if (page && !indonesian && !answered()) {
    const offer = document.createElement("nav");
    offer.className = "wrap crumb no-print";
    offer.lang = "en";
    offer.setAttribute("aria-label", "Language");
    const link = document.createElement("a");
    link.href = page.href;
    link.hreflang = "en";
    link.textContent = "Read this page in English";
    const close = document.createElement("button");
    close.type = "button";
    close.className = "btn btn2 mini";
    close.textContent = "No, thank you";
    close.addEventListener("click", () => offer.remove());
    for (const way of [link, close, page]) way.addEventListener("click", remember);
    offer.append(link, " ", close);
    document.querySelector("header.site").after(offer);
  }
}
