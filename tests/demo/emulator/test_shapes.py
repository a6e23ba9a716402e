"""Every object that the emulator answers has the keys and types of Stripe's own example of it.

The examples are data for this test only: the folder that STRIPE_EXAMPLES names, or shared/stripe beside the checkout.
"""

import json
import os
import typing
from pathlib import Path
from typing import Any

import pytest
import stripe

from demo.emulator import sessions
from tests.demo.emulator.conftest import Emulator, basket, paid, rate

BESIDE = Path(__file__).resolve().parents[4] / "shared" / "stripe"
FILE = Path(os.environ.get("STRIPE_EXAMPLES") or BESIDE) / "example-objects.json"
CLASSES: dict[str, Any] = {
    "payment_intent": stripe.PaymentIntent,
    "charge": stripe.Charge,
    "refund": stripe.Refund,
    "checkout.session": stripe.checkout.Session,
    "item": stripe.LineItem,
    "shipping_rate": stripe.ShippingRate,
    "customer": stripe.Customer,
    "payment_method": stripe.PaymentMethod,
    "event": stripe.Event,
}
# Whatever stands in them is the caller's, or differs with every kind.
FREE = {"metadata", "fraud_details", "payment_method_options", "data.object", "latest_charge", "payment_method"}


@pytest.fixture(scope="module")
def examples() -> dict[str, Any]:
    if not FILE.exists():
        pytest.skip(f"no example objects of Stripe's ({FILE.name}, folder STRIPE_EXAMPLES)")
    return json.loads(FILE.read_text())["resources"]


def differences(ours: Any, example: Any, known: Any, path: str = "") -> list[str]:
    """What differs from the example. One more is right when stripe-python declares it, a null when Optional."""
    if isinstance(ours, list) and isinstance(example, list):
        pairs = [(entry, example[0]) for entry in ours if isinstance(entry, dict)] if example else []
        return [line for entry, first in pairs for line in differences(entry, first, None, f"{path}[]")]
    if not isinstance(ours, dict) or not isinstance(example, dict) or not example:
        return []
    declared = dict(getattr(known, "__annotations__", {}))
    found = [f"{path}.{key} is missing" for key in example.keys() - ours.keys()]
    found += [f"{path}.{key} is not Stripe's" for key in ours.keys() - example.keys() - declared.keys()]
    inner = getattr(known, "_inner_class_types", {})
    for key in example.keys() & ours.keys():
        place = f"{path}.{key}".lstrip(".")
        if ours[key] is None:
            if example[key] is not None and not _may_be_null(declared.get(key)):
                found.append(f"{place} is null")
        elif example[key] is not None and type(ours[key]) is not type(example[key]):
            found.append(f"{place} is {type(ours[key]).__name__}, not {type(example[key]).__name__}")
        elif place not in FREE and key not in FREE:
            found += differences(ours[key], example[key], inner.get(key) or CLASSES.get(key), place)
    return found


def _may_be_null(annotation: Any) -> bool:
    return annotation is None or type(None) in typing.get_args(annotation)


@pytest.fixture
def answered(client: stripe.StripeClient, emulator: Emulator) -> list[dict[str, Any]]:
    """One of everything, in every state that looks different."""
    client.v1.customers.create({"email": "ada@example.org", "address": {"city": "Nantes"}, "shipping": {"name": "Ada"}})
    fresh = client.v1.payment_intents.create({"amount": 500, "currency": "eur", "shipping": {"name": "Ada"}})
    client.v1.payment_intents.cancel(fresh.id)
    for card in ("visa", "threeDSecure2Required", "processing"):
        paid(client, card=f"pm_card_{card}")
    with pytest.raises(stripe.CardError):
        paid(client, card="pm_card_chargeDeclined")
    challenged = paid(client, card="pm_card_threeDSecure2Required")
    emulator.control(f"challenge/{challenged.id}", succeed=True)
    client.v1.refunds.create({"payment_intent": challenged.id, "amount": 100})
    client.v1.checkout.sessions.create(basket())
    session = client.v1.checkout.sessions.create(
        basket(
            shipping_options=[rate("À domicile", 490)],
            shipping_address_collection={"allowed_countries": ["FR"]},
            consent_collection={"terms_of_service": "required"},
            custom_text={"submit": {"message": "30 jours pour changer d’avis"}},
        )
    )
    emulator.control(f"pay-session/{session.id}", email="a@b.example", address={"country": "FR"}, name="Ada")
    store = emulator.engine.store
    things = [thing for kind in CLASSES if kind != "item" for thing in store.all(kind)]
    # Not through the library, which makes a Decimal of unit_amount_decimal.
    return things + sessions.line_items(emulator.engine, {}, session.id)


def test_every_object_has_the_keys_and_types_of_stripes_own(
    examples: dict[str, Any], answered: list[dict[str, Any]]
) -> None:
    assert {thing["object"] for thing in answered} == set(CLASSES)

    found = {
        f"{thing['object']}: {line}"
        for thing in answered
        for line in differences(thing, examples[thing["object"]], CLASSES[thing["object"]])
    }

    assert sorted(found) == []


def test_the_comparison_sees_a_missing_a_foreign_and_a_wrong_field() -> None:
    example = {"id": "pi_1", "amount": 1, "created": 1, "next_action": {"type": "a"}}

    found = differences({"amount": "1", "colour": 1, "created": None, "next_action": {}}, example, stripe.PaymentIntent)

    assert sorted(found) == [
        ".colour is not Stripe's",
        ".id is missing",
        "amount is str, not int",
        "created is null",
        "next_action.type is missing",
    ]
