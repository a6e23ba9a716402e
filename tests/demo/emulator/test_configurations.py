"""Payment method configurations: one, with Stripe's keys, switched as in the dashboard."""

import typing

import pytest
import stripe

from tests.demo.emulator.conftest import Emulator


def test_there_is_one_with_cards_wallets_paypal_and_link_on(client: stripe.StripeClient) -> None:
    (found,) = client.v1.payment_method_configurations.list().data

    assert (found.id, found.active, found.is_default, found.application) == ("pmc_1Emulator", True, True, None)
    on = [
        name
        for name, method in found.to_dict().items()
        if isinstance(method, dict) and method["display_preference"]["value"] == "on"
    ]
    assert on == ["apple_pay", "card", "cartes_bancaires", "google_pay", "link", "paypal"]
    assert client.v1.payment_method_configurations.retrieve(found.id).to_dict() == found.to_dict()


def test_it_has_only_keys_that_stripe_python_declares_and_all_that_are_always_there(
    client: stripe.StripeClient,
) -> None:
    found = client.v1.payment_method_configurations.list().data[0].to_dict()
    declared = dict(stripe.PaymentMethodConfiguration.__annotations__)

    assert set(found) <= set(declared)
    always = {name for name, kind in declared.items() if type(None) not in typing.get_args(kind)}
    assert {name for name in always if not name.startswith("_")} - {"OBJECT_NAME"} <= set(found)
    preference = stripe.PaymentMethodConfiguration.Card.DisplayPreference.__annotations__
    assert set(found["card"]["display_preference"]) == {name for name in preference if not name.startswith("_")}


def test_the_dashboard_switches_and_a_slip_is_refused(client: stripe.StripeClient, emulator: Emulator) -> None:
    emulator.control("methods", on=["card", "klarna"])

    (found,) = client.v1.payment_method_configurations.list().data
    assert (found.card.available, found.klarna.available, found.paypal.available) == (True, True, False)

    with pytest.raises(Exception, match="400"):
        emulator.control("methods", on=["cash"])
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_method_configurations.retrieve("pmc_other")
