// The API as a browser may call it, and the bank's page over the shop's. Joined with its neighbours into /v3.js.
const ORIGIN = new URL(document.currentScript.src).origin;
const LANGUAGE = (locale) => (!locale || locale === "auto" ? navigator.language : locale).slice(0, 2);
const WORDS = {
  fr: { payment: "Champs de carte du prestataire de paiement", express: "Paiement en un geste", bank: "Confirmation de votre banque" },
  en: { payment: "Card fields of the payment provider", express: "Pay in one tap", bank: "Confirmation by your bank" },
};
const LOADING = 10_000;
let channels = 0;

class IntegrationError extends Error {
  name = "IntegrationError";
}

// --- the API, as a browser may call it ----------------------------------------------------------
function flat(params, prefix = "", into = new URLSearchParams()) {
  for (const [name, value] of Object.entries(params ?? {})) {
    const path = prefix ? `${prefix}[${name}]` : name;
    if (value !== null && typeof value === "object") flat(value, path, into);
    else if (value !== undefined && value !== null) into.set(path, value);
  }
  return into;
}

async function call(key, method, path, params) {
  const body = flat(params);
  const query = method === "GET" ? `?${body}` : "";
  try {
    const response = await fetch(`${ORIGIN}/v1/${path}${query}`, {
      method,
      headers: { Authorization: `Bearer ${key}` },
      body: method === "GET" ? undefined : body,
    });
    const answer = await response.json();
    return answer.error ? { error: answer.error } : { paymentIntent: answer };
  } catch {
    return { error: { type: "api_connection_error", message: "The payment provider could not be reached." } };
  }
}

const idOf = (secret) => {
  if (typeof secret !== "string" || !secret.includes("_secret_")) throw new IntegrationError(`Invalid client secret: ${secret}`);
  return secret.split("_secret_")[0];
};
const retrieve = (key, secret) => call(key, "GET", `payment_intents/${idOf(secret)}`, { client_secret: secret });

// --- the bank's page, over the shop's -------------------------------------------------------------
function challenge(url, language) {
  return new Promise((resolve) => {
    const dialog = document.createElement("dialog");
    dialog.setAttribute("aria-label", WORDS[language].bank);
    Object.assign(dialog.style, { padding: "0", border: "0", margin: "auto", borderRadius: "12px", width: "min(26rem, 94vw)", height: "min(32rem, 90vh)", overflow: "hidden" });
    const frame = document.createElement("iframe");
    frame.title = WORDS[language].bank;
    frame.src = `${url}&frame=1&locale=${language}`;
    Object.assign(frame.style, { width: "100%", height: "100%", border: "0" });
    // The focus that the dialog gives stays with the empty frame: once the bank's page is there, Tab must lead into it.
    frame.addEventListener("load", () => {
      frame.blur();
      frame.focus();
    });
    dialog.append(frame);
    // The bank must be answered: Escape would leave the payment hanging.
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    const done = (event) => {
      if (event.source !== frame.contentWindow || event.origin !== ORIGIN || event.data?.emulator !== "challenged") return;
      removeEventListener("message", done);
      dialog.close();
      dialog.remove();
      resolve();
    };
    addEventListener("message", done);
    document.body.append(dialog);
    dialog.showModal();
  });
}
