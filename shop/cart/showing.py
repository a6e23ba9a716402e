"""What the basket's page and the panel after adding show."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from catalog import selectors as catalog
from catalog.models import Product
from catalog.pictures.naming import Picture
from catalog.shelf.cards import Card
from shop.cart import cookies, hints, loading, reckoning
from shop.cart.models import Basket, Line
from shop.cart.quantities import MOST_OF_ONE
from shop.cart.services import basket_of
from shop.cart.sums import Read, read
from shop.people.models import Person
from shop.stock.strategy import left

SUGGESTIONS = 4


@dataclass(frozen=True)
class Trouble:
    """A field that was refused: what was typed, and why it cannot be."""

    typed: str
    sentence: str


@dataclass(frozen=True)
class Row:
    """A line on the page. `left` only when few are; `most` is what the field allows."""

    line: reckoning.Line
    picture: Picture
    left: int | None
    most: int
    problem: reckoning.Problem | None
    trouble: Trouble | None
    is_absent: bool = False

    @property
    def gross(self) -> int:
        """What it costs before promotions, which stand in the sum."""
        return self.line.quantity * self.line.unit_price

    @property
    def key(self) -> str:
        return str(self.line.line_id)

    @property
    def thing(self) -> str:
        """What it is called when read aloud."""
        return f"{self.line.title} ({self.line.variant})" if self.line.variant else self.line.title

    @property
    def error_id(self) -> str:
        """The id of the sentence below it; empty when there is nothing to say."""
        return f"sentence-{self.line.line_id}" if self.trouble or self.problem else ""

    @property
    def shown_quantity(self) -> str:
        return self.trouble.typed if self.trouble else str(self.line.quantity)


@dataclass(frozen=True)
class Sum:
    """The sum at the side. Cents with VAT; `share` is the way to free delivery in per cent, None without one."""

    goods: int
    delivery: int | None
    delivery_name: str
    share: int | None
    missing: int
    free_from: int

    @property
    def total(self) -> int:
        return self.goods + (self.delivery or 0)

    @property
    def is_free(self) -> bool:
        return self.delivery == 0


@dataclass(frozen=True)
class Added:
    """What has just come into the basket."""

    title: str
    variant: str
    quantity: int
    picture: Picture

    @property
    def words(self) -> str:
        return f"{self.title} ({self.variant})" if self.variant else self.title


def page(
    request: HttpRequest,
    basket: Basket | None,
    *,
    undo: bool,
    trouble: dict[int, Trouble],
    code: Trouble | None,
) -> dict[str, Any]:
    """The context of the basket's page; the cookie's counter is put right on the way."""
    found = read(basket, person=person_of(request))
    reckoned = found.reckoning
    if basket is not None:
        pieces = sum(row.quantity for row in found.rows)
        cookies.remember(request, basket_id=basket.pk, key=basket.key, count=pieces)
    return counted(request) | {
        "reckoned": reckoned,
        "rows": rows(found, trouble),
        "sum": reckoned_sum(reckoned),
        "code_trouble": code,
        "removed": removed(basket) if basket and undo and basket.removed else None,
        "suggestions": suggestions(found),
        "can_order": bool(reckoned.lines) and not reckoned.problems,
    }


def counted(request: HttpRequest) -> dict[str, Any]:
    """The counter, put in anew beside the answer."""
    seen = cookies.read(request)
    return {"count": seen.count if seen else 0, "swap": True}


def rows(found: Read, trouble: dict[int, Trouble]) -> list[Row]:
    """The lines in the order they came in, those that cannot be sold among them."""
    reckoned = found.reckoning
    absent = {line.line_id: line for line in reckoned.absent}
    lines = {line.line_id: line for line in reckoned.lines} | absent
    problems = {problem.line_id: problem for problem in reckoned.problems}
    return [
        Row(
            line=lines[row.pk],
            picture=loading.picture(row.product),
            left=_few(row),
            most=_most(row),
            problem=problems.get(row.pk),
            trouble=trouble.get(row.pk),
            is_absent=row.pk in absent,
        )
        for row in found.rows
    ]


def reckoned_sum(reckoned: reckoning.Reckoning) -> Sum:
    """Goods after promotions, the cheapest delivery, and how far it is to a free one."""
    hint = hints.delivery(reckoned.weight, reckoned.goods) if reckoned.lines else None
    if hint is None:
        return Sum(reckoned.goods, None, "", None, 0, 0)
    free_from = hint.free_from or 0
    is_free = reckoned.has_free_delivery or bool(free_from and reckoned.goods >= free_from)
    price = 0 if is_free else reckoned.delivery_price(hint.price)
    share = None
    if free_from:
        share = 100 if price == 0 else reckoned.goods * 100 // free_from
    return Sum(reckoned.goods, price, hint.name, share, max(0, free_from - reckoned.goods), free_from)


def suggestions(found: Read) -> list[Card]:
    """What goes with the things inside; with an empty basket what the merchant puts forward."""
    inside = [row.product.parent_id or row.product_id for row in found.rows]
    return catalog.beside(inside, SUGGESTIONS)


def added(line: Line) -> Added:
    """The line that has just grown, for the panel."""
    product = Product.objects.select_related("parent__picture", "parent__shelf", "picture", "shelf").get(
        pk=line.product_id
    )
    words = loading.variant_words([product]).get(product.pk, "")
    return Added(str(product.get_title()), words, line.quantity, loading.picture(product))


def removed(basket: Basket) -> str:
    """The name of what was taken out last; empty when it is no longer there."""
    product = Product.objects.select_related("parent").filter(pk=basket.removed["variant"]).first()
    return str(product.get_title()) if product else ""


def refused(variant: str, trouble: Trouble) -> dict[str, Any]:
    """The context of the page that asks for the quantity again."""
    product = None
    if variant.isascii() and variant.isdigit() and len(variant) < 19:
        product = Product.objects.select_related("parent").filter(pk=variant, is_public=True).first()
    words = loading.variant_words([product]).get(product.pk, "") if product else ""
    return {"product": product, "words": words, "trouble": trouble}


def person_of(request: HttpRequest) -> Person | None:
    """The member who asks; None for a guest."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    basket = basket_of(request)
    if basket is not None and basket.owner is not None:
        return getattr(basket.owner, "person", None)
    return Person.objects.filter(user=user.pk).first()


def _few(row: Line) -> int | None:
    there = left(row.stockrecord)
    return there if there is not None and 0 < there <= row.stockrecord.few_left else None


def _most(row: Line) -> int:
    there = left(row.stockrecord)
    return MOST_OF_ONE if there is None else max(1, min(there, MOST_OF_ONE))
