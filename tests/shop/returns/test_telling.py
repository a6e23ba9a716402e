"""The customer is told once: by mail, on the order's page, in the language of the order."""

import re
from typing import Any

import pytest
import time_machine
from django.test import Client

from shop.mail.models import Mail
from shop.order import sockets
from shop.order.models import Order
from shop.order.services import make_link
from shop.people.services import erase
from shop.returns import services
from shop.returns.models import Refund
from tests import factories
from tests import order_factories as make
from tests.emulator import Stripe
from tests.letters import letters
from tests.shop.returns.given import Plug, audited, bought, line_ids, news

pytestmark = pytest.mark.django_db
NOON = "2026-11-23T12:00:00+01:00"  # a Monday


def refunded(stripe: Stripe, **wanted: Any) -> Refund:
    """Two of three prints and the delivery, sent."""
    order = bought([make.draft_line(3, 2000, title="Affiche Phare")], stripe=stripe)
    (line,) = line_ids(order)
    made = services.refund(order, reason="defect", lines={line: 2}, delivery=True, **wanted)
    services.send_due()
    return made


def plain(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).replace("\xa0", " ").replace("\u202f", " ").split())


def of_refunds(sent: list[Any]) -> list[Any]:
    return [letter for letter in sent if "Remboursement" in letter.subject or "Refund" in letter.subject]


@time_machine.travel(NOON, tick=False)
def test_the_mail_says_what_goes_back_where_and_by_when_and_opens_the_order(stripe: Stripe, client: Client) -> None:
    made = refunded(stripe)

    (letter,) = of_refunds(letters())

    text = plain(letter.body)
    assert letter.to == ["ada@example.org"]
    assert made.order.number in letter.subject
    for words in ("44,90 €", "2 × Affiche Phare, A3: 40 €", "Visa ···· 4242", "lundi 7 décembre"):
        assert words in text
        assert words.split(" × ")[-1].split(",")[0] in plain(letter.alternatives[0][0])
    (address,) = re.findall(r"http\S+/order/\S+", letter.body)
    page = client.get(address.partition("localhost:8000")[2])
    assert page.status_code == 200
    assert "Visa ···· 4242" in plain(page.content.decode())


def test_it_is_written_once_however_often_it_is_told_and_not_before_the_money_left(stripe: Stripe) -> None:
    made = refunded(stripe)
    for _again in range(2):
        services.send_due()
        news(stripe)

    assert Mail.objects.filter(kind="refund_made").count() == 1
    services.refund(made.order, reason="other", amount=100)
    assert Mail.objects.filter(kind="refund_made").count() == 1
    assert len(of_refunds(letters())) == 1


def test_who_is_told_that_it_is_pending_is_not_told_again_when_it_is_done(stripe: Stripe) -> None:
    order = bought(stripe=stripe, by="pm_card_pendingRefund")
    services.refund(order, reason="other")
    services.send_due()
    assert len(of_refunds(letters())) == 1

    stripe.control(f"refunds/{stripe.all('refund')[0]['id']}", status="succeeded")
    news(stripe)

    assert len(of_refunds(letters())) == 1


def test_what_fails_is_told_to_nobody_until_it_is_mended(stripe: Stripe) -> None:
    order = bought(stripe=stripe)
    made = services.refund(order, reason="other")
    order.payments.update(refunded_elsewhere=2890)
    services.send_due()
    assert not Mail.objects.filter(kind="refund_made").exists()

    services.settle_by_hand(made, note="transfer")

    assert Mail.objects.filter(kind="refund_made").count() == 1


def test_an_english_order_is_told_in_english_with_voucher_and_points(
    stripe: Stripe, voucher: Plug, points: Plug
) -> None:
    order = bought([make.draft_line(1, 6000, off=1000)], voucher=5000, points=1000, stripe=stripe)
    Order.objects.filter(pk=order.pk).update(language="en")
    voucher.title, points.title = "gift voucher", "points"
    services.refund(Order.objects.get(pk=order.pk), reason="other")
    services.send_due()

    (letter,) = of_refunds(letters())

    assert letter.subject == f"Refund of €54.90, order {order.number}"
    for words in ("€4.90 to Visa ···· 4242", "€50 to gift voucher", "points given back, worth €10"):
        assert words in plain(letter.body)


@time_machine.travel(NOON, tick=False)
def test_the_customers_page_shows_what_went_back(stripe: Stripe, client: Client) -> None:
    made = refunded(stripe)
    services.refund(made.order, reason="gesture", amount=500)

    page = plain(client.get(f"/en/order/{make_link(made.order)}/").content.decode())

    shown = page[page.index("Refunds") : page.index("Delivery address")]
    assert shown == (
        "Refunds €5 being sent Part of the price €5 23 November 2026: €5 to Visa ···· 4242. "
        "Your bank shows it by Monday 7 December at the latest. "
        "€44.90 completed 2 × Affiche Phare, A3 €40 Delivery €4.90 23 November 2026: €44.90 to Visa ···· 4242. "
        "Your bank shows it by Monday 7 December at the latest. "
    )


def test_an_order_without_refunds_shows_no_such_section(client: Client) -> None:
    order = bought()

    assert 'id="refunds"' not in client.get(f"/fr/order/{make_link(order)}/").content.decode()


def test_the_order_knows_its_refunds_by_its_socket_in_three_statements(
    stripe: Stripe, django_assert_num_queries: Any
) -> None:
    made, other = refunded(stripe), bought()
    (line,) = line_ids(made.order)
    services.refund(made.order, reason="other", amount=100)

    with django_assert_num_queries(3):
        found = sockets.refunds.ask([made.order_id, other.pk])

    assert [(fact.amount, fact.words, fact.done, fact.lines) for fact in found[made.order_id]] == [
        (4490, "Visa ···· 4242", True, {line: 2}),
        (100, "Visa ···· 4242", False, {}),
    ]
    assert found[other.pk] == []


def test_an_order_that_was_sent_and_wholly_refunded_is_refunded_once_the_money_left(stripe: Stripe) -> None:
    order = bought(stripe=stripe)
    make.parcel(order, state="delivered")
    services.refund(order, reason="withdrawal")
    order.refresh_from_db()
    assert order.status != "refunded"

    services.send_due()

    order.refresh_from_db()
    assert order.status == "refunded"


def test_erasing_a_person_cuts_the_note_and_keeps_the_sums(stripe: Stripe) -> None:
    made = refunded(stripe, note="Ada called", by=factories.merchant())

    erase(person=made.order.person)

    made.refresh_from_db()
    assert (made.note, made.amount) == ("", 4490)
    assert audited() == []
