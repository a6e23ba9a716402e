"""Reads the hand-written texts of `texts/` into records. All signs are typeset here, once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from demo.goods.spec import Both, Value, Vat
from demo.goods.typography import both

TEXTS = Path(__file__).parent / "texts"


@cache
def table(name: str) -> dict[str, Any]:
    """One file of `texts/`, as written."""
    with (TEXTS / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def pair(words: list[str]) -> Both:
    return both(words[0], words[1])


def pairs(rows: list[list[str]]) -> tuple[Both, ...]:
    return tuple(pair(row) for row in rows)


def fact(raw: Any) -> Value:
    """A fixed value of an attribute: a pair of texts, or a code, figure, yes or no as it stands."""
    return pair(raw) if isinstance(raw, list) else raw


@dataclass(frozen=True)
class Series:
    """A palette: `hues` are options of the attribute colour, `tones` ends an alt text, `dye` is the darker shirt."""

    code: str
    name: Both
    hues: tuple[str, ...]
    tones: Both
    dye: str
    words: tuple[Both, ...]


@dataclass(frozen=True)
class Motif:
    """`art` is the composed sheet, `tile` the repeat: two drawings, so two sets of words. `names` is one per series."""

    code: str
    name: Both
    seen: dict[str, Both]
    words: dict[str, tuple[Both, ...]]
    names: dict[str, Both]


@dataclass(frozen=True)
class Thing:
    """What carries a picture. `print` says which drawing of the motif it wears, `front` which views stand in front."""

    code: str
    name: Both
    print: str
    vat: Vat
    attributes: tuple[str, ...]
    views: tuple[Both, ...]
    front: tuple[int, ...]
    made: tuple[Both, ...]
    use: tuple[Both, ...]


@cache
def series() -> dict[str, Series]:
    return {
        code: Series(code, pair(row["name"]), tuple(row["hues"]), pair(row["tones"]), row["dye"], pairs(row["words"]))
        for code, row in table("series").items()
    }


@cache
def motifs() -> dict[str, Motif]:
    return {
        code: Motif(
            code,
            pair(row["name"]),
            {"art": pair(row["art_seen"]), "tile": pair(row["tile_seen"])},
            {"art": pairs(row["art"]), "tile": pairs(row["tile"])},
            {name: pair(words) for name, words in row["names"].items()},
        )
        for code, row in table("motifs").items()
    }


@cache
def things() -> dict[str, Thing]:
    return {
        code: Thing(
            code,
            pair(row["name"]),
            row["print"],
            row.get("vat", "standard"),
            tuple(row["attributes"]),
            pairs(row["views"]),
            tuple(row["front"]),
            pairs(row["made"]),
            pairs(row["use"]),
        )
        for code, row in table("things").items()
    }
