// What is said beside a field after a part of the page was swapped may lie under the sticky bar: it comes into view.
document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.(".field__error")?.scrollIntoView({ block: "nearest" });
});
