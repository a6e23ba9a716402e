"""Choosing a variant: its address, the options that lead to it, and what a script needs to do it without a new page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.models import Availability
from catalog.selectors import ProductPage, Value, Variant, product_page
from shop.pages import versions
from shop.pages.money import euros
from shop.pages.remembered import remembered

MOST_KEPT = 50_000
# A change of any product makes one of these new.
TELLING = ("shelf", "catalog")
# Language and slug → product. Only a hint: what is remembered of the product says whether it still lives there.
_ids: dict[tuple[str, str], int] = {}


@dataclass(frozen=True)
class Known:
    """A product by its address: its number, the codes of its variants and of its axes."""

    id: int
    slug: str
    variants: frozenset[str]
    axes: frozenset[str]

    def variant(self, query: QueryDict) -> str:
        """The variant asked for; empty when there is none of this code, so that garbage is one page and not many."""
        code = query.get("v", "")
        return code if code in self.variants and len(self.variants) > 1 else ""

    def options(self, query: QueryDict) -> dict[str, str]:
        """The options chosen in a form, by axis."""
        return {axis: query.get(axis, "")[:128] for axis in self.axes if axis in query}


class Changed(LookupError):
    """What this process remembered of an address is no longer so."""


class Address:
    """What stands at the address of a product, for one request.

    Its number and the codes of its variants are remembered by this process under the product's version, so that a warm
    page asks nothing, whatever else the query holds (campaigns and other sites hang their traces on addresses).
    """

    def __init__(self, slug: str, *, again: bool = False) -> None:
        self.slug = slug
        self._read: tuple[ProductPage, dict[str, str]] | None = None
        key = (get_language() or "", slug)
        number = None if again else _ids.get(key)
        self.known = self._remembered(number) if number is not None else None
        if self.known is None:
            self.known = self._look_up(key)

    def _remembered(self, number: int) -> Known | None:
        """What is known of the product with this number, if it still lives at this address."""
        known = remembered(f"variants/{number}", [f"product:{number}"], self._learnt)
        return known if known and (known.id, known.slug) == (number, self.slug) else None

    def _look_up(self, key: tuple[str, str]) -> Known | None:
        known = self._of(self._read[0]) if self._read else self._learnt()
        if len(_ids) > MOST_KEPT:
            _ids.clear()
        if known is None:
            _ids.pop(key, None)
            return None
        _ids[key] = known.id
        return remembered(
            f"variants/{known.id}", [f"product:{known.id}"], lambda: known if self._is_fresh() else self._learnt()
        )

    def _learnt(self) -> Known | None:
        before = versions.fresh(TELLING)
        page = product_page(self.slug)
        if page is None:
            return None
        self._read = page, before
        return self._of(page)

    def _of(self, page: ProductPage) -> Known:
        axes = frozenset(axis for variant in page.variants for axis in variant.values)
        return Known(page.product.pk, self.slug, frozenset(variant.code for variant in page.variants), axes)

    def _is_fresh(self) -> bool:
        """Whether no product at all has changed since the page was read, some milliseconds ago."""
        return self._read is not None and versions.fresh(TELLING) == self._read[1]

    def page(self) -> ProductPage:
        """The product's page; that of the look-up if no product has changed since. Raises Changed."""
        if self._read and self._is_fresh():
            return self._read[0]
        page = product_page(self.slug)
        if page is None or self.known is None or page.product.pk != self.known.id:
            raise Changed(self.slug)
        return page


@dataclass(frozen=True)
class Option:
    """One value of an axis.

    `gone`: with the other choices as they are, nothing of it can be bought. `sold_out`: whatever they are.
    """

    code: str
    label: str
    swatch: str
    chosen: bool
    gone: bool
    sold_out: bool


@dataclass(frozen=True)
class Axis:
    """What variants differ in."""

    code: str
    label: str
    options: list[Option]


def axes(page: ProductPage, chosen: Variant) -> list[Axis]:
    """The axes of a product with their options in the merchant's order; none where there is nothing to choose."""
    if len(page.variants) < 2:
        return []
    return [_axis(page, chosen, value) for value in chosen.values.values()]


def _axis(page: ProductPage, chosen: Variant, own: Value) -> Axis:
    values = {v.values[own.code].option_code: v.values[own.code] for v in page.variants if own.code in v.values}
    others = {axis: value.option_code for axis, value in chosen.values.items() if axis != own.code}
    can_be_bought = (v for v in page.variants if v.offer.can_be_bought and own.code in v.values)
    bought = {v.values[own.code].option_code for v in can_be_bought}

    def gone(code: str) -> bool:
        fitting = [v for v in page.variants if _fits(v, others | {own.code: code})]
        return not any(variant.offer.can_be_bought for variant in fitting)

    ordered = sorted(values.values(), key=lambda value: (value.position, value.option_code))
    return Axis(
        own.code,
        own.name,
        [
            Option(
                v.option_code,
                v.text,
                v.swatch,
                v.option_code == own.option_code,
                gone(v.option_code),
                sold_out=v.option_code not in bought,
            )
            for v in ordered
        ],
    )


def _fits(variant: Variant, wanted: dict[str, str]) -> bool:
    return all(axis in variant.values and variant.values[axis].option_code == code for axis, code in wanted.items())


def nearest(page: ProductPage, wanted: dict[str, str]) -> Variant:
    """The variant with these options, else the one that shares most of them; of equals one that can be bought."""
    return max(
        page.variants,
        key=lambda variant: (
            sum(_fits(variant, {axis: code}) for axis, code in wanted.items()),
            variant.offer.can_be_bought,
        ),
    )


def stock_words(variant: Variant) -> str:
    """How much there is, in three words for three buckets."""
    words = {Availability.GONE: _("Sold out"), Availability.FEW: _("Few left"), Availability.GOOD: _("In stock")}
    return words[Availability(bucket(variant))]


def bucket(variant: Variant) -> int:
    """The bucket of what can be bought; a variant without a price is gone."""
    return variant.offer.availability if variant.offer.can_be_bought else Availability.GONE


def for_script(page: ProductPage, address: Callable[[ProductPage, Variant], str]) -> dict[str, Any]:
    """What static/js/variants.js shows when another variant is chosen; all in words, nothing to reckon."""
    rule = _("Lowest price of the last 30 days: %(price)s")
    return {
        "variants": [
            {
                "id": variant.id,
                "url": address(page, variant),
                "options": {axis: value.option_code for axis, value in variant.values.items()},
                "name": variant.words,
                "price": euros(variant.offer.price),
                "prior": euros(variant.offer.prior),
                "rule": rule % {"price": euros(variant.offer.prior)} if variant.offer.prior else "",
                "stock": stock_words(variant),
                "act": _("Add to basket") if variant.offer.can_be_bought else _("Sold out"),
                "availability": bucket(variant),
                "picture": variant.picture_id,
            }
            for variant in page.variants
        ]
    }
