"""The goods themselves: every range crossed with its images, always in the same order."""

from functools import cache
from itertools import product
from typing import Any
from zlib import crc32

from demo.goods.spec import Both, GoodSpec, PictureSpec, Value, VariantSpec
from demo.goods.structure import attributes, kinds
from demo.goods.typography import slug
from demo.goods.words import Motif, Series, Thing, fact, motifs, pair, pairs, series, table, things
from demo.goods.writing import Deck, describe, fill, join

# The guest draws these; everything else is by Maëlle Kerven.
GUEST_MOTIFS = ("pins", "tournesols")
MAKERS = {"maelle-kerven": "Maëlle Kerven", "samir-belkacem": "Samir Belkacem"}
SKU = {"carnet": "CNT", "carte": "CRT"}


def illustrator(motif: str) -> str:
    return "samir-belkacem" if motif in GUEST_MOTIFS else "maelle-kerven"


def _title(code: str, row: dict[str, Any], motif: Motif, mood: str) -> Both:
    blend = table("labels")["tea"]["blends"].get(f"{motif.code}/{mood}", {}) if row["thing"] == "boite" else {}
    special = blend.get("title") or table("labels")["titles"].get(code)
    return pair(special) if special else fill(pair(row["title"]), name=motif.names[mood])


def _pictures(thing: Thing, motif: Motif, mood: Series, front: int) -> tuple[PictureSpec, ...]:
    """All views, `front` before the others: a shelf of goods that all look the same way is dull."""
    label = next(o.label for o in attributes()["dye"].options if o.code == mood.dye)
    dye = Both(label.fr.lower(), label.en.lower())
    words = {"art": motif.seen["art"], "tile": motif.seen["tile"], "tones": mood.tones, "dye": dye}
    views = tuple(
        PictureSpec(thing.code, motif.code, mood.code, view, fill(pattern, **words))
        for view, pattern in enumerate(thing.views)
    )
    return (views[front], *(picture for picture in views if picture.view != front))


def _stock(sku: str, gone: bool) -> int:
    """Plausible units on the shelf: most plenty, about one in seventeen nearly gone, a few gone."""
    mark = crc32(sku.encode())
    if gone or mark % 43 == 7:
        return 0
    return 1 + mark % 3 if mark % 17 == 3 else 8 + mark % 64


def _variants(code: str, row: dict[str, Any], mood: Series, gone: bool) -> tuple[VariantSpec, ...]:
    thing, motif, _ = code.split("-")
    stem = "-".join((SKU.get(thing, thing[:3].upper()), motif[:3].upper(), mood.code[:3].upper()))
    axes = row["axes"]
    choices = [
        [(axis, option, cell) for option, cell in cells.items() if mood.code in cell.get("only", [mood.code])]
        for axis, cells in axes.items()
    ]
    found = []
    for combination in product(*choices):
        cells = [cell for _, _, cell in combination]
        sku = "-".join((stem, *(cell["sku"] for cell in cells)))
        views = [cell["view"] for cell in cells if "view" in cell]
        options = tuple(
            (axis, {"dark": mood.dye}.get(option, option) if axis == "dye" else option)
            for axis, option, _ in combination
        )
        found.append(
            VariantSpec(
                sku,
                options,
                price_cents=sum(cell["price"] for cell in cells),
                cost_cents=sum(cell["cost"] for cell in cells),
                stock=_stock(sku, gone),
                weight_g=sum(cell["weight"] for cell in cells),
                view=views[-1] if views else None,
            )
        )
    return tuple(found)


def _label(thing: str, key: str) -> dict[str, Value]:
    """What only this tea or this candle has to say."""
    labels = table("labels")
    if thing == "boite":
        blend, tea = labels["tea"]["blends"][key], labels["tea"]
        own = ("legal_name", "ingredients", "origin", "water", "steep", "caffeine", "organic")
        shared = ("maker", "net_weight", "best_before")
        return {name: fact(blend[name]) for name in own} | {name: fact(tea[name]) for name in shared}
    if thing == "bougie":
        return {"scent": pair(labels["candle"]["scents"][key]), "precautions": pair(labels["candle"]["precautions"])}
    return {}


def _values(row: dict[str, Any], motif: Motif, mood: Series) -> tuple[tuple[str, Value], ...]:
    values: dict[str, Value] = {
        "series": mood.code,
        "motif": motif.code,
        "colour": mood.hues,
        "illustrator": illustrator(motif.code),
    }
    values |= {name: fact(raw) for name, raw in row["facts"].items()}
    values |= _label(row["thing"], f"{motif.code}/{mood.code}")
    order = kinds()[row["thing"]].attributes
    return tuple((name, values[name]) for name in order if name in values)


def _summary(row: dict[str, Any], key: str) -> Both:
    labels = table("labels")
    if row["thing"] == "boite":
        return pair(labels["tea"]["blends"][key]["summary"])
    if row["thing"] == "bougie":
        return fill(
            pair(["{scent} · 90 ou 180 g", "{scent} · 90 or 180 g"]), scent=pair(labels["candle"]["scents"][key])
        )
    return pair(row["summary"])


def _description(deck: Deck, name: str, row: dict[str, Any], motif: Motif, mood: Series) -> Both:
    thing = things()[row["thing"]]
    made = pairs(row["made"]) if "made" in row else thing.made
    use = pairs(row["use"]) if "use" in row else thing.use
    said = describe(deck, thing, motif, mood, made, use, name)
    if thing.code != "boite":
        return said
    return join(pair(table("labels")["tea"]["blends"][f"{motif.code}/{mood.code}"]["taste"]), said)


def _shelves(row: dict[str, Any], motif: str, mood: str) -> tuple[str, ...]:
    shelves = list(row.get("categories", table("season")["prints"][motif]))
    if row["thing"] == "boite":
        shelves.insert(0, table("labels")["tea"]["blends"][f"{motif}/{mood}"]["shelf"])
    return tuple(shelves)


def _age(code: str) -> int:
    """Days on sale: as written for what is new, otherwise between two months and three years."""
    return int(table("season")["new"].get(code, 60 + crc32(code.encode()) % 1000))


def _good(deck: Deck, name: str, row: dict[str, Any], item: str, place: int) -> GoodSpec:
    motif, mood = motifs()[item.split("/")[0]], series()[item.split("/")[1]]
    thing = things()[row["thing"]]
    code = f"{thing.code}-{motif.code}-{mood.code}"
    season, story = table("season"), table("stories").get(code)
    title = _title(code, row, motif, mood.code)
    front = row.get("front", thing.front)
    return GoodSpec(
        code=code,
        kind=thing.code,
        title=title,
        slug=Both(slug(title.fr), slug(title.en)),
        summary=_summary(row, item),
        description=_description(deck, name, row, motif, mood),
        categories=_shelves(row, motif.code, mood.code),
        attributes=_values(row, motif, mood),
        variants=_variants(code, row, mood, code in season["sold_out"]),
        pictures=_pictures(thing, motif, mood, front[place % len(front)]),
        related=(),
        days_on_sale=_age(code),
        public=code not in season["drafts"],
        story=pair(story) if story else None,
        story_by=MAKERS[illustrator(motif.code)] if story else "",
    )


@cache
def unrelated() -> tuple[GoodSpec, ...]:
    """All goods, before they know each other."""
    deck = Deck()
    return tuple(
        _good(deck, name, row, item, place)
        for name, row in table("assortment").items()
        for place, item in enumerate(row["items"])
    )
