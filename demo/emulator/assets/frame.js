// The card fields inside the shop's page. The number stays in here: it goes to the emulator, never to the page around.
const query = new URLSearchParams(location.search);
const around = query.get("parent");
const channel = location.hash.slice(1);
const form = document.getElementById("card");
const fields = { number: form.elements.cardnumber, expiry: form.elements["exp-date"], cvc: form.elements.cvc };
const tell = (kind, more = {}) => parent.postMessage({ emulator: channel, kind, ...more }, around);
const digits = (text) => text.replace(/\D/g, "");

// --- what is right ------------------------------------------------------------------------------
const isAmex = () => /^3[47]/.test(digits(fields.number.value));

function isNumber(text) {
  if (!/^\d{12,19}$/.test(text)) return false;
  const sum = [...text].reverse().reduce((total, sign, place) => {
    const doubled = Number(sign) * (place % 2 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}

function isExpiry(text) {
  const [month, year] = [Number(text.slice(0, 2)), 2000 + Number(text.slice(2, 4))];
  if (text.length !== 4 || month < 1 || month > 12) return false;
  // The emulator's clock may be ahead of this one: it judges last.
  return new Date(year, month, 1) > new Date();
}

const tests = {
  number: () => isNumber(digits(fields.number.value)),
  expiry: () => isExpiry(digits(fields.expiry.value)),
  cvc: () => digits(fields.cvc.value).length === (isAmex() ? 4 : 3),
};

function judge(name, words = "") {
  const wrong = words || !tests[name]();
  const place = document.getElementById(`${name}-error`);
  fields[name].toggleAttribute("aria-invalid", Boolean(wrong));
  if (wrong) fields[name].setAttribute("aria-invalid", "true");
  place.textContent = wrong ? words || form.dataset[`${name}Error`] : "";
  place.hidden = !wrong;
  size();
  return !wrong;
}

// --- what is typed ------------------------------------------------------------------------------
function shape(field, text) {
  // Rewriting moves the caret: only when it stands at the end.
  if (field.selectionStart === field.value.length && field.value !== text) field.value = text;
}

fields.number.addEventListener("input", () => {
  const plain = digits(fields.number.value);
  const groups = isAmex() ? /^(\d{0,4})(\d{0,6})(\d{0,5})/ : /^(\d{0,4})(\d{0,4})(\d{0,4})(\d{0,7})/;
  shape(fields.number, plain.match(groups).slice(1).filter(Boolean).join(" "));
});
fields.expiry.addEventListener("input", (event) => {
  let plain = digits(fields.expiry.value).slice(0, 4);
  if (/^[2-9]/.test(plain)) plain = `0${plain}`;
  const ends = plain.length === 2 && event.inputType?.startsWith("delete");
  shape(fields.expiry, plain.length > 2 || (plain.length === 2 && !ends) ? `${plain.slice(0, 2)} / ${plain.slice(2)}` : plain);
});
form.addEventListener("input", (event) => {
  const name = Object.keys(fields).find((key) => fields[key] === event.target);
  if (event.target.getAttribute("aria-invalid")) judge(name);
  changed();
});
form.addEventListener("focusout", (event) => {
  const name = Object.keys(fields).find((key) => fields[key] === event.target);
  if (event.target.value) judge(name);
});
form.addEventListener("submit", (event) => event.preventDefault());
addEventListener("focus", () => tell("focus"));
addEventListener("blur", () => tell("blur"));
addEventListener("keydown", (event) => event.key === "Escape" && tell("escape"));

function changed() {
  const complete = Object.values(tests).every((test) => test());
  const empty = Object.values(fields).every((field) => !field.value);
  tell("change", { event: { elementType: "payment", complete, empty, collapsed: false, value: { type: "card" } } });
}

const size = () => tell("size", { height: document.documentElement.offsetHeight });
new ResizeObserver(size).observe(document.body);

// --- what the page around asks for --------------------------------------------------------------
const LOOK = {
  colorPrimary: ["--action", "--focus"],
  colorBackground: ["--surface"],
  colorText: ["--ink"],
  colorTextSecondary: ["--ink-2"],
  colorDanger: ["--bad"],
  fontFamily: ["--house"],
  borderRadius: ["--r-1"],
};

function dress(appearance = {}) {
  for (const [name, value] of Object.entries(appearance.variables ?? {})) {
    for (const property of LOOK[name] ?? []) document.documentElement.style.setProperty(property, value);
  }
}

const verbs = {
  init: ({ appearance }) => {
    dress(appearance);
    tell("ready");
    size();
  },
  dress: ({ appearance }) => dress(appearance),
  focus: () => fields.number.focus(),
  clear: () => {
    form.reset();
    changed();
  },
  submit: ({ id }) => {
    const wrong = Object.keys(fields).filter((name) => !judge(name));
    if (!wrong.length) return tell("result", { id, result: { selectedPaymentMethod: "card" } });
    fields[wrong[0]].focus();
    const code = `${fields[wrong[0]].value ? "invalid" : "incomplete"}_${wrong[0]}`;
    const message = form.dataset[`${wrong[0]}Error`];
    return tell("result", { id, result: { error: { type: "validation_error", code, message } } });
  },
  confirm: async ({ id, key, intent, params }) => tell("result", { id, result: await confirm(key, intent, params) }),
};

async function confirm(key, intent, params) {
  const plain = digits(fields.expiry.value);
  const body = new URLSearchParams(params);
  body.set("payment_method_data[type]", "card");
  body.set("payment_method_data[card][number]", digits(fields.number.value));
  body.set("payment_method_data[card][exp_month]", plain.slice(0, 2));
  body.set("payment_method_data[card][exp_year]", plain.slice(2));
  body.set("payment_method_data[card][cvc]", digits(fields.cvc.value));
  try {
    const response = await fetch(`/v1/payment_intents/${intent}/confirm`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "X-Emulator-Frame": "1" },
      body,
    });
    const answer = await response.json();
    const place = { number: "number", exp_month: "expiry", exp_year: "expiry", cvc: "cvc" }[answer.error?.param];
    if (place) judge(place, form.dataset[`${place}Error`]);
    return answer.error ? { error: answer.error } : { paymentIntent: answer };
  } catch {
    return { error: { type: "api_connection_error", message: "The payment provider could not be reached." } };
  }
}

addEventListener("message", (event) => {
  if (event.source !== parent || event.origin !== around || event.data?.emulator !== channel) return;
  verbs[event.data.kind]?.(event.data);
});
tell("loaded");
