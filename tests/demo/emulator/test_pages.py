"""The hosted page and the bank's page, as a browser without scripts sends them."""

import http.client
import re
from html import unescape
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import stripe

from demo.emulator import words
from tests.demo.emulator.conftest import Emulator, basket, paid, rate

CARD = {"number": "4242 4242 4242 4242", "expiry": "12 / 34", "cvc": "123"}
ADA = {
    "email": "ada@example.org",
    "name": "Ada",
    "line1": "12 rue des Cordeliers",
    "postal_code": "44000",
    "city": "Nantes",
    "country": "FR",
}


def visit(url: str, form: dict[str, str] | None = None, language: str = "fr") -> tuple[int, str, dict[str, str]]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    headers = {"Accept-Language": language, "Content-Type": "application/x-www-form-urlencoded"}
    address = f"{parts.path}?{parts.query}"
    connection.request("GET" if form is None else "POST", address, urlencode(form or {}), headers)
    response = connection.getresponse()
    text = unescape(response.read().decode())
    connection.close()
    return response.status, text, dict(response.getheaders())


@pytest.fixture
def session(client: stripe.StripeClient) -> stripe.checkout.Session:
    return client.v1.checkout.sessions.create(
        basket(
            locale="fr",
            shipping_options=[rate("Point relais", 0), rate("À domicile", 490)],
            shipping_address_collection={"allowed_countries": ["FR", "BE"]},
        )
    )


def test_the_page_shows_what_is_sold_and_nothing_of_the_outside_may_run(session: stripe.checkout.Session) -> None:
    status, text, headers = visit(str(session.url))

    assert status == 200
    for words_shown in (
        "Mug Vagues",
        "38\u00a0€",
        "72\u00a0€",
        "Point relais",
        "offerte",
        "4,90\u00a0€",
        "2 à 3\u00a0jours ouvrés",
        "Belgique",
    ):
        assert words_shown in text
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "<script>" not in text
    assert "style=" not in text


def test_the_form_pays_and_leads_to_the_shop(client: stripe.StripeClient, session: stripe.checkout.Session) -> None:
    home = str(session.shipping_options[1].shipping_rate)

    status, _, headers = visit(str(session.url), ADA | CARD | {"shipping_rate": home})

    assert (status, headers["Location"]) == (303, f"http://localhost/done?session={session.id}")
    session = client.v1.checkout.sessions.retrieve(session.id)
    assert (session.status, session.payment_status, session.amount_total) == ("complete", "paid", 7690)


def test_a_second_press_leads_to_the_same_place_and_takes_nothing(
    client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    first, second = (visit(str(session.url), ADA | CARD) for _ in range(2))

    assert first[2]["Location"] == second[2]["Location"]
    assert len(client.v1.charges.list().data) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "ada"}, "email"),
        ({"name": ""}, "name"),
        ({"postal_code": ""}, "postal_code"),
        ({"country": "US"}, "country"),
        ({"number": "4242 4242 4242 4241"}, "number"),
        ({"expiry": "12 / 20"}, "expiry"),
        ({"expiry": "13 / 34"}, "expiry"),
        ({"cvc": "12"}, "cvc"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_rest_is_kept(
    client: stripe.StripeClient, session: stripe.checkout.Session, change: dict[str, str], field: str
) -> None:
    status, text, _ = visit(str(session.url), ADA | CARD | change)

    assert status == 422
    assert re.findall(r'aria-describedby="(\w+)-error"', text) == [field]
    assert "12 rue des Cordeliers" in text
    assert "4242 4242 4242 4242" not in re.sub(r'<details class="cards.*?</details>', "", text, flags=re.S)
    assert client.v1.charges.list().data == []
    assert client.v1.checkout.sessions.retrieve(session.id).customer_details is None


def test_a_refusal_is_said_in_the_language_of_the_page_and_another_card_pays(
    client: stripe.StripeClient, session: stripe.checkout.Session
) -> None:
    status, text, _ = visit(str(session.url), ADA | CARD | {"number": "4000000000009995"})
    assert (status, words.of("fr")["insufficient_funds"] in text) == (402, True)

    assert visit(str(session.url), ADA | CARD)[0] == 303

    assert len(client.v1.payment_intents.list().data) == 1


def test_the_wallet_brings_everything(client: stripe.StripeClient, session: stripe.checkout.Session) -> None:
    assert visit(str(session.url), {"wallet": "google_pay"})[0] == 303

    found = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["payment_intent.latest_charge"]})
    assert found.customer_details is not None
    assert found.customer_details.email == "ada@exemple.fr"
    intent: Any = found.payment_intent
    assert intent.latest_charge.payment_method_details.card.wallet.type == "google_pay"


@pytest.mark.parametrize(("answer", "paid_now"), [("yes", True), ("no", False)])
def test_the_bank_asks_and_leads_back(
    client: stripe.StripeClient, session: stripe.checkout.Session, answer: str, paid_now: bool
) -> None:
    status, _, headers = visit(str(session.url), ADA | CARD | {"number": "4000002760003184"})
    assert status == 303
    bank = headers["Location"]
    status, text, headers = visit(bank)
    assert (status, "72\u00a0€" in text, "3184" in text) == (200, True, True)
    assert "form-action 'self' http://127.0.0.1:" in headers["Content-Security-Policy"]

    status, _, headers = visit(bank, {"answer": answer})
    assert (status, f"/c/back/{session.id}?" in headers["Location"]) == (303, True)
    status, text, headers = visit(headers["Location"])

    if paid_now:
        assert (status, headers["Location"]) == (303, f"http://localhost/done?session={session.id}")
    else:
        assert (status, words.of("fr")["payment_intent_authentication_failure"] in text) == (402, True)
    assert client.v1.checkout.sessions.retrieve(session.id).status == ("complete" if paid_now else "open")


def test_the_bank_shows_nothing_without_the_secret(client: stripe.StripeClient, emulator: Emulator) -> None:
    intent = paid(client, card="pm_card_threeDSecure2Required")

    assert visit(f"{emulator.url}/3ds/{intent.id}?secret=guess")[0] == 404
    assert visit(f"{emulator.url}/3ds/{intent.id}?secret=guess", {"answer": "yes"})[0] == 404

    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_action"


def test_an_expired_session_says_so(client: stripe.StripeClient, session: stripe.checkout.Session) -> None:
    client.v1.checkout.sessions.expire(session.id)

    for form in (None, ADA | CARD):
        assert words.of("fr")["gone_title"] in visit(str(session.url), form)[1]
    assert client.v1.charges.list().data == []


def test_terms_must_be_accepted_where_the_shop_asks_for_it(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(basket(consent_collection={"terms_of_service": "required"}))

    assert visit(str(session.url), ADA | CARD)[0] == 422
    assert visit(str(session.url), ADA | CARD | {"terms": "yes"})[0] == 303

    consent = client.v1.checkout.sessions.retrieve(session.id).consent
    assert consent is not None
    assert consent.terms_of_service == "accepted"


@pytest.mark.parametrize(
    ("cents", "language", "text"),
    [
        (3400, "fr", "34\u00a0€"),
        (2040, "fr", "20,40\u00a0€"),
        (123456, "fr", "1\u202f234,56\u00a0€"),
        (3400, "en", "€34"),
        (2040, "en", "€20.40"),
    ],
)
def test_money_is_written_as_the_shop_writes_it(cents: int, language: str, text: str) -> None:
    assert words.money(cents, "eur", language) == text


@pytest.mark.parametrize(
    ("wanted", "accepted", "language"),
    [
        ("fr", "en", "fr"),
        ("en-GB", "fr", "en"),
        ("auto", "fr-FR,fr;q=0.9", "fr"),
        (None, "de,fr", "fr"),
        ("de", "fr", "en"),
        (None, "", "en"),
    ],
)
def test_the_language_is_the_sessions_or_the_browsers(wanted: str | None, accepted: str, language: str) -> None:
    assert words.choose(wanted, accepted) == language
