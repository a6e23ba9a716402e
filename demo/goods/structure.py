"""The frame of the catalogue: shelves, attributes, kinds."""

from functools import cache
from typing import Any

from demo.goods.spec import AttributeSpec, CategorySpec, KindSpec, OptionSpec
from demo.goods.typography import slug
from demo.goods.words import motifs, pair, series, table, things


@cache
def categories() -> tuple[CategorySpec, ...]:
    """All shelves, parents before children; `position` counts from 0 among siblings."""
    seen: dict[str, int] = {}
    found = []
    for code, row in table("categories").items():
        parent = row.get("parent", "")
        position = seen.get(parent, 0)
        seen[parent] = position + 1
        name = pair(row["name"])
        slugs = type(name)(slug(name.fr), slug(name.en))
        found.append(CategorySpec(code, parent, name, slugs, pair(row["description"]), position))
    return tuple(found)


def _options(code: str, row: dict[str, Any]) -> tuple[OptionSpec, ...]:
    if code == "series":
        return tuple(OptionSpec(one.code, one.name) for one in series().values())
    if code == "motif":
        return tuple(OptionSpec(one.code, one.name) for one in motifs().values())
    swatches = row.get("swatches", {})
    return tuple(OptionSpec(key, pair(words), swatches.get(key, "")) for key, words in row.get("options", {}).items())


@cache
def attributes() -> dict[str, AttributeSpec]:
    return {
        code: AttributeSpec(
            code,
            pair(row["name"]),
            row["type"],
            _options(code, row),
            facet=row.get("facet", False),
            label_mention=row.get("mention", False),
            variant_axis=row.get("axis", False),
            unit=row.get("unit", ""),
        )
        for code, row in table("attributes").items()
    }


@cache
def kinds() -> dict[str, KindSpec]:
    """One kind a thing; axes and mentions follow from its attributes."""
    known = attributes()
    return {
        thing.code: KindSpec(
            thing.code,
            thing.name,
            thing.attributes,
            tuple(code for code in thing.attributes if known[code].variant_axis),
            thing.vat,
            tuple(code for code in thing.attributes if known[code].label_mention),
        )
        for thing in things().values()
    }
