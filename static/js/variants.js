// The chosen variant's price, stock and picture without a new page. The server does the same when the form is sent.
const form = document.querySelector("form[data-variants]");
const data = document.getElementById("variants");

if (form && data) {
  const { variants } = JSON.parse(data.textContent);
  const groups = [...form.querySelectorAll("fieldset[data-axis]")];
  const fits = (variant, chosen) => Object.entries(chosen).every(([axis, value]) => variant.options[axis] === value);
  const chosen = () => Object.fromEntries(groups.map((group) => [group.dataset.axis, group.querySelector(":checked")?.value]));
  const write = (name, text) => {
    for (const place of document.querySelectorAll(`[data-shows="${name}"]`)) {
      place.textContent = text;
      place.hidden = !text;
    }
  };

  const show = (variant) => {
    write("price", variant.price);
    write("prior", variant.prior);
    write("rule", variant.rule);
    write("stock", variant.stock);
    write("name", variant.name);
    write("act", variant.act);
    for (const field of document.querySelectorAll("[data-variant]")) field.value = variant.id;
    for (const button of document.querySelectorAll("[data-add]")) button.disabled = !variant.availability;
    for (const place of document.querySelectorAll("[data-bucket]")) place.dataset.bucket = variant.availability;
    for (const place of document.querySelectorAll("[data-reduced]")) place.classList.toggle("is-less", Boolean(variant.prior));
    const picture = document.getElementById(`picture-${variant.picture}`);
    if (picture && picture.previousElementSibling) picture.parentElement.prepend(picture);
    picture?.parentElement.scrollTo({ left: 0 });
    history.replaceState(null, "", variant.url);
    document.dispatchEvent(new Event("variant:shown"));
  };

  // A value that leads to nothing with the others as they are is dashed, yet can be chosen: the others then give way.
  const dash = () => {
    for (const group of groups) {
      for (const input of group.querySelectorAll("input")) {
        const there = variants.filter((variant) => fits(variant, { ...chosen(), [group.dataset.axis]: input.value }));
        input.closest("label").classList.toggle("is-gone", !there.some((variant) => variant.availability));
      }
    }
  };

  form.addEventListener("change", (event) => {
    const axis = event.target.closest("fieldset[data-axis]")?.dataset.axis;
    if (!axis) return;
    const wanted = chosen();
    const near = (variant) => Object.entries(wanted).filter(([name, value]) => variant.options[name] === value).length;
    const [variant] = variants
      .filter((one) => one.options[axis] === wanted[axis])
      .sort((a, b) => near(b) - near(a));
    if (!variant) return;
    for (const [name, value] of Object.entries(variant.options)) {
      const input = [...form.querySelectorAll(`fieldset[data-axis="${name}"] input`)].find((one) => one.value === value);
      if (input) input.checked = true;
    }
    show(variant);
    dash();
  });
}
