"""What somebody does to the lines of a basket. Every refusal is a sentence, and leaves everything as it was."""

from django.db import transaction
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop.cart import quantities
from shop.cart.exceptions import Refused
from shop.cart.models import Basket, Line
from shop.cart.services.baskets import changed, lock
from shop.stock.models import StockRecord
from shop.stock.strategy import left


@transaction.atomic
def add(basket: Basket, variant_id: int, quantity: int, via: str = "") -> Line:
    """Put so many more of a variant into the basket. `via` is the touch that led here: the first one stays.

    Price and name are never taken from the caller. Raises Refused (a sentence), Closed.
    """
    quantities.checked(quantity)
    basket = lock(basket)
    record = _sold(variant_id)
    line = Line.objects.filter(basket=basket, product_id=variant_id).first()
    inside = line.quantity if line else 0
    _check_left(record, inside + quantity, inside)
    _check_room(basket, more=quantity, new_line=line is None)
    if line is None:
        line = Line(
            basket=basket,
            product_id=variant_id,
            stockrecord=record,
            line_reference=f"{variant_id}_{record.pk}",
            price_currency=record.price_currency,
        )
    line.quantity, line.price_incl_tax = inside + quantity, record.price
    line.save()
    changed(basket, touch=basket.touch or via[:64], removed={})
    return line


@transaction.atomic
def set_quantity(basket: Basket, line_id: int, quantity: int) -> Line:
    """So many of a line from now on. Raises Refused, Closed; Line.DoesNotExist for one that is not in this basket."""
    quantities.checked(quantity)
    basket = lock(basket)
    line = Line.objects.get(basket=basket, pk=line_id)
    record = _sold(line.product_id)
    if quantity > line.quantity:
        _check_room(basket, more=quantity - line.quantity, new_line=False)
    _check_left(record, quantity)
    line.quantity, line.price_incl_tax, line.stockrecord = quantity, record.price, record
    line.save()
    changed(basket, removed={})
    return line


@transaction.atomic
def remove(basket: Basket, line_id: int) -> None:
    """Take a line out; the basket remembers the last one, so that it can come back. Gone already: nothing."""
    basket = lock(basket)
    line = Line.objects.filter(basket=basket, pk=line_id).first()
    if line is None:
        return
    line.delete()
    changed(basket, removed={"variant": line.product_id, "quantity": line.quantity})


@transaction.atomic
def put_back(basket: Basket) -> Line | None:
    """The line taken out last comes back, as many as there are now. None when there is none to come back."""
    basket = lock(basket)
    gone = basket.removed
    if not gone:
        return None
    record = _sold(gone["variant"])
    there, inside = left(record), Line.objects.filter(basket=basket, product_id=gone["variant"]).first()
    wanted = gone["quantity"] if there is None else min(gone["quantity"], there)
    if inside is not None or wanted < 1:
        changed(basket, removed={})
        return inside
    return add(basket, gone["variant"], wanted)


def _sold(variant_id: int) -> StockRecord:
    """The stock record of a variant that is on sale. Raises Refused."""
    on_sale = Q(product__is_public=True) & (Q(product__parent=None) | Q(product__parent__is_public=True))
    record = StockRecord.objects.filter(on_sale, product_id=variant_id, price__isnull=False).first()
    if record is None:
        raise Refused(_("This one is no longer sold. Your basket is unchanged."))
    return record


def _check_left(record: StockRecord, wanted: int, inside: int = 0) -> None:
    if wanted > quantities.MOST_OF_ONE:
        raise Refused(_with_inside(quantities.most_sentence(), inside))
    there = left(record)
    if there is not None and wanted > there:
        raise Refused(_with_inside(quantities.left_sentence(there), inside))


def _with_inside(sentence: str, inside: int) -> str:
    if not inside:
        return sentence
    words = ngettext("%(n)s is in your basket already.", "%(n)s are in your basket already.", inside)
    return f"{sentence} {words % {'n': inside}}"


def _check_room(basket: Basket, *, more: int, new_line: bool) -> None:
    lines = Line.objects.filter(basket=basket)
    if new_line and lines.count() >= quantities.MOST_LINES:
        raise Refused(
            _("A basket holds %(n)s different things at most. Order these first.") % {"n": quantities.MOST_LINES}
        )
    pieces = lines.aggregate(n=Sum("quantity"))["n"] or 0
    if pieces + more > quantities.MOST_PIECES:
        raise Refused(_("A basket holds %(n)s pieces at most. For more, write to us.") % {"n": quantities.MOST_PIECES})
