"""What a list is asked for: chosen filters, sort and page, read from a query string that may hold anything."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

PAGE = 24
LAST_PAGE = 10_000
MOST_CHOICES = 60
MOST_CENTS = 100_000_00
RESERVED = frozenset({"q", "v", "sort", "page", "min", "max", "stock", "new", "exact"})

# Name in the address → what it says, and the rule in words that stands beside it.
SORTS: dict[str, tuple[object, object]] = {
    "new": (_("newest first"), _("Those that came on sale last come first.")),
    "sold": (_("best sellers"), _("Those sold most often come first, all orders counted alike.")),
    "up": (_("price, low to high"), _("By the price of the cheapest variant.")),
    "down": (_("price, high to low"), _("By the price of the cheapest variant, falling.")),
    "name": (_("name"), _("From A to Z.")),
}
DEFAULT_SORT = "new"
# Of a search only, and there the first.
BEST = "best"
SEARCH_SORTS: dict[str, tuple[object, object]] = {
    BEST: (
        _("best match"),
        _("First where your words stand in the name, then in shelf or option, then in the text; sold-out goods last."),
    ),
    **SORTS,
}


@dataclass(frozen=True)
class Question:
    """A list's question. `options` maps attribute codes to chosen option codes; prices in cents with VAT."""

    options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    in_stock: bool = False
    only_new: bool = False
    sort: str = DEFAULT_SORT
    page: int = 1
    q: str = ""
    exact: bool = False

    @property
    def sorts(self) -> dict[str, tuple[object, object]]:
        """The sorts there are to choose from."""
        return SEARCH_SORTS if self.q else SORTS

    @property
    def default_sort(self) -> str:
        return BEST if self.q else DEFAULT_SORT

    @property
    def is_filtered(self) -> bool:
        return bool(
            self.options or self.price_min is not None or self.price_max is not None or self.in_stock or self.only_new
        )

    def address(self, **changes: object) -> str:
        """The query string of this question, in one spelling; changing anything but the page goes back to page 1."""
        if changes and "page" not in changes:
            changes["page"] = 1
        asked = replace(self, **changes)  # type: ignore[arg-type]
        pairs: list[tuple[str, str]] = [("q", asked.q)] if asked.q else []
        pairs += [("exact", "1")] if asked.exact else []
        pairs += [(code, option) for code in sorted(asked.options) for option in sorted(asked.options[code])]
        pairs += [
            (name, euros(value))
            for name, value in (("min", asked.price_min), ("max", asked.price_max))
            if value is not None
        ]
        pairs += [(name, "1") for name, chosen in (("stock", asked.in_stock), ("new", asked.only_new)) if chosen]
        pairs += [("sort", asked.sort)] if asked.sort != asked.default_sort else []
        pairs += [("page", str(asked.page))] if asked.page > 1 else []
        return f"?{urlencode(pairs)}" if pairs else ""

    def toggled(self, attribute: str, option: str) -> str:
        """The query string with one option chosen, or no longer."""
        chosen = set(self.options.get(attribute, ()))
        chosen ^= {option}
        options = {**self.options, attribute: tuple(sorted(chosen))}
        return self.address(options={code: values for code, values in options.items() if values})


def euros(cents: int) -> str:
    """Cents as people type them: 2400 → "24", 2450 → "24.50"."""
    return str(cents // 100) if cents % 100 == 0 else f"{cents / 100:.2f}"


def read(query: QueryDict, attributes: Mapping[str, set[str]], q: str = "") -> Question:
    """The question in a query string. What is not known (a broken price, a strange option) is left out, never an error.

    `attributes`: the filters there are, code → codes of their options. `q`: the words of a search, made clean.
    """
    options, left = {}, MOST_CHOICES
    for code, known in attributes.items():
        chosen = tuple(sorted(known.intersection(query.getlist(code)[:MOST_CHOICES])))[:left]
        if chosen and code not in RESERVED:
            options[code] = chosen
            left -= len(chosen)
    low, high = _cents(query.get("min", "")), _cents(query.get("max", ""))
    if low is not None and high is not None and low > high:
        low, high = high, low
    sort = query.get("sort", "")
    asked = Question(q=q)
    return Question(
        options=options,
        price_min=low,
        price_max=high,
        in_stock=query.get("stock") == "1",
        only_new=query.get("new") == "1",
        sort=sort if sort in asked.sorts else asked.default_sort,
        page=_page(query.get("page", "")),
        q=q,
        exact=bool(q) and query.get("exact") == "1",
    )


def _cents(text: str) -> int | None:
    """An amount in euros as typed ("24", "24,50", "24 €") in cents; None when it is none."""
    cleaned = "".join(sign for sign in text[:20] if sign not in " €\u00a0\u202f").replace(",", ".")
    whole, _dot, part = cleaned.partition(".")
    if not (whole.isascii() and whole.isdigit()) or (part and not (part.isascii() and part.isdigit())):
        return None
    return min(int(whole) * 100 + int((part + "00")[:2]), MOST_CENTS)


def _page(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 9 else 1
