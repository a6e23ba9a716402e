// Paying on this page: the card's fields are frames of the payment provider; without its script the form goes to its page.
const form = document.getElementById("till");
const data = JSON.parse(document.getElementById("till-data").textContent);
const button = document.getElementById("pay");
const place = document.getElementById("till-card");
let isBusy = false;
let due = data.due;
let stripe = null;
let elements = null;
let isReady = Promise.resolve();

// --- the card's fields, in the colours of the page -----------------------------------------------
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const dark = matchMedia("(prefers-color-scheme: dark)");

const appearance = () => ({
  theme: dark.matches ? "night" : "stripe",
  labels: "above",
  variables: {
    colorPrimary: token("--action"),
    colorBackground: token("--surface"),
    colorText: token("--ink"),
    colorTextSecondary: token("--ink-2"),
    colorTextPlaceholder: token("--ink-2"),
    colorDanger: token("--bad"),
    fontFamily: token("--house"),
    fontSizeBase: "16px",
    fontSizeSm: "14px",
    spacingUnit: "4px",
    borderRadius: "6px",
    focusOutline: `2px solid ${token("--focus")}`,
  },
  rules: {
    ".Input": { border: `1px solid ${token("--line-strong")}`, boxShadow: "none", padding: "12px 14px" },
    ".Input--invalid": { border: `2px solid ${token("--bad")}`, backgroundColor: token("--bad-soft"), boxShadow: "none" },
    ".Label": { fontWeight: "600", color: token("--ink") },
  },
});

const show = (way) => {
  for (const line of form.querySelectorAll("[data-way]")) line.hidden = line.dataset.way !== way;
  place.hidden = way !== "card";
};

const refuse = (text) => {
  const said = document.getElementById("till-refused");
  said.replaceChildren();
  if (!text) return;
  const line = document.getElementById("till-error").content.cloneNode(true);
  line.querySelector("span").textContent = text;
  said.append(line);
  said.scrollIntoView({ block: "center" });
};

const open = () => {
  if (!place || !window.Stripe) return;
  try {
    stripe = window.Stripe(data.key, { locale: data.locale });
    elements = stripe.elements({ mode: "payment", amount: due, currency: "eur", appearance: appearance() });
    const fields = elements.create("payment", {
      layout: "tabs",
      fields: { billingDetails: { email: "never", address: { country: "never", postalCode: "never" } } },
    });
    // Who presses before the frame is there waits for it: asked too early, it would never answer.
    isReady = new Promise((resolve) => {
      fields.on("ready", resolve);
      fields.on("loaderror", resolve);
    });
    fields.on("ready", () => (place.dataset.ready = ""));
    fields.on("change", (event) => {
      refuse("");
      form.dispatchEvent(new CustomEvent("till:card", { detail: event.complete }));
    });
    fields.on("loaderror", () => {
      elements = null;
      show("hosted");
      refuse(data.words.fields_down);
    });
    show("card");
    fields.mount(place);
  } catch {
    elements = null;
    show("hosted");
  }
};

dark.addEventListener("change", () => elements?.update({ appearance: appearance() }));
form.addEventListener("till:due", (event) => {
  if (event.detail === due) return;
  // From nothing to pay to something, or back: another page.
  if (!event.detail || !due) return location.reload();
  due = event.detail;
  elements?.update({ amount: due });
});

// --- paying ------------------------------------------------------------------------------------------
const label = button.firstElementChild;
const busy = (on) => {
  isBusy = on;
  if (!on) {
    button.removeAttribute("aria-busy");
    button.replaceChildren(label);
    return;
  }
  button.setAttribute("aria-busy", "true");
  const words = document.createElement("span");
  words.textContent = data.words.busy;
  button.replaceChildren(document.getElementById("till-waiting").content.cloneNode(true), words);
};

const reason = (error) => {
  if (error.type === "validation_error") return error.message;
  if (error.code === "payment_intent_authentication_failure") return data.words.authentication;
  return data.words[error.decline_code] ?? data.words[error.code] ?? (error.type === "card_error" ? data.words.declined : data.words.processing_error);
};

const billing = () => {
  const value = (name) => form.elements[name]?.value ?? "";
  const picked = form.querySelector("[name=saved]:checked")?.dataset ?? {};
  const name = `${value("first_name")} ${value("last_name")}`.trim();
  return {
    ...(name ? { name } : {}),
    ...(value("email") ? { email: value("email") } : {}),
    address: { country: picked.country ?? value("country"), postal_code: picked.postcode ?? value("postcode") },
  };
};

// What came of it: true when the page is left for another one.
const confirm = async ({ client_secret: clientSecret, return_url }) => {
  const confirmParams = { return_url, payment_method_data: { billing_details: billing() } };
  const { error } = await stripe.confirmPayment({ elements, clientSecret, confirmParams, redirect: "if_required" });
  const status = error?.payment_intent?.status;
  const isUnknown = ["api_connection_error", "api_error"].includes(error?.type) || error?.code === "payment_intent_unexpected_state";
  // Paid, under way, or nobody knows: the confirmation asks the provider and says which.
  if (!error || ["succeeded", "processing"].includes(status) || isUnknown) {
    location.assign(return_url);
    return true;
  }
  refuse(reason(error));
  return false;
};

const pay = async () => {
  refuse("");
  await isReady;
  // The frame has not come: the page says so by itself, and the next press opens the provider's own.
  if (due && !elements) return false;
  const slip = due ? (await elements.submit()).error : null;
  const answer = await form.ask(form.action, slip ? { check: "1" } : {});
  if (answer.go) {
    location.assign(answer.go);
    return true;
  }
  if (answer.client_secret) {
    // Nothing is left to be mended: the list at the top goes before the bank is asked.
    document.getElementById("till-said").replaceChildren();
    return confirm(answer);
  }
  form.apply(answer);
  form.say(answer);
  refuse(answer.refused || (slip && !answer.errors?.length ? slip.message || data.words.card : ""));
  return false;
};

form.addEventListener("submit", async (event) => {
  if (isBusy) return event.preventDefault();
  // Another button has a way of its own; without the card's fields the form opens the provider's page.
  const isElsewhere = event.submitter?.hasAttribute("formaction") || (due && !elements);
  if (isElsewhere) {
    isBusy = true;
    return;
  }
  event.preventDefault();
  busy(true);
  let isLeft = false;
  try {
    isLeft = await pay();
  } catch {
    refuse(data.words.offline);
  }
  if (!isLeft) busy(false);
});

open();
