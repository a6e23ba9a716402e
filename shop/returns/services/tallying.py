"""Counting a refund against its limits, by conditional updates under the tables' CHECKs. Inside the order's lock."""

from django.db.models import F

from shop.order.models import Order
from shop.payment.models import Payment
from shop.returns.exceptions import TooManyPieces, TooMuch
from shop.returns.models import LineRefunded, OrderRefunded, PaymentRefunded, ReductionReturned
from shop.returns.planning import Plan, PlannedLine
from shop.returns.selectors import Standing


def count(standing: Standing, plan: Plan) -> None:
    """Raise every tally this refund touches; raises TooMuch, TooManyPieces, and then the transaction must go back.

    The plan was made from what is left, so a refusal here means that somebody counted past the order's lock: the
    condition, and behind it the CHECK, is what holds when a lock does not.
    """
    _count_order(standing.order, plan)
    for planned in plan.lines:
        _count_line(planned)
    for payment, amount in plan.parts:
        _count_payment(payment, amount)
    for name, _label, amount in plan.reductions:
        total = next(one.total for one in standing.reductions if one.name == name)
        _count_reduction(standing.order, name, total, amount)


def _count_order(order: Order, plan: Plan) -> None:
    limits = {"total": order.total, "delivery_total": order.delivery}
    row, _made = OrderRefunded.objects.get_or_create(order=order, defaults=limits)
    free = OrderRefunded.objects.filter(
        pk=row.pk, amount__lte=F("total") - plan.amount, delivery__lte=F("delivery_total") - plan.delivery
    )
    if not free.update(amount=F("amount") + plan.amount, delivery=F("delivery") + plan.delivery):
        raise TooMuch(row.total - row.amount)


def _count_line(planned: PlannedLine) -> None:
    bought, share = planned.standing.bought, planned.share
    limits = {"bought": bought.quantity, "total": bought.total, "tax_total": bought.tax}
    row, _made = LineRefunded.objects.get_or_create(line=planned.standing.line, defaults=limits)
    free = LineRefunded.objects.filter(
        pk=row.pk,
        quantity__lte=F("bought") - share.quantity,
        amount__lte=F("total") - share.amount,
        tax__lte=F("tax_total") - share.tax,
    )
    if not free.update(
        quantity=F("quantity") + share.quantity, amount=F("amount") + share.amount, tax=F("tax") + share.tax
    ):
        raise TooManyPieces(bought.line_id, planned.standing.line.title, row.bought - row.quantity)


def _count_payment(payment: Payment, amount: int) -> None:
    row, _made = PaymentRefunded.objects.get_or_create(payment=payment, defaults={"total": payment.amount})
    free = PaymentRefunded.objects.filter(pk=row.pk, amount__lte=F("total") - amount)
    if not free.update(amount=F("amount") + amount):
        raise TooMuch(row.total - row.amount)


def _count_reduction(order: Order, name: str, total: int, amount: int) -> None:
    row, _made = ReductionReturned.objects.get_or_create(order=order, name=name, defaults={"total": total})
    free = ReductionReturned.objects.filter(pk=row.pk, amount__lte=F("total") - amount)
    if not free.update(amount=F("amount") + amount):
        raise TooMuch(row.total - row.amount)
