"""The filters there are: attributes marked as such, with their options, in the active language."""

from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language

from catalog.models import ProductAttribute
from catalog.shelf.question import RESERVED
from shop.pages.remembered import remembered


@dataclass(frozen=True)
class FilterOption:
    id: int
    code: str
    label: str
    swatch: str


@dataclass(frozen=True)
class FilterAttribute:
    code: str
    label: str
    options: list[FilterOption]


@dataclass(frozen=True)
class Filters:
    """`ids`: attribute code → option code → option number."""

    attributes: list[FilterAttribute]
    ids: dict[str, dict[str, int]]

    @property
    def codes(self) -> dict[str, set[str]]:
        return {code: set(options) for code, options in self.ids.items()}


def filters() -> Filters:
    """All filters, as remembered in this process until the shelf changes."""
    return remembered("filters", ["shelf"], read)


def read() -> Filters:
    """All filters. An attribute of several kinds (series, size) is one filter. One statement."""
    group, language = "option_group__options__", (get_language() or "fr")[:2]
    # Across this relation the label's language is not chosen by itself.
    label_here = Coalesce(NullIf(f"{group}option_{language}", Value("")), f"{group}option")
    rows = (
        ProductAttribute.objects.filter(facet=True, option_group__options__isnull=False)
        .exclude(code__in=RESERVED)
        .order_by("position", "code", f"{group}position", f"{group}id")
        .values_list("code", "name", f"{group}id", f"{group}code", label_here, f"{group}swatch")
    )
    attributes: dict[str, FilterAttribute] = {}
    ids: dict[str, dict[str, int]] = {}
    for code, name, pk, option_code, label, swatch in rows:
        attribute = attributes.setdefault(code, FilterAttribute(code, name, []))
        option = FilterOption(pk, option_code or str(pk), label, swatch)
        if option.code not in ids.setdefault(code, {}):
            ids[code][option.code] = pk
            attribute.options.append(option)
    return Filters(list(attributes.values()), ids)
