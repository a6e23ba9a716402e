"""The shop's own words: editable pages, menus, and the pieces of the home page with their dates."""

import re
from functools import cache
from typing import Any

from demo.goods.spec import Both, MenuSpec, PageSpec, SlotSpec, Target
from demo.goods.typography import en, fr
from demo.goods.words import TEXTS, pair, table

NOTHING = Both("", "")
LINK = re.compile(r'href="page:([a-z]+)"')


def _body(code: str, language: str) -> str:
    """The HTML of a page, typeset; href="page:terms" becomes the address of that page in the same language."""
    text = (TEXTS / "pages" / f"{code}.{language}.html").read_text(encoding="utf-8").strip()
    slugs = {name: row["slug"][0 if language == "fr" else 1] for name, row in table("home")["pages"].items()}
    linked = LINK.sub(lambda found: f'href="/{language}/help/{slugs[found[1]]}/"', text)
    return fr(linked) if language == "fr" else en(linked)


@cache
def pages() -> tuple[PageSpec, ...]:
    """The pages below help/, in the order of the admin."""
    return tuple(
        PageSpec(
            code,
            pair(row["title"]),
            Both(*row["slug"]),
            Both(_body(code, "fr"), _body(code, "en")),
            pair(row["description"]),
        )
        for code, row in table("home")["pages"].items()
    )


def _target(text: str) -> Target:
    what, _, where = text.partition(":")
    return Target(**{what: where}) if text else Target()


def _entry(place: Any, code: str, labels: dict[str, list[str]]) -> MenuSpec:
    return MenuSpec(place, _target(code), pair(labels[code]) if code in labels else None)


@cache
def menus() -> tuple[MenuSpec, ...]:
    """All menus; in the footer each entry of the first level heads a column."""
    found: list[MenuSpec] = []
    for row in table("home")["menu"]:
        entries = tuple(_entry(row["place"], code, row.get("labels", {})) for code in row["entries"])
        if "label" in row:
            found.append(MenuSpec(row["place"], Target(), pair(row["label"]), entries))
        else:
            found.extend(entries)
    return tuple(found)


def _picture(key: str) -> tuple[str, str, str, int] | None:
    if not key:
        return None
    thing, motif, mood, view = key.split("/")
    return thing, motif, mood, int(view)


@cache
def home_slots() -> tuple[SlotSpec, ...]:
    """The home page, from top to bottom."""
    return tuple(
        SlotSpec(
            kind=row["kind"],
            title=pair(row["title"]) if "title" in row else NOTHING,
            text=pair(row["text"]) if "text" in row else NOTHING,
            action=pair(row["action"]) if "action" in row else NOTHING,
            target=_target(row.get("target", "")),
            icon=row.get("icon", ""),
            picture=_picture(row.get("picture", "")),
            start_day=row.get("start"),
            end_day=row.get("end"),
        )
        for row in table("home")["slot"]
    )
