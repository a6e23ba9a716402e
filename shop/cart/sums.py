"""What a basket comes to now."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from shop.cart import loading
from shop.cart.models import Basket, Line
from shop.cart.quantities import left_sentence
from shop.cart.reckoning import Applied, Problem, Reckoning
from shop.cents import cents
from shop.pages.money import euros
from shop.people.models import Person
from shop.promotions import codes as known_codes
from shop.promotions.codes import Code
from shop.promotions.offer.applicator import Applicator, Sheet
from shop.promotions.offer.models import Benefit, ConditionalOffer
from shop.promotions.offer.selectors import for_everybody, prepare
from shop.promotions.usage import Buyer, used_by
from shop.promotions.voucher.models import Voucher
from shop.stock.strategy import Selector, left

DELIVERY_KINDS = {
    Benefit.SHIPPING_PERCENTAGE: "percent",
    Benefit.SHIPPING_ABSOLUTE: "off",
    Benefit.SHIPPING_FIXED_PRICE: "price",
}


@dataclass(frozen=True)
class Read:
    """A reckoned basket, the rows it was reckoned from (for pictures and stock), and its codes."""

    reckoning: Reckoning
    rows: tuple[Line, ...] = ()
    codes: tuple[Code, ...] = ()


def reckon(basket: Basket | None, *, person: Person | None = None) -> Reckoning:
    """The basket's lines, what made them cheaper, and what they come to. At most ten statements whatever its size.

    Nothing is written, nothing silently changed: a line that cannot be sold as it stands has a problem. `person` is
    who will order, where known: codes for once a person are theirs only once.
    """
    return read(basket, person=person).reckoning


def read(basket: Basket | None, *, person: Person | None = None, trying: Voucher | None = None) -> Read:
    """The same, with its rows; `trying` is a code that is not in the basket yet."""
    if basket is None:
        return Read(Reckoning())
    rows = loading.lines_of(basket)
    words = loading.variant_words([row.product for row in rows])
    problems = [problem for row in rows if (problem := _problem(row))]
    away = {problem.line_id for problem in problems if problem.kind != "fewer"}
    sold = [row for row in rows if row.pk not in away]
    codes = known_codes.opened(_vouchers(basket, trying))
    notes = [note for row in sold if (note := _price_note(row))]
    sheet, spent = promote(sold, codes, Buyer.of(person)) if sold else (Sheet([]), {})
    applied = tuple(_applied(application) for application in sheet.offer_applications)
    at_work = {one.voucher_id for one in applied}
    for code in codes if sold else []:
        if code.voucher.pk not in at_work:
            notes.append(_idle_note(code.voucher, spent.get(code.voucher.pk, "")))
    reckoned = Reckoning(
        lines=tuple(loading.shown(row, words, cents(Decimal(row.discounts.total))) for row in sold),
        applied=applied,
        problems=tuple(problems),
        codes=tuple(code.voucher.code for code in codes),
        notes=tuple(notes),
        absent=tuple(loading.shown(row, words) for row in rows if row.pk in away),
    )
    return Read(reckoned, tuple(rows), tuple(codes))


def promote(rows: list[Line], codes: list[Code], buyer: Buyer, *, public: bool = True) -> tuple[Sheet, dict[int, str]]:
    """Applies every promotion that runs to these lines; also why codes do not count (sentence by id of the code)."""
    everybody = for_everybody() if public else []
    offers = everybody + [offer for code in codes for offer in code.offers]
    used = used_by(buyer, vouchers=[code.voucher for code in codes], offers=offers)
    spent = {
        code.voucher.pk: sentence
        for code in codes
        if (sentence := known_codes.spent(code.voucher, was_used=code.voucher.pk in used.vouchers))
    }
    running: dict[int, ConditionalOffer] = {offer.pk: offer for offer in everybody}
    for code in codes:
        if code.voucher.pk not in spent:
            running |= {offer.pk: offer for offer in code.offers if offer.pk not in running}
    for offer in running.values():
        offer.used_by_person = used.offers.get(offer.pk, 0)
    prepare(running.values(), [row.product for row in rows])
    strategy = Selector().strategy()
    for row in rows:
        row.basket.strategy = strategy
    return Applicator().sheet(rows, running.values()), spent


def _vouchers(basket: Basket, trying: Voucher | None) -> Any:
    inside = Q(pk__in=Basket.vouchers.through.objects.filter(basket=basket).values("voucher_id"))
    return Voucher.objects.filter(inside | Q(pk=trying.pk) if trying else inside)


def _applied(application: Any) -> Applied:
    offer, voucher = application["offer"], application["voucher"]
    kind = DELIVERY_KINDS.get(offer.benefit.type, "")
    value = cents(offer.benefit.value or Decimal(0)) if kind else 0
    return Applied(
        offer_id=offer.pk,
        name=str(offer.name),
        amount=cents(application["discount"]),
        code=voucher.code if voucher else "",
        voucher_id=voucher.pk if voucher else None,
        free_delivery=(kind == "percent" and value >= 10_000) or (kind == "price" and value == 0),
        times=application["freq"],
        delivery=kind,
        delivery_value=value,
    )


def _idle_note(voucher: Voucher, why: str) -> str:
    """What is so with a code that lies in the basket and changes nothing."""
    if why:
        return f"{voucher.code}: {why}"
    return _("%(code)s: this code makes nothing cheaper in your basket as it is.") % {"code": voucher.code}


def _problem(row: Line) -> Problem | None:
    product: Any = row.product
    is_on_sale = product.is_public and (product.parent is None or product.parent.is_public)
    if not is_on_sale or row.stockrecord.price is None:
        return Problem(row.pk, "withdrawn", _("This one is no longer sold. Take it out to order the rest."))
    there = left(row.stockrecord)
    if there is None or there >= row.quantity:
        return None
    if there == 0:
        return Problem(row.pk, "gone", _("This one is sold out. Take it out to order the rest."))
    return Problem(row.pk, "fewer", left_sentence(there) + " " + _("Choose fewer to order."), left=there)


def _price_note(row: Line) -> str:
    """A price that changed since the thing was put in, in words."""
    before, now = row.price_incl_tax, row.stockrecord.price
    if before is None or now is None or before == now:
        return ""
    return _("The price of %(name)s has changed since you put it in: %(now)s instead of %(before)s.") % {
        "name": row.product.get_title(),
        "now": euros(cents(now)),
        "before": euros(cents(before)),
    }
