"""v3.js in a real browser: a shop's page with a strict policy, card fields in a frame, the bank's page over it."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
import stripe

from tests.demo.emulator.conftest import Emulator, basket, rate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FrameLocator, Page

TILL = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Caisse</title><h1>Caisse</h1>
<div id="express"></div><div id="fields"></div><button id="pay">Payer</button><p id="said" role="status"></p>
<script src="{emulator}/v3.js"></script><script src="/till.js"></script></html>"""
SCRIPT = """
const wanted = JSON.parse(decodeURIComponent(location.hash.slice(1)));
const place = document.getElementById("said");
const say = (what) => { place.textContent = JSON.stringify(what); };
const heard = new Set();
const stripe = Stripe("pk_test_emulator", { locale: "fr" });
const appearance = { variables: { colorPrimary: "#2b4c9b" } };
const elements = stripe.elements({ ...(wanted.elements ?? { clientSecret: wanted.secret }), appearance });
const fields = elements.create("payment", { layout: "tabs" });
for (const name of ["ready", "change", "focus", "blur", "escape", "loaderror"]) {
  fields.on(name, (event) => {
    document.documentElement.dataset.heard = [...heard.add(name)].join(" ");
    if (name === "loaderror") say({ error: event.error });
    window.last = event;
  });
}
fields.mount("#fields");
const pay = async () => {
  place.textContent = "";
  const { error: slip } = await elements.submit();
  if (slip) return say({ error: slip });
  const confirmParams = { return_url: wanted.back ?? location.origin + "/done" };
  const redirect = wanted.redirect ?? "if_required";
  const result = await stripe.confirmPayment({ elements, clientSecret: wanted.secret, confirmParams, redirect });
  say({ status: result.paymentIntent?.status, error: result.error });
};
document.getElementById("pay").addEventListener("click", pay);
if (wanted.express) {
  const express = elements.create("expressCheckout");
  express.on("click", (event) => event.resolve({ shippingAddressRequired: true }));
  express.on("confirm", (event) => { window.express = event; pay(); });
  express.mount("#express");
}
"""


@pytest.fixture
def till(emulator: Emulator) -> Iterator[str]:
    """A shop of two files, with the policy that a shop of ours has on its payment page."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_script = self.path.startswith("/till.js")
            body = SCRIPT if is_script else TILL.replace("{emulator}", emulator.url)
            if self.path.startswith("/done"):
                body = "<!doctype html><title>done</title>"  # nothing to pay here, so no fields either
            self.send_response(200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/html")
            policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
            policy += f"script-src 'self' {emulator.url}; frame-src {emulator.url}; connect-src 'self' {emulator.url}"
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(browser: "Browser") -> Iterator["Page"]:
    """A phone that complains about every message of the console; a refused payment is one, and allowed."""
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [line for line in complaints if "402" not in line and "400" not in line] == []


def opened(page: "Page", till: str, **wanted: Any) -> "FrameLocator":
    page.goto(f"{till}/#{json.dumps(wanted)}")
    # Waiting for a locator: the page's policy lets no expression be evaluated again and again.
    page.locator("html[data-heard~=ready], html[data-heard~=loaderror]").wait_for(state="attached")
    return page.frame_locator("#fields iframe")


def fill(frame: "FrameLocator", number: str = "4242424242424242", expiry: str = "1234", cvc: str = "123") -> None:
    frame.get_by_label("Numéro de carte").press_sequentially(number)
    frame.get_by_label("Expiration").press_sequentially(expiry)
    frame.get_by_label("Code au dos").press_sequentially(cvc)


def said(page: "Page") -> Any:
    page.locator("#said:not(:empty)").wait_for(state="attached")
    return json.loads(page.locator("#said").inner_text())


@pytest.fixture
def intent(client: stripe.StripeClient) -> stripe.PaymentIntent:
    return client.v1.payment_intents.create({"amount": 6700, "currency": "eur", "receipt_email": "ada@example.org"})


def test_a_card_pays_and_its_number_never_meets_the_page(
    visitor: "Page", till: str, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    frame = opened(visitor, till, secret=intent.client_secret)
    seen: list[str] = []
    visitor.on("request", lambda request: seen.append(f"{request.frame.url} {request.post_data}"))
    fill(frame)
    assert frame.get_by_label("Numéro de carte").input_value() == "4242 4242 4242 4242"
    assert frame.get_by_label("Expiration").input_value() == "12 / 34"
    assert visitor.evaluate("last.complete && !last.empty && last.value.type === 'card'")

    visitor.click("#pay")

    assert said(visitor) == {"status": "succeeded"}
    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"
    assert visitor.locator("html[data-heard~=focus]").count() == 1
    assert all("/frame/payment" in line for line in seen if "4242" in line)
    assert "4242" not in visitor.content()


def test_what_is_missing_is_said_beside_its_field_and_nothing_is_asked(
    visitor: "Page", till: str, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    frame = opened(visitor, till, secret=intent.client_secret)
    fill(frame, number="4242424242424241")

    visitor.click("#pay")

    assert said(visitor)["error"]["code"] == "invalid_number"
    number = frame.get_by_label("Numéro de carte")
    assert number.get_attribute("aria-invalid") == "true"
    assert frame.locator(f"#{number.get_attribute('aria-describedby')}").is_visible()
    assert client.v1.charges.list().data == []


def test_a_declined_card_is_told_and_another_pays(visitor: "Page", till: str, intent: stripe.PaymentIntent) -> None:
    frame = opened(visitor, till, secret=intent.client_secret)
    fill(frame, number="4000000000009995")
    visitor.click("#pay")
    error = said(visitor)["error"]
    assert (error["type"], error["decline_code"]) == ("card_error", "insufficient_funds")

    frame.get_by_label("Numéro de carte").fill("5555 5555 5555 4444")
    visitor.click("#pay")
    visitor.locator("#said", has_text="succeeded").wait_for()

    assert said(visitor) == {"status": "succeeded"}


@pytest.mark.parametrize(
    ("button", "code"), [("Oui, confirmer", None), ("Non, refuser", "payment_intent_authentication_failure")]
)
def test_the_bank_asks_over_the_page(
    visitor: "Page", till: str, intent: stripe.PaymentIntent, button: str, code: str | None
) -> None:
    frame = opened(visitor, till, secret=intent.client_secret)
    fill(frame, number="4000002760003184")
    visitor.click("#pay")

    visitor.frame_locator("dialog iframe").get_by_role("button", name=button).click()

    answer = said(visitor)
    assert (answer.get("error", {}).get("code"), answer.get("status")) == (code, None if code else "succeeded")
    assert visitor.locator("dialog").count() == 0


def test_without_if_required_the_browser_goes_to_the_return_address(
    visitor: "Page", till: str, intent: stripe.PaymentIntent
) -> None:
    fill(opened(visitor, till, secret=intent.client_secret, redirect="always", back=f"{till}/done?order=17"))

    visitor.click("#pay")

    visitor.wait_for_url(
        f"{till}/done?order=17&payment_intent={intent.id}&*redirect_status=succeeded", wait_until="commit"
    )
    visitor.goto("about:blank")


def test_fields_may_stand_before_there_is_an_intent(visitor: "Page", till: str, intent: stripe.PaymentIntent) -> None:
    for amount, status in ((6600, None), (6700, "succeeded")):
        visitor.goto("about:blank")
        elements = {"mode": "payment", "amount": amount, "currency": "eur"}
        fill(opened(visitor, till, elements=elements, secret=intent.client_secret))
        visitor.click("#pay")
        assert said(visitor).get("status") == status


def test_a_wrong_secret_shows_no_fields_but_an_error(visitor: "Page", till: str, intent: stripe.PaymentIntent) -> None:
    opened(visitor, till, secret=f"{intent.id}_secret_guess")

    assert said(visitor)["error"]["type"] == "invalid_request_error"


def test_the_express_button_brings_the_person(
    visitor: "Page", till: str, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    opened(visitor, till, secret=intent.client_secret, express=True)

    visitor.frame_locator("#express iframe").get_by_role("button").click()

    assert said(visitor) == {"status": "succeeded"}
    assert visitor.evaluate("express.shippingAddress.address.country") == "FR"
    method = client.v1.payment_methods.retrieve(str(client.v1.payment_intents.retrieve(intent.id).payment_method))
    assert method.card is not None
    assert method.card.wallet is not None
    assert method.card.wallet.type == "google_pay"


def test_the_hosted_page_is_paid_on_a_phone(visitor: "Page", till: str, client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(
        basket(
            locale="fr",
            success_url=f"{till}/done#{{}}",
            shipping_options=[rate("Point relais", 0), rate("À domicile", 490)],
            shipping_address_collection={"allowed_countries": ["FR", "BE"]},
        )
    )
    visitor.goto(str(session.url))
    assert visitor.evaluate("document.documentElement.scrollWidth <= innerWidth")
    typed = {"E-mail": "ada@example.org", "Prénom et nom": "Ada", "Numéro et rue": "12 rue des Cordeliers"}
    typed |= {"Code postal": "44000", "Ville": "Nantes", "Numéro de carte": "4000002760003184"}
    typed |= {"Expiration": "12 / 34", "Code au dos": "123"}
    for label, value in typed.items():
        visitor.get_by_label(label, exact=True).fill(value)
    visitor.get_by_text("À domicile").click()
    visitor.get_by_role("button", name="Payer 76,90 €").click()
    visitor.get_by_role("button", name="Oui, confirmer").click()

    visitor.wait_for_url(f"{till}/done*", wait_until="commit")

    assert client.v1.checkout.sessions.retrieve(session.id).amount_total == 7690
    visitor.goto("about:blank")


def test_no_page_has_an_accessibility_fault(
    visitor: "Page", till: str, emulator: Emulator, client: stripe.StripeClient, intent: stripe.PaymentIntent
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    session = client.v1.checkout.sessions.create(basket(locale="fr", shipping_options=[rate("À domicile", 490)]))
    confirmed = client.v1.payment_intents.confirm(
        intent.id, {"payment_method": "pm_card_threeDSecure2Required", "return_url": f"{till}/done"}
    )
    assert confirmed.next_action is not None
    assert confirmed.next_action.redirect_to_url is not None
    for url in (
        session.url,
        confirmed.next_action.redirect_to_url.url,
        f"{emulator.url}/frame/payment?parent={emulator.url}",
    ):
        visitor.goto(str(url))
        found = (
            Axe()
            .run(visitor, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
            .response["violations"]
        )
        assert [(entry["id"], entry["nodes"][0]["html"]) for entry in found] == [], url
