// A button with an address of its own sends its form there as a whole page, also where htmx sends the form itself.
document.addEventListener(
  "submit",
  (event) => {
    if (event.submitter?.hasAttribute("formaction") && event.target.hasAttribute("hx-post")) event.stopImmediatePropagation();
  },
  true,
);
