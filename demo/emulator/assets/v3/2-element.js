// An element: a frame in the shop's page, and a channel to it.
class Element {
  #handlers = {};
  #waiting = new Map();
  #frame = null;
  #questions = 0;

  constructor(group, type, options = {}) {
    Object.assign(this, { _group: group, _type: type, _options: options });
    this._channel = `emulator-${++channels}`;
  }

  on(name, handler) {
    (this.#handlers[name] ??= []).push(handler);
    return this;
  }

  once(name, handler) {
    const once = (event) => {
      this.off(name, once);
      handler(event);
    };
    return this.on(name, once);
  }

  off(name, handler) {
    this.#handlers[name] = (this.#handlers[name] ?? []).filter((known) => handler && known !== handler);
    return this;
  }

  emit(name, event = {}) {
    const handlers = this.#handlers[name] ?? [];
    for (const handler of [...handlers]) handler({ elementType: this._type, ...event });
    return handlers.length > 0;
  }

  mount(place) {
    const target = typeof place === "string" ? document.querySelector(place) : place;
    if (!target) throw new IntegrationError(`There is no element ${place} to mount in.`);
    const page = this._type === "payment" ? "payment" : "express";
    const language = this._group._language;
    const frame = document.createElement("iframe");
    frame.title = WORDS[language][page];
    frame.src = `${ORIGIN}/frame/${page}?${new URLSearchParams({ locale: language, parent: location.origin })}#${this._channel}`;
    Object.assign(frame.style, { display: "block", width: "calc(100% + 8px)", margin: "-4px", border: "0", height: page === "payment" ? "15rem" : "3.5rem" });
    target.replaceChildren(frame);
    this.#frame = frame;
    addEventListener("message", this.#hear);
    this._late = setTimeout(() => this.emit("loaderror", { error: { type: "api_connection_error", message: "The payment fields did not load." } }), LOADING);
    return this;
  }

  #hear = (event) => {
    if (event.source !== this.#frame?.contentWindow || event.origin !== ORIGIN || event.data?.emulator !== this._channel) return;
    const { kind, id, result, height } = event.data;
    if (kind === "loaded") this.#begin();
    else if (kind === "size") this.#frame.style.height = `${Math.ceil(height) + 4}px`;
    else if (kind === "result") this.#waiting.get(id)?.(result);
    else if (kind === "change") this.emit("change", event.data.event);
    else if (kind === "click") this._clicked();
    else if (kind === "ready") {
      clearTimeout(this._late);
      this.emit("ready", this._type === "expressCheckout" ? { availablePaymentMethods: { googlePay: true, applePay: false, link: false, paypal: false } } : {});
    } else this.emit(kind);
  };

  async #begin() {
    const error = await this._group._checked();
    if (error) {
      clearTimeout(this._late);
      this.emit("loaderror", { error });
    } else this._tell("init", { appearance: this._group._options.appearance });
  }

  _tell(kind, more = {}) {
    this.#frame?.contentWindow?.postMessage({ emulator: this._channel, kind, ...more }, ORIGIN);
  }

  _ask(kind, more = {}) {
    const id = ++this.#questions;
    return new Promise((resolve) => {
      this.#waiting.set(id, (result) => {
        this.#waiting.delete(id);
        resolve(result);
      });
      this._tell(kind, { id, ...more });
    });
  }

  // The express button: the page may say first what it sells, then it is asked to confirm.
  _clicked() {
    const go = (options = {}) => {
      this._group._wallet = "google_pay";
      const person = { name: "Ada Lovelace", email: "ada@exemple.fr", phone: "+33240000000" };
      const address = { line1: "12 rue des Cordeliers", line2: null, city: "Nantes", postal_code: "44000", state: null, country: "FR" };
      this.emit("confirm", {
        expressPaymentType: "google_pay",
        billingDetails: { ...person, address },
        shippingAddress: options.shippingAddressRequired ? { name: person.name, address } : undefined,
        shippingRate: options.shippingRates?.[0],
        paymentFailed: () => this.emit("cancel"),
      });
    };
    if (!this.emit("click", { expressPaymentType: "google_pay", resolve: go, reject: () => this.emit("cancel") })) go();
  }

  update(options) {
    Object.assign(this._options, options);
    return this;
  }

  focus() {
    this._tell("focus");
  }

  blur() {
    this.#frame?.blur();
  }

  clear() {
    this._tell("clear");
  }

  collapse() {
    return this;
  }

  unmount() {
    removeEventListener("message", this.#hear);
    clearTimeout(this._late);
    this.#frame?.remove();
    this.#frame = null;
  }

  destroy() {
    this.unmount();
    this._group._elements = this._group._elements.filter((known) => known !== this);
  }
}
