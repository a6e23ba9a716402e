// What is typed is kept, what changes the sum is asked anew, and what is wrong is said beside its field.
// The form carries the verbs that paying needs too: ask, apply, note, say.
const form = document.getElementById("till");
const data = JSON.parse(document.getElementById("till-data").textContent);
const kept = {};
let round = 0;
let isDirty = false;

// Never with it: the password and the code that is being typed.
const typed = (more = {}) => {
  const fields = new FormData(form);
  fields.delete("password");
  fields.delete("code");
  for (const [name, value] of Object.entries(more)) fields.set(name, value);
  return fields;
};

const send = async (url, more) => {
  const response = await fetch(url, { method: "POST", body: typed(more), headers: { Accept: "application/json" } });
  if (response.redirected) return { go: response.url };
  return response.json();
};

// One after the other: what is kept never overtakes what is paid.
let last = Promise.resolve();
form.ask = (url, more) => {
  const sent = last.then(() => send(url, more));
  last = sent.catch(() => {});
  return sent;
};

// --- parts of the page that the server draws ------------------------------------------------------
const drawn = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content.firstElementChild;
};

const swap = (id, html) => {
  if (!html || kept[id] === html) return;
  kept[id] = html;
  const old = document.getElementById(id);
  const here = document.activeElement;
  const isInside = old.contains(here);
  const fresh = drawn(html);
  // What was unfolded stays so.
  const open = [...old.querySelectorAll("details")].map((fold) => fold.open);
  if (old.open) fresh.open = true;
  fresh.querySelectorAll("details").forEach((fold, place) => (fold.open ||= Boolean(open[place])));
  old.replaceWith(fresh);
  if (!isInside) return;
  const same = here.id ? `#${CSS.escape(here.id)}` : `[name="${CSS.escape(here.name ?? "")}"][value="${CSS.escape(here.value ?? "")}"]`;
  fresh.querySelector(same)?.focus();
};

form.apply = (answer) => {
  swap("till-order", answer.order);
  swap("till-delivery", answer.delivery);
  if (answer.ticket) form.elements.ticket.value = answer.ticket;
  if (answer.pay) document.querySelector("#pay span").textContent = answer.pay;
  if (answer.due !== undefined) form.dispatchEvent(new CustomEvent("till:due", { detail: answer.due }));
  follow();
};

// --- errors -------------------------------------------------------------------------------------
const fields = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((field) => field.type !== "hidden");

const sentence = (text) => {
  const line = document.getElementById("till-error").content.cloneNode(true);
  line.querySelector("span").textContent = text;
  return line;
};

const mark = (name, text) => {
  const place = form.querySelector(`[data-error="${CSS.escape(name)}"]`);
  if (!place || place.textContent.trim() === text) return;
  place.replaceChildren(...(text ? [sentence(text)] : []));
  for (const field of fields(name)) {
    if (text) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    const others = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((id) => id && id !== place.id);
    const described = text ? [...others, place.id] : others;
    if (described.length) field.setAttribute("aria-describedby", described.join(" "));
    else field.removeAttribute("aria-describedby");
  }
};

// Beside the fields that are filled in, without moving anybody; an empty one keeps what was said of it.
form.note = (errors) => {
  const said = new Map(errors.map((one) => [one.name, one.sentence]));
  for (const { dataset } of form.querySelectorAll("[data-error]")) {
    const isFilled = fields(dataset.error).some((field) => (field.type === "radio" ? field.checked : field.value));
    if (said.has(dataset.error) || isFilled) mark(dataset.error, said.get(dataset.error) ?? "");
  }
  strike();
};

// The list at the top keeps its lines and its height; what is mended meanwhile is struck out.
const strike = () => {
  for (const link of document.querySelectorAll("#till-said li a[href^='#']")) {
    const field = document.getElementById(link.hash.slice(1));
    const wrong = field?.matches("input, select") ? field.getAttribute("aria-invalid") === "true" : field?.querySelector("[aria-invalid='true']");
    link.parentElement.classList.toggle("is-mended", Boolean(field) && !wrong);
  }
};

const notice = (text, isWhole) => {
  const made = document.getElementById("till-notice").content.cloneNode(true);
  made.querySelector("p").textContent = text;
  if (isWhole) made.firstElementChild.setAttribute("role", "alert");
  return made;
};

// After a try to pay: everything that is to be mended, at the top with the focus, and beside each field.
form.say = (answer) => {
  const errors = answer.errors ?? [];
  for (const { dataset } of form.querySelectorAll("[data-error]")) mark(dataset.error, "");
  for (const { name, sentence: text } of errors) mark(name, text);
  for (const fold of form.querySelectorAll("details")) if (fold.querySelector("[aria-invalid]")) fold.open = true;
  const top = document.getElementById("till-said");
  top.replaceChildren();
  document.getElementById("till-end").replaceChildren(...(answer.said ? [notice(answer.said)] : []));
  if (!errors.length) return;
  const made = notice(data.words.fields, true);
  made.querySelector("p").classList.add("till__wrong");
  const list = document.createElement("ul");
  for (const { anchor, sentence: text } of errors) {
    const link = document.createElement("a");
    link.textContent = text;
    if (anchor) link.href = `#${anchor}`;
    list.append(document.createElement("li"));
    list.lastElementChild.append(link);
  }
  made.querySelector("p").after(list);
  top.append(made);
  top.tabIndex = -1;
  top.focus();
};

// A link to a field goes into the field.
document.getElementById("till-said").addEventListener("click", (event) => {
  const target = event.target.closest("a[href^='#']")?.hash.slice(1);
  const field = target && document.getElementById(target);
  if (!field) return;
  event.preventDefault();
  (field.matches("input, select") ? field : field.querySelector("input:checked, input") ?? field).focus();
  field.scrollIntoView({ block: "center" });
});

// --- the arcs follow what is filled -------------------------------------------------------------------
const way = form.querySelector("[role=progressbar]");
let cardIsComplete = false;

const follow = () => {
  const asked = [...form.querySelectorAll("[required]")].filter((field) => field.checkVisibility());
  const done = asked.filter((field) => field.value && field.getAttribute("aria-invalid") !== "true").length;
  const share = Math.round((100 * (done + (cardIsComplete ? 1 : 0))) / (asked.length + 1));
  way.setAttribute("aria-valuenow", share);
  const track = way.querySelector(".arcs__way");
  let line = way.querySelector(".arcs__done");
  if (!line) {
    line = track.cloneNode();
    line.setAttribute("class", "arcs__done");
    line.setAttribute("pathLength", "100");
    track.after(line);
  }
  line.setAttribute("stroke-dasharray", share ? `${share} 200` : "0 200");
  const stone = way.querySelector(".arcs__stone");
  const { x, y } = track.getPointAtLength((track.getTotalLength() * share) / 100);
  stone.setAttribute("cx", x.toFixed(1));
  stone.setAttribute("cy", y.toFixed(1));
};

form.addEventListener("till:card", (event) => {
  cardIsComplete = event.detail;
  follow();
});
form.addEventListener("input", () => {
  isDirty = true;
  follow();
});

// --- keeping ----------------------------------------------------------------------------------------
const keep = async (more) => {
  const mine = ++round;
  isDirty = false;
  try {
    const answer = await form.ask(data.keep, more);
    if (mine !== round) return; // something newer is on its way
    if (answer.go) return location.assign(answer.go);
    form.apply(answer);
    form.note(answer.errors ?? []);
    hint();
  } catch {
    isDirty = true; // kept in the page, and sent with the next change
  }
};

// A way to the door chosen after the address: its fields have just appeared above.
const hint = () => {
  const street = document.getElementById("id_line1");
  const wants = !street.value && street.checkVisibility() && form.elements.delivery?.value && document.activeElement?.name === "delivery";
  document.getElementById("till-where-hint").textContent = wants ? data.words.where : "";
};

form.addEventListener("change", (event) => {
  if (["password", "code", "near"].includes(event.target.name)) return;
  keep();
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.name === "refresh") {
    event.preventDefault();
    keep();
  } else if (button?.matches("[data-code]")) {
    event.preventDefault();
    enter(button);
  }
});

// Enter does what stands beside the field, not what stands at the end of the page.
form.addEventListener("keydown", (event) => {
  const buttons = { code: "#till-code", password: "#till-enter", near: "[name=refresh]" };
  const beside = event.key === "Enter" && event.target.matches("input") && buttons[event.target.name];
  if (!beside) return;
  event.preventDefault();
  form.querySelector(beside).click();
});

const enter = async (button) => {
  const more = button.name === "remove" ? { remove: button.value } : { code: document.getElementById("id_code").value };
  try {
    const answer = await form.ask(button.formAction, more);
    if (answer.go) return location.assign(answer.go);
    form.apply(answer);
    document.getElementById("id_code")?.focus();
  } catch {
    document.getElementById("id_code_error").replaceChildren(sentence(data.words.offline));
  }
};

// Leaving by whatever link: the last field has not told of its change yet.
addEventListener("pagehide", () => {
  if (isDirty) navigator.sendBeacon(data.keep, typed());
});
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

follow();
