"""From a draft to an order that stands."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import CharField, Model, QuerySet, Value

from shop import clock
from shop.order import emails, rows
from shop.order.drafts import Draft
from shop.order.models import Line, Order, Reduction, ShippingAddress, random_number
from shop.order.signals import order_placed

TRIES = 5
# What may have been deleted since the draft was frozen; the person and the country may not.
POINTERS: dict[type[Model], tuple[str, ...]] = {
    Order: ("user", "basket"),
    Line: ("product", "stockrecord"),
    Reduction: ("offer", "voucher"),
}


@transaction.atomic
def write(draft: Draft) -> Order:
    """The order of this draft, in the transaction of the caller: order, address, lines, reductions, mail.

    The same reference again, also at the same moment, gives the order that stands, whatever else the draft says; it is
    announced once. Stock is not touched: the caller's holds become allocations (`num_allocated` of the lines says
    so). Raises BadDraft when the sums do not agree.
    """
    standing = Order.objects.filter(reference=draft.reference).first()
    if standing is not None:
        return standing
    made = rows.from_draft(draft, number=random_number(), placed_at=draft.placed_at or clock.now())
    _forget_what_is_gone(made)
    order, address = Order(**made.order), ShippingAddress(**made.address)
    ShippingAddress.objects.bulk_create([address])
    order.shipping_address = address
    if not _insert(order):
        address.delete()
        return Order.objects.get(reference=draft.reference)
    Line.objects.bulk_create(Line(order=order, **line) for line in made.lines)
    Reduction.objects.bulk_create(Reduction(order=order, **reduction) for reduction in made.reductions)
    emails.write_placed(order)
    transaction.on_commit(partial(order_placed.send_robust, sender=Order, order_id=order.pk), robust=True)
    return order


def _forget_what_is_gone(made: rows.Rows) -> None:
    """A paid order must stand even if its basket, product or offer was deleted meanwhile: what is gone is not pointed
    to. One statement."""
    pointers: dict[tuple[type[Model], str], list[rows.Row]] = {}
    kept: dict[type[Model], list[rows.Row]] = {Order: [made.order], Line: made.lines, Reduction: made.reductions}
    for table, names in POINTERS.items():
        for name in names:
            pointing = [row for row in kept[table] if row[f"{name}_id"] is not None]
            if pointing:
                pointers[table, name] = pointing
    there = set(_there(pointers))
    for (model, name), pointing in pointers.items():
        for row in pointing:
            if (f"{model.__name__}.{name}", row[f"{name}_id"]) not in there:
                row[f"{name}_id"] = None


def _there(pointers: Mapping[tuple[type[Model], str], Sequence[rows.Row]]) -> Iterable[tuple[str, int]]:
    """("Order.user", 12) for each row that is pointed to and exists."""
    asked: list[QuerySet[Any, Any]] = []
    for (model, name), pointing in pointers.items():
        target: Any = model._meta.get_field(name).related_model
        ids = {row[f"{name}_id"] for row in pointing}
        label = Value(f"{model.__name__}.{name}", output_field=CharField())
        # A plain query: those of translated models put their columns in another order.
        asked.append(QuerySet(target).filter(pk__in=ids).order_by().values_list(label, "pk"))
    return asked[0].union(*asked[1:], all=True) if asked else []


def _insert(order: Order) -> bool:
    """Store the order under a number nobody has. False: a rival has written this reference meanwhile."""
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                order.save(force_insert=True)
        except IntegrityError:
            if Order.objects.filter(reference=order.reference).exists():
                return False
            if not Order.objects.filter(number=order.number).exists():
                raise
            order.number = random_number()
        else:
            return True
    raise RuntimeError("Five order numbers in a row were taken.")
