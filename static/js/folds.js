// The header's folds are plain <details>. With the script they also close on Escape, on a click elsewhere, and one at a time.
const folds = document.querySelectorAll(".header__fold");

const close = (but) => {
  for (const fold of folds) if (fold !== but) fold.open = false;
};

for (const fold of folds) {
  fold.addEventListener("toggle", () => {
    if (!fold.open) return;
    close(fold);
    fold.querySelector("input")?.focus();
  });
}

document.addEventListener("click", (event) => {
  if (!event.target.closest(".header__fold")) close();
});

document.addEventListener("keydown", (event) => {
  const open = document.querySelector(".header__fold[open]");
  if (event.key !== "Escape" || event.defaultPrevented || !open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
