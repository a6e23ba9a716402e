"""The pictures of the demo shop, drawn by code. Deterministic: same arguments, same pixels.

`picture` draws one product picture, `hero` the wide picture of the home page, `hero_phone`
its square cut, `contact_sheet` many pictures at once. A picture's key is (thing, motif, mood, view).
"""

from collections.abc import Collection

from PIL import Image

from demo.art.motifs import MOTIFS
from demo.art.palette import MOODS
from demo.art.stage import FULL, Stage
from demo.art.views import VIEWS
from demo.art.views.hero import shelf

__all__ = ["FULL", "MOODS", "MOTIFS", "VIEWS", "hero", "hero_phone", "picture"]


def picture(thing: str, motif: str, mood: str, view: int = 0, seed: int = 0, size: int = FULL) -> Image.Image:
    """One product picture, size × size pixels (the shop uses 1200).

    Raises KeyError when thing, motif, mood or view is unknown.
    """
    _known("thing", thing, VIEWS)
    _known("motif", motif, MOTIFS)
    _known("mood", mood, MOODS)
    views = VIEWS[thing]
    if not 0 <= view < len(views):
        raise KeyError(f"no view {view} of {thing}: it has views 0 to {len(views) - 1}")
    stage = Stage(motif, mood, seed, size)
    views[view](stage)
    return stage.done()


def hero(size: int = FULL) -> Image.Image:
    """The wide picture of the home page, 2 × size by size; its left third is empty for words."""
    stage = Stage("ricochets", "rivage", 3, size, 2 * FULL)
    shelf(stage)
    return stage.done()


def hero_phone(size: int = FULL) -> Image.Image:
    """The square cut of the hero for phones, size × size."""
    left = int(size * 0.9)
    return hero(size).crop((left, 0, left + size, size))


def _known(what: str, name: str, names: Collection[str]) -> None:
    if name not in names:
        raise KeyError(f"no {what} {name!r}: there are {', '.join(names)}")
