"""The audit finds each kind of tampering with refunds."""

from typing import Any

import pytest
from django.db.models import F

from shop.returns import services
from shop.returns.models import (
    LineRefunded,
    OrderRefunded,
    PaymentRefunded,
    ReductionReturned,
    Refund,
    RefundLine,
    RefundPart,
)
from tests import order_factories as make
from tests.shop.returns.given import Plug, audited, bought, line_ids

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("model", "change", "expected"),
    [
        (LineRefunded, {"amount": F("amount") - 1, "tax": F("tax") - 1}, ["refunds by line"]),
        (OrderRefunded, {"amount": F("amount") - 1}, ["refunds by order"]),
        (PaymentRefunded, {"amount": F("amount") - 1}, ["refunds by payment"]),
        (ReductionReturned, {"amount": F("amount") - 1}, ["reductions given back"]),
        (LineRefunded, {"bought": 9}, ["limits of refunds"]),
        (OrderRefunded, {"total": 99_999}, ["limits of refunds"]),
        (PaymentRefunded, {"total": 99_999}, ["limits of refunds"]),
        (RefundLine, {"amount": F("amount") - 1}, ["refunds by line", "refunds and their parts"]),
        (Refund, {"tax": 0}, ["refunds and their parts"]),
        (RefundPart, {"amount": F("amount") + 1}, None),
        (RefundPart, {"state": "done"}, ["states of refunds"]),
    ],
)
def test_tampering_is_found(model: Any, change: dict[str, Any], expected: list[str] | None, points: Plug) -> None:
    order = bought([make.draft_line(3, 2000, off=600)], points=600)
    services.refund(order, reason="other", lines={line_ids(order)[0]: 2})
    assert audited() == []

    model.objects.update(**change)

    found = [each.split(":")[0] for each in audited()]
    assert found == (expected or ["refunds by payment", "reductions given back", "refunds and their parts"])
