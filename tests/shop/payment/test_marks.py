"""Marks of payment: what is switched on at Stripe shows on every page, and what is not does not."""

import re

import pytest
from django.test import Client

from shop.payment import lettering, marks, selectors, tasks
from shop.payment.models import Mark
from tests.emulator import Stripe

pytestmark = pytest.mark.django_db


def names() -> list[str]:
    return [mark.name for mark in selectors.marks()]


def shown(client: Client) -> list[str]:
    """The marks in the footer of the home page."""
    return re.findall(r'role="img" aria-label="([^"]+)"', client.get("/en/").text.partition('class="marks"')[2])


def test_what_is_on_at_stripe_is_shown_in_order_and_once(stripe: Stripe) -> None:
    assert [tasks.refresh_marks(), tasks.refresh_marks()] == [True, False]

    assert names() == ["CB", "Visa", "Mastercard", "Apple Pay", "Google Pay", "PayPal", "Link"]
    assert Mark.objects.count() == 7


def test_pages_follow_what_is_switched_in_the_dashboard(
    stripe: Stripe, client: Client, django_capture_on_commit_callbacks: object
) -> None:
    assert shown(client) == []
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        marks.refresh()
    assert shown(client) == ["CB", "Visa", "Mastercard", "Apple Pay", "Google Pay", "PayPal", "Link"]

    stripe.control("methods", on=["card", "bancontact", "klarna", "wechat_pay"])
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        marks.refresh()
    assert shown(client) == ["Visa", "Mastercard", "Bancontact", "Klarna"]


def test_stripe_down_leaves_the_marks_of_yesterday(stripe: Stripe, caplog: pytest.LogCaptureFixture) -> None:
    tasks.refresh_marks()
    stripe.control("methods", on=["card"])
    stripe.fail("error_before", method="GET")

    assert tasks.refresh_marks() is False

    assert len(names()) == 7
    assert "could not be asked" in caplog.text


def test_every_name_can_be_drawn_and_no_two_alike() -> None:
    drawn = {name: lettering.word(name) for name in marks.NAMES.values()}

    for name, (width, letters) in drawn.items():
        assert len(letters) == len(name.replace(" ", "")), name
        assert width > 8, name
    assert len(set(drawn.values())) == len(drawn)


def test_no_query_is_made_for_marks_that_were_shown_before(stripe: Stripe, django_assert_num_queries: object) -> None:
    tasks.refresh_marks()
    selectors.marks()

    with django_assert_num_queries(0):  # type: ignore[operator]
        assert len(selectors.marks()) == 7
