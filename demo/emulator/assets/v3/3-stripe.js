// What the page calls: Stripe(key), its elements, its payments.
class Elements {
  _elements = [];
  _wallet = null;
  _submitted = false;

  constructor(stripe, options = {}) {
    if (!options.clientSecret && !options.mode) throw new IntegrationError("elements() needs a clientSecret or a mode with amount and currency.");
    const wanted = LANGUAGE(options.locale ?? stripe._locale);
    Object.assign(this, { _stripe: stripe, _options: options, _language: wanted in WORDS ? wanted : "en" });
  }

  create(type, options) {
    if (!["payment", "expressCheckout"].includes(type)) throw new IntegrationError(`This emulator has no element ${type}.`);
    if (this.getElement(type)) throw new IntegrationError(`There is one ${type} element already.`);
    const element = new Element(this, type, options);
    this._elements.push(element);
    return element;
  }

  getElement(type) {
    return this._elements.find((element) => element._type === type) ?? null;
  }

  update(options) {
    Object.assign(this._options, options);
    for (const element of this._elements) element._tell("dress", { appearance: this._options.appearance });
  }

  async fetchUpdates() {
    return {};
  }

  async submit() {
    this._submitted = true;
    const element = this.getElement("payment");
    return this._wallet || !element ? { selectedPaymentMethod: this._wallet } : element._ask("submit");
  }

  // An intent that cannot be read, or is over, shows no fields.
  async _checked() {
    if (!this._options.clientSecret) return null;
    return (await retrieve(this._stripe._key, this._options.clientSecret)).error ?? null;
  }
}

// --- what the page calls -----------------------------------------------------------------------------
class Client {
  constructor(key, options = {}) {
    if (!/^pk_/.test(key ?? "")) throw new IntegrationError("Stripe() needs a publishable key (pk_…).");
    Object.assign(this, { _key: key, _locale: options.locale });
  }

  elements(options) {
    return new Elements(this, options);
  }

  async retrievePaymentIntent(secret) {
    return retrieve(this._key, secret);
  }

  async handleNextAction({ clientSecret }) {
    const found = await retrieve(this._key, clientSecret);
    if (found.error) return found;
    if (found.paymentIntent.status !== "requires_action") throw new IntegrationError("handleNextAction: this intent needs no action.");
    return this.#act(found.paymentIntent);
  }

  async confirmPayment({ elements, clientSecret, confirmParams = {}, redirect = "always" }) {
    const secret = clientSecret ?? elements?._options.clientSecret;
    const intent = idOf(secret);
    if (redirect === "always" && !confirmParams.return_url) throw new IntegrationError("confirmPayment needs confirmParams.return_url.");
    if (elements?._options.mode) {
      if (!elements._submitted) throw new IntegrationError("elements.submit() must be called before confirmPayment.");
      const wrong = await this.#differs(secret, elements._options);
      if (wrong) return wrong;
    }
    const { payment_method_data: data, ...rest } = confirmParams;
    const params = { ...rest, client_secret: secret, use_stripe_sdk: "true" };
    const billing = data?.billing_details ? { payment_method_data: { billing_details: data.billing_details } } : {};
    let result;
    if (elements?._wallet) result = await call(this._key, "POST", `payment_intents/${intent}/confirm`, { ...params, wallet: elements._wallet });
    else if (elements) {
      const plain = Object.fromEntries(flat({ ...params, ...billing }));
      result = await elements.getElement("payment")._ask("confirm", { key: this._key, intent, params: plain });
    } else result = await call(this._key, "POST", `payment_intents/${intent}/confirm`, params);
    if (elements) elements._wallet = null;
    if (result.paymentIntent?.status === "requires_action") result = await this.#act(result.paymentIntent);
    if (result.error || redirect !== "always") return result;
    const url = new URL(confirmParams.return_url);
    url.searchParams.set("payment_intent", intent);
    url.searchParams.set("payment_intent_client_secret", secret);
    url.searchParams.set("redirect_status", result.paymentIntent.status === "processing" ? "pending" : "succeeded");
    location.assign(url);
    return new Promise(() => {});
  }

  async #act(intent) {
    const action = intent.next_action;
    const language = LANGUAGE(this._locale) in WORDS ? LANGUAGE(this._locale) : "en";
    await challenge(action.use_stripe_sdk?.stripe_js ?? action.redirect_to_url.url, language);
    const found = await retrieve(this._key, intent.client_secret);
    const failed = found.paymentIntent?.status === "requires_payment_method" && found.paymentIntent.last_payment_error;
    return failed ? { error: { ...failed, payment_intent: found.paymentIntent } } : found;
  }

  async #differs(secret, options) {
    const found = await retrieve(this._key, secret);
    if (found.error) return found;
    const { amount, currency } = found.paymentIntent;
    if (amount === options.amount && currency === options.currency) return null;
    const message = `The intent asks for ${amount} ${currency}, the page showed ${options.amount} ${options.currency}.`;
    return { error: { type: "invalid_request_error", code: "payment_intent_invalid_parameter", message } };
  }
}

window.Stripe = (key, options) => new Client(key, options);
window.Stripe.version = "emulator";
