// What the skin forgets to name for screen readers. It draws late, so one looks again whenever the page changes.
{
  const call = (thing, text) => {
    if (thing && text?.trim() && !thing.hasAttribute("aria-label")) thing.setAttribute("aria-label", text.trim());
  };

  const look = () => {
    document.getElementById("main")?.setAttribute("role", "main");

    // The editor's box takes the name of the field's label.
    for (const box of document.querySelectorAll(".ProseMirror[contenteditable]:not([aria-label])")) {
      const field = box.closest(".prose-editor")?.querySelector("textarea");
      call(box, field && document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent);
      box.setAttribute("role", "textbox");
      box.setAttribute("aria-multiline", "true");
    }

    // A field in a table takes the name of its column.
    for (const field of document.querySelectorAll("td input:not([type=hidden]), td select, td textarea, tbody th input")) {
      if (field.hasAttribute("aria-label") || field.labels?.length) continue;
      const cell = field.closest("td, th");
      const heads = cell.closest("table")?.querySelectorAll("thead th");
      call(field, heads?.[cell.cellIndex]?.textContent.replace("*", "") || cell.dataset.label);
    }

    // The search field inside a choice of many takes the name of the choice.
    for (const box of document.querySelectorAll(".select2-search__field:not([aria-label])")) {
      const field = box.closest(".select2-container")?.previousElementSibling;
      call(box, field?.id ? document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent : "");
    }
  };

  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", look);
}
