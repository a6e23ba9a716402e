// Suggestions while one types: a combobox with a list, as WAI-ARIA describes it. Focus stays in the field; the arrow keys
// move through the list, Enter goes to the chosen entry or searches for what was typed, Escape closes the list.
const WAIT = 150;

const hang = (form) => {
  const field = form.querySelector("input");
  const list = form.querySelector("ul");
  const status = form.querySelector("[role=status]");
  let timer, asked, entries = [], at = -1;

  const mark = (index) => {
    at = index;
    entries.forEach((entry, i) => entry.setAttribute("aria-selected", i === at));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", entries[at].id);
    entries[at].scrollIntoView({ block: "nearest" });
  };

  const show = (open) => {
    list.hidden = !open;
    field.setAttribute("aria-expanded", open);
    if (!open) mark(-1);
  };

  const entry = (found, index) => {
    const line = document.createElement("li");
    line.id = `${list.id}-${index}`;
    line.className = "find__one";
    line.setAttribute("role", "option");
    line.dataset.url = found.url;
    if (found.picture) {
      const picture = line.appendChild(new Image(40, 40));
      picture.src = found.picture;
      picture.alt = "";
    } else line.append(document.createElement("span"));
    for (const text of [found.label, found.note || ""]) line.appendChild(document.createElement("span")).textContent = text;
    return line;
  };

  const ask = async () => {
    const query = field.value.trim();
    asked?.abort();
    if (query.length < 2) return show(false);
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(query)}`, { signal: asked.signal });
      const { suggestions } = await answer.json();
      entries = suggestions.map(entry);
      list.replaceChildren(...entries);
      show(entries.length > 0);
      mark(-1);
      status.textContent = entries.length ? form.dataset.found.replace("#", entries.length) : form.dataset.none;
    } catch {
      // No answer, or a newer question: searching by Enter works all the same.
    }
  };

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", list.id);
  show(false);

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });

  field.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (step && entries.length) {
      event.preventDefault();
      if (list.hidden) show(true);
      // One place more than entries: the field itself lies between the last and the first.
      const places = entries.length + 1;
      mark(((at + 1 + step + places) % places) - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      location.assign(entries[at].dataset.url);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    } else if (event.key === "Tab") show(false);
  });

  // Pressing must not take the focus out of the field before the click arrives.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (line) location.assign(line.dataset.url);
  });
  field.addEventListener("blur", () => show(false));
};

document.querySelectorAll("form[data-suggest]:not([data-suggest=''])").forEach(hang);
