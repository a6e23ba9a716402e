// A picture as large as the window: a dialog made on the first click, walked with the arrow keys, left with Escape.
const gallery = document.querySelector("[data-gallery]");

if (gallery && HTMLDialogElement.prototype.showModal) {
  const links = [...gallery.querySelectorAll("a[data-zoom]")];
  const dialog = document.getElementById("zoom");
  const picture = dialog.querySelector("img");
  const count = dialog.querySelector("[data-count]");
  let at = 0;

  const show = (index) => {
    at = (index + links.length) % links.length;
    picture.src = links[at].href;
    picture.alt = links[at].querySelector("img").alt;
    count.textContent = `${at + 1} / ${links.length}`;
  };

  links.forEach((link, index) =>
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      show(index);
      dialog.showModal();
    }),
  );

  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) show(at + step);
  });
  dialog.addEventListener("click", (event) => {
    const way = event.target.closest("[data-way]");
    if (way) show(at + Number(way.dataset.way));
    else if (event.target.closest("[data-close]") || event.target.matches(".zoom, .zoom__picture")) dialog.close();
  });
  dialog.addEventListener("close", () => links[at].focus());
}
