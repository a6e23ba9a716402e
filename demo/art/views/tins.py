"""Views of the tin."""

from demo.art.motifs import MOTIFS
from demo.art.palette import mix
from demo.art.stage import Stage
from demo.art.things.tin import tin, tin_lid, tin_open


def one(stage: Stage) -> None:
    """One tin."""
    stage.room(stage.hue.wall, stage.hue.shelf, 0.72, "leaves", 0.15)
    stage.stand(stage.make(tin, 470), 590, 1010)


def three(stage: Stage) -> None:
    """With two of its kin."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.c, 0.22), hue.shelf, 0.70, "window", 0.14)
    names = list(MOTIFS)
    i = names.index(stage.motif)
    stage.stand(stage.make(tin, 300, motif=names[(i + 5) % len(names)], ratio=1.0), 920, 930, soft=20)
    stage.stand(stage.make(tin, 280, motif=names[(i + 9) % len(names)], ratio=1.55), 330, 940, soft=20)
    stage.stand(stage.make(tin, 350), 620, 1030, soft=24)


def opened(stage: Stage) -> None:
    """Open, full of tea, its lid beside it."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.b, 0.30), hue.shelf, 0.66, "leaves", 0.15)
    stage.stand(stage.make(tin_open, 440), 470, 960)
    stage.stand(stage.make(tin_lid, 400, tilt=0.30), 850, 1050, soft=22, tilt=0.30)
