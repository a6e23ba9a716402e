// The sum follows the delivery that is chosen. The server counts again when it is asked to take the money.
document.addEventListener("change", (event) => {
  const rate = event.target.closest("[data-total]");
  if (!rate) return;
  for (const shown of document.querySelectorAll("[data-shown]")) shown.textContent = rate.dataset[shown.dataset.shown];
});

// Pressed once is enough. A page that comes back from the browser's memory can be pressed again.
const form = document.querySelector(".till__form");
form?.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
addEventListener("pageshow", () => delete form?.dataset.sent);
document.querySelector("[aria-invalid]")?.focus();
