"""A merchant refunds an order in two steps, sees what went where, and sees to what failed."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client

from shop.order.models import Order
from shop.returns import services
from shop.returns.models import Refund, RefundPart
from shop.stock.models import StockRecord
from tests import factories
from tests import order_factories as make
from tests.emulator import Stripe
from tests.shop.returns.given import audited, bought, line_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(client: Client) -> Client:
    client.force_login(factories.merchant())
    return client


def address(order: Order) -> str:
    return f"/admin/returns/refund/ask/{order.pk}/"


def typed(mia: Client, order: Order, **given: Any) -> dict[str, Any]:
    """What the form sends: a reason, the key it came with, and what one types."""
    key = str(mia.get(address(order)).context["form"]["key"].value())
    return {"key": key, "reason": "defect", "preview": "1"} | given


def hidden(answer: Any) -> dict[str, str]:
    """What the preview carries along to be confirmed."""
    found = re.findall(r'<input type="hidden" name="([a-z_0-9]+)" value="([^"]*)">', answer.content.decode())
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def words(answer: Any) -> str:
    """The page as it is read."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_pieces_and_delivery_are_shown_first_then_refunded(mia: Client) -> None:
    order = bought([make.draft_line(3, 2000), make.draft_line(1, 900)])
    first, _second = line_ids(order)

    preview = mia.post(address(order), typed(mia, order, **{f"line_{first}": 2, "delivery": "on"}))

    assert not order.refunds.exists()
    assert preview.context["plan"].amount == 4490
    assert preview.context["ways"] == [("Visa ···· 4242", 4490)]
    assert "44,90 €" in words(preview).replace("\xa0", " ")
    answer = mia.post(address(order), hidden(preview) | {"confirm": "1"})
    made = order.refunds.get()
    assert answer["Location"] == f"/admin/returns/refund/{made.pk}/change/"
    assert (made.amount, made.delivery, made.reason, made.asked_by.email) == (4490, 490, "defect", "mia@example.org")
    assert list(made.lines.values_list("line_id", "quantity")) == [(first, 2)]
    assert LogEntry.objects.get().object_id == str(made.pk)
    assert audited() == []


def test_a_double_click_on_the_last_button_is_one_refund(mia: Client) -> None:
    order = bought()
    preview = mia.post(address(order), typed(mia, order, amount="5,00"))

    for _click in range(2):
        assert mia.post(address(order), hidden(preview) | {"confirm": "1"}).status_code == 302

    assert order.refunds.get().amount == 500


def test_everything_that_is_left_goes_back_whatever_else_was_typed(mia: Client) -> None:
    order = bought([make.draft_line(3, 2000)])
    services.refund(order, reason="other", amount=1000)

    preview = mia.post(address(order), typed(mia, order, everything="1", amount="1"))
    mia.post(address(order), hidden(preview) | {"confirm": "1"})

    assert order.refunds.order_by("-pk")[0].amount == 5490
    assert StockRecord.objects.get().num_allocated == 0


def test_change_leads_back_to_what_was_typed(mia: Client) -> None:
    order = bought([make.draft_line(3, 2000)])
    (line,) = line_ids(order)
    preview = mia.post(address(order), typed(mia, order, **{f"line_{line}": 2, "note": "corner"}))

    back = mia.post(address(order), hidden(preview) | {"change": "1"})

    form = back.context["form"]
    assert (form[f"line_{line}"].value(), form["note"].value(), form["reason"].value()) == ("2", "corner", "defect")
    assert not order.refunds.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"line": "4"}, "line"),
        ({"line": "-1"}, "line"),
        ({"line": "two"}, "line"),
        ({"line": "1000000000"}, "line"),
        ({"amount": "60,01"}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "NaN"}, "amount"),
        ({"amount": "1", "line": "1"}, "amount"),
        ({}, "__all__"),
        ({"line": "1", "reason": ""}, "reason"),
        ({"line": "1", "reason": "because"}, "reason"),
        ({"line": "1", "key": "x"}, "key"),
    ],
)
def test_a_slip_is_said_beside_its_field_and_nothing_is_refunded(
    mia: Client, given: dict[str, str], field: str
) -> None:
    order = bought([make.draft_line(3, 2000)])
    (line,) = line_ids(order)
    given = {f"line_{line}" if name == "line" else name: value for name, value in given.items()}

    answer = mia.post(address(order), typed(mia, order, **given) | {"confirm": "1", "shown": "2000"})

    assert list(answer.context["form"].errors) == [f"line_{line}" if field == "line" else field]
    assert not order.refunds.exists()


def test_what_changed_meanwhile_is_shown_again_before_anything_is_refunded(mia: Client) -> None:
    order = bought([make.draft_line(3, 2000)])
    preview = mia.post(address(order), typed(mia, order, everything="1"))
    services.refund(order, reason="other", amount=1000)

    answer = mia.post(address(order), hidden(preview) | {"confirm": "1"}, follow=True)

    assert order.refunds.count() == 1
    assert [str(message.level_tag) for message in answer.context["messages"]] == ["bad"]


def test_a_sum_that_was_not_shown_is_not_refunded(mia: Client) -> None:
    order = bought()

    mia.post(address(order), typed(mia, order, amount="5") | {"confirm": "1"})

    assert not order.refunds.exists()


@pytest.mark.parametrize("right", [None, "view_refund"])
def test_who_may_not_refund_is_turned_away(client: Client, right: str | None) -> None:
    ben = factories.user("ben", is_staff=True)
    if right:
        ben.user_permissions.add(Permission.objects.get(codename=right))
    client.force_login(ben)
    order = bought()

    assert client.get(address(order)).status_code == 403
    assert client.post(address(order), {"everything": "1", "confirm": "1", "reason": "other"}).status_code == 403
    assert not order.refunds.exists()


def test_a_stranger_and_a_shopper_are_led_to_the_door(client: Client) -> None:
    order = bought()

    assert client.get(address(order)).status_code == 302
    client.force_login(factories.user("ada"))
    assert client.post(address(order), {"everything": "1", "confirm": "1", "reason": "other"}).status_code in (302, 403)
    assert not order.refunds.exists()


def test_an_order_that_is_not_there_is_not_found(mia: Client) -> None:
    assert mia.get("/admin/returns/refund/ask/0/").status_code == 404


def test_the_list_costs_the_same_with_more_rows_and_begins_with_what_failed(
    mia: Client, django_assert_num_queries: Any
) -> None:
    for _order in range(2):
        services.refund(bought(), reason="other")
    failed = Refund.objects.order_by("pk")[0]
    Refund.objects.filter(pk=failed.pk).update(state="failed")

    answer = mia.get("/admin/returns/refund/")

    assert next(row.pk for row in answer.context["cl"].result_list) == failed.pk
    assert [row.pk for row in mia.get("/admin/returns/refund/?todo=yes").context["cl"].result_list] == [failed.pk]
    with django_assert_num_queries(5):
        mia.get("/admin/returns/refund/")
    services.refund(bought(), reason="other")
    with django_assert_num_queries(5):
        mia.get("/admin/returns/refund/")


def failed(stripe: Stripe) -> Refund:
    order = bought(stripe=stripe)
    made = services.refund(order, reason="other")
    order.payments.update(refunded_elsewhere=2890)
    services.send_due()
    order.payments.update(refunded_elsewhere=0)
    made.refresh_from_db()
    assert made.state == "failed"
    return made


def test_a_failed_refund_is_begun_again_by_a_button_and_not_by_a_look(mia: Client, stripe: Stripe) -> None:
    made = failed(stripe)
    page = f"/admin/returns/refund/{made.pk}/see-to/"

    assert mia.get(page).status_code == 200
    assert RefundPart.objects.get().state == "failed"
    mia.post(page, {"retry": "1"})
    services.send_due()

    made.refresh_from_db()
    assert made.state == "done"
    assert [each["amount"] for each in stripe.all("refund")] == [2890]


def test_a_failed_refund_is_settled_by_hand_with_a_word_of_how(mia: Client, stripe: Stripe) -> None:
    made = failed(stripe)
    page = f"/admin/returns/refund/{made.pk}/see-to/"

    assert mia.post(page, {"by_hand": "1", "note": ""}).status_code == 200
    made.refresh_from_db()
    assert made.state == "failed"
    mia.post(page, {"by_hand": "1", "note": "transfer"})

    made.refresh_from_db()
    assert (made.state, made.note) == ("done", "transfer")
    assert stripe.all("refund") == []
    assert mia.get(page).status_code == 403


def test_refunds_are_neither_written_nor_deleted_by_hand(mia: Client) -> None:
    made = services.refund(bought(), reason="other")

    assert mia.get(f"/admin/returns/refund/{made.pk}/change/").status_code == 200
    assert mia.get("/admin/returns/refund/add/").status_code == 403
    assert mia.post(f"/admin/returns/refund/{made.pk}/change/", {"note": "x"}).status_code == 403
    assert mia.post(f"/admin/returns/refund/{made.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Refund.objects.get().note == ""
