"""Answers a list's question from the shelf: cards, total, counts. Four statements, whatever the number of cards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from catalog.models import Availability, ShelfItem, ShelfTerm
from catalog.shelf.cards import Card, card
from catalog.shelf.filters import Filters, filters
from catalog.shelf.question import BEST, DEFAULT_SORT, PAGE, Question
from shop import clock

ORDER: dict[str, list[Any]] = {
    "new": [F("published_at").desc(nulls_last=True), "-product_id"],
    "sold": ["-sales", F("published_at").desc(nulls_last=True), "-product_id"],
    "up": [F("price_from").asc(nulls_last=True), "product_id"],
    "down": [F("price_from").desc(nulls_last=True), "product_id"],
    "name": ["title", "product_id"],
}


@dataclass(frozen=True)
class Choice:
    """One option of a facet. `count`: how many products it would leave; 0 is shown, but cannot be chosen.

    `address`: the list without it, when it is chosen (choosing goes through the form).
    """

    code: str
    label: str
    swatch: str
    count: int
    chosen: bool
    address: str

    @property
    def disabled(self) -> bool:
        return self.count == 0 and not self.chosen


@dataclass(frozen=True)
class Facet:
    """A filter with its options, in the merchant's order."""

    code: str
    label: str
    choices: list[Choice]

    @property
    def is_used(self) -> bool:
        return any(choice.chosen for choice in self.choices)

    @property
    def swatches(self) -> bool:
        return any(choice.swatch for choice in self.choices)


@dataclass(frozen=True)
class Listing:
    """A page of a list. Prices in cents with VAT, over the whole list before the price filter."""

    question: Question
    cards: list[Card]
    total: int
    everything: int
    facets: list[Facet]
    price_low: int | None
    price_high: int | None
    stock_count: int
    new_count: int
    pages: int
    valid_until: datetime | None

    @property
    def chips(self) -> list[Choice]:
        return [choice for facet in self.facets for choice in facet.choices if choice.chosen]


# Rows by rank, for a search: from which on, how many, narrowed to which.
Ranked = Callable[[int, int, QuerySet[ShelfItem] | None], list[ShelfItem]]


def answer(
    question: Question, within: QuerySet[ShelfItem], known: Filters | None = None, ranked: Ranked | None = None
) -> Listing:
    """The page of the list `within` that the question asks for; a page past the end becomes the last one.

    `ranked` gives the rows of the sort "best match", which only a search knows.
    """
    known = known or filters()
    now = clock.now()
    chosen = {
        code: [known.ids[code][option] for option in options if option in known.ids.get(code, {})]
        for code, options in question.options.items()
    }
    base = within.order_by()
    narrowed = base.filter(_plain(question, now))
    everything_chosen = _with_options(narrowed, chosen)
    figures = _figures(_with_options(base, chosen), base, question, now)
    total = figures["total"]
    pages = max(1, -(-total // PAGE))
    question = question if question.page <= pages else Question(**{**question.__dict__, "page": pages})
    start = (question.page - 1) * PAGE
    rows: Iterable[ShelfItem] = ()
    if total and ranked and question.sort == BEST:
        rows = ranked(start, PAGE, everything_chosen if question.is_filtered else None)
    elif total:
        rows = everything_chosen.order_by(*ORDER.get(question.sort, ORDER[DEFAULT_SORT]))[start : start + PAGE]
    cards = [card(item, now) for item in rows]
    return Listing(
        question=question,
        cards=cards,
        total=total,
        everything=figures["everything"],
        facets=_facets(question, known, _counts(narrowed, chosen)) if figures["everything"] else [],
        price_low=figures["low"],
        price_high=figures["high"],
        stock_count=figures["stock"],
        new_count=figures["new"],
        pages=pages,
        valid_until=min((item.boundary for item in cards if item.boundary), default=None),
    )


def in_category(category_id: int) -> QuerySet[ShelfItem]:
    """The products of a category and of all below it."""
    return ShelfItem.objects.filter(pk__in=_with_term(ShelfTerm.CATEGORY, [category_id]))


def _with_term(kind: int, values: list[int]) -> QuerySet[ShelfTerm, int]:
    return ShelfTerm.objects.filter(kind=kind, value__in=values).values_list("item_id", flat=True)


def _with_options(items: QuerySet[ShelfItem], chosen: dict[str, list[int]], but: str = "") -> QuerySet[ShelfItem]:
    """Narrowed by every attribute chosen (any of its options), except one."""
    for code, ids in chosen.items():
        if code != but:
            items = items.filter(pk__in=_with_term(ShelfTerm.OPTION, ids))
    return items


def _plain(question: Question, now: datetime, *, price: bool = True, stock: bool = True, new: bool = True) -> Q:
    """The filters that are columns of the shelf."""
    wanted = Q()
    if price and question.price_min is not None:
        wanted &= Q(price_to__gte=question.price_min)
    if price and question.price_max is not None:
        wanted &= Q(price_from__lte=question.price_max)
    if stock and question.in_stock:
        wanted &= Q(availability__gt=Availability.GONE)
    if new and question.only_new:
        wanted &= Q(new_until__gt=now)
    return wanted


def _figures(
    items: QuerySet[ShelfItem], base: QuerySet[ShelfItem], question: Question, now: datetime
) -> dict[str, Any]:
    """Total, price range and the counts beside "in stock" and "new", in one statement.

    Each count leaves its own filter out, as the counts beside options do.
    """
    got = items.aggregate(
        total=Count("pk", filter=_plain(question, now)),
        low=Min("price_from", filter=_plain(question, now, price=False)),
        high=Max("price_to", filter=_plain(question, now, price=False)),
        stock=Count("pk", filter=_plain(question, now, stock=False) & Q(availability__gt=Availability.GONE)),
        new=Count("pk", filter=_plain(question, now, new=False) & Q(new_until__gt=now)),
        everything=Count("pk"),
    )
    if question.options:
        got["everything"] = base.count()
    return got


def _counts(narrowed: QuerySet[ShelfItem], chosen: dict[str, list[int]]) -> dict[int, int]:
    """Option → how many products it would leave: within an attribute options add up, so its own choice is left out."""
    terms = ShelfTerm.objects.filter(kind=ShelfTerm.OPTION)

    def counted(rows: QuerySet[ShelfTerm], items: QuerySet[ShelfItem]) -> Any:
        return rows.filter(item__in=items.values("pk")).order_by().values_list("value").annotate(n=Count("item_id"))

    parts = [counted(terms.exclude(attribute__in=chosen), _with_options(narrowed, chosen))]
    parts += [counted(terms.filter(attribute=code), _with_options(narrowed, chosen, but=code)) for code in chosen]
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return dict(rows)


def _facets(question: Question, known: Filters, counts: dict[int, int]) -> list[Facet]:
    """Facets that tell products of this list apart: at least two options with products.

    Once something is chosen one is enough: the others are shown disabled rather than taken away from under the thumb.
    """
    facets, enough = [], 1 if question.is_filtered else 2
    for attribute in known.attributes:
        picked = question.options.get(attribute.code, ())
        choices = [
            Choice(
                code=option.code,
                label=option.label,
                swatch=option.swatch,
                count=counts.get(option.id, 0),
                chosen=option.code in picked,
                address=question.toggled(attribute.code, option.code) if option.code in picked else "",
            )
            for option in attribute.options
        ]
        if picked or sum(choice.count > 0 for choice in choices) >= enough:
            facets.append(Facet(attribute.code, attribute.label, choices))
    return facets
