// Filters send themselves through htmx. Here only what htmx leaves open: no empty fields in the address, the phone's sheet
// stays open while one chooses, and its button closes it and leads to the goods instead of sending again.
let sheetOpen = false;
const sheet = () => document.querySelector("details.sheet");

document.addEventListener("htmx:configRequest", ({ detail }) => {
  for (const [name, value] of [...detail.formData]) if (!value) detail.formData.delete(name);
});

document.addEventListener("htmx:beforeSwap", () => {
  sheetOpen = sheet()?.open ?? false;
});

document.addEventListener("htmx:afterSwap", () => {
  if (sheet()) sheet().open = sheetOpen;
});

// A changed field has sent itself already; sending the form as well would load the whole page anew.
document.addEventListener("submit", (event) => {
  if (window.htmx && event.target.id === "filters") event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!window.htmx || !event.target.closest(".sheet__end button")) return;
  event.preventDefault();
  sheet().open = false;
  document.getElementById("goods").focus();
});
