"""Contact sheets: many pictures on one page."""

import math
from collections.abc import Callable, Iterable

from PIL import Image

from demo.art import FULL, MOODS, MOTIFS, VIEWS, picture

Key = tuple[str, str, str, int]

PAPER = "#fbfaf7"


def sample() -> list[Key]:
    """Every view of every thing once, through all motifs and moods."""
    motifs, moods = list(MOTIFS), list(MOODS)
    views = [(thing, view) for thing, of_thing in VIEWS.items() for view in range(len(of_thing))]
    return [(t, motifs[i * 5 % len(motifs)], moods[i * 3 % len(moods)], v) for i, (t, v) in enumerate(views)]


def contact_sheet(
    keys: Iterable[Key],
    cell: int = 120,
    cols: int | None = None,
    report: Callable[[int, int, Key], None] | None = None,
) -> Image.Image:
    """All pictures of `keys` (thing, motif, mood, view) in squares of `cell` pixels.

    cols: pictures a row, by default about as many as rows. report(done, all, key) is called after
    each picture. Raises KeyError as `picture` does.
    """
    keys = list(keys)
    cols = cols or max(1, math.ceil(math.sqrt(len(keys))))
    gap = max(2, cell // 32)
    step = cell + gap
    rows = math.ceil(len(keys) / cols)
    page = Image.new("RGB", (cols * step + gap, max(1, rows) * step + gap), PAPER)
    for i, key in enumerate(keys):
        # Drawn at twice the cell at least, then reduced: hairlines stay even.
        drawn = picture(*key, size=min(FULL, max(480, cell * 2)))
        small = drawn.resize((cell, cell), Image.Resampling.LANCZOS)
        page.paste(small, (gap + i % cols * step, gap + i // cols * step))
        if report:
            report(i + 1, len(keys), key)
    return page
