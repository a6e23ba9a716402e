"""Views of the notebook."""

from demo.art.layers import turn
from demo.art.motifs import MOTIFS
from demo.art.palette import mix
from demo.art.stage import Stage
from demo.art.things.book import notebook, open_book
from demo.art.things.props import pencil


def cover(stage: Stage) -> None:
    """Shut, a pencil beside it."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.b, 0.25), "window", 0.14)
    stage.lay(turn(stage.make(notebook, 610), -8), 590, 600, 24, 18, 24, 0.44)
    stage.hang(turn(pencil(stage.px(560), hue.d, stage.px(20)), 74), 990, 380, 9, 8, 9, 0.42)


def spread(stage: Stage) -> None:
    """Open: endpaper in the motif, dotted pages."""
    hue = stage.hue
    stage.table(mix(hue.b, hue.wall, 0.45), "leaves", 0.14)
    stage.lay(turn(stage.make(open_book, 1010), 4), 600, 568, 24, 16, 24, 0.42)
    stage.hang(turn(pencil(stage.px(520), hue.a, stage.px(20)), 24), 610, 640, 9, 8, 10, 0.40)


def stack(stage: Stage) -> None:
    """Upon two of its kin."""
    hue, seed = stage.hue, stage.seed
    stage.table(mix(hue.wall, hue.c, 0.20), "window", 0.14)
    others = [name for name in MOTIFS if name != stage.motif]
    below = (
        (others[(seed + 3) % len(others)], "verger", 13, 96, 40),
        (others[(seed + 6) % len(others)], "crepuscule", -13, -80, 12),
        (stage.motif, stage.mood, 2, 4, -14),
    )
    for motif, mood, degrees, dx, dy in below:
        book = turn(stage.make(notebook, 500, motif=motif, mood=mood), degrees)
        stage.lay(book, 600 + dx, 600 + dy, 22, 14, 20, 0.42)
