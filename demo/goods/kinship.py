"""Which goods go together: first the same image on another thing, then the same motif, then the same series."""

from dataclasses import replace
from functools import cache
from zlib import crc32

from demo.goods.build import unrelated
from demo.goods.spec import GoodSpec

KIN = 4


def _near(one: GoodSpec, other: GoodSpec) -> tuple[int, int]:
    thing, motif, mood = one.code.split("-")
    its_thing, its_motif, its_mood = other.code.split("-")
    score = 4 * (motif == its_motif) + 2 * (mood == its_mood) + (thing == its_thing)
    return -score, crc32(f"{one.code}/{other.code}".encode())


def _kin(good: GoodSpec, public: list[GoodSpec]) -> tuple[str, ...]:
    """At most two of the same kind, so that a print leads to a mug as well."""
    found: list[GoodSpec] = []
    for other in sorted((g for g in public if g.code != good.code), key=lambda g: _near(good, g)):
        if sum(g.kind == other.kind for g in found) < 2:
            found.append(other)
        if len(found) == KIN:
            break
    return tuple(other.code for other in found)


@cache
def goods() -> tuple[GoodSpec, ...]:
    """Everything the demo shop sells, with its kin; drafts are nobody's kin."""
    public = [good for good in unrelated() if good.public]
    return tuple(replace(good, related=_kin(good, public)) for good in unrelated())
