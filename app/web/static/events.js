// Enter in a field of the event's form presses the button that belongs to the field, so that one
// stays where one works. Without this script it presses the first button of the form.
"use strict";

document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || field.tagName !== "INPUT") return;
  for (let part = field.parentElement; part && part.tagName !== "FORM"; part = part.parentElement) {
    const button = part.querySelector("[data-enter]");
    if (button) {
      event.preventDefault();
      button.click();
      return;
    }
  }
});
