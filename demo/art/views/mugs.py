"""Views of the mug."""

from demo.art.palette import COLORS, mix
from demo.art.stage import Stage
from demo.art.things.mug import mug


def one(stage: Stage) -> None:
    """One mug of tea."""
    hue = stage.hue
    stage.room(hue.wall, hue.shelf, 0.70, "leaves", 0.15)
    stage.stand(stage.make(mug, 520, spin=0.30, inside=hue.c if hue.b == hue.paper else hue.b), 580, 1000)


def two(stage: Stage) -> None:
    """Two mugs, the one behind in one plain colour of the series."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.d, 0.22), hue.shelf, 0.66, "window", 0.14)
    stage.stand(stage.make(mug, 370, spin=0.9, plain=hue.a, tea=None), 800, 900)
    stage.stand(stage.make(mug, 440, side=-1, spin=0.62), 470, 1010)
    stage.stand(stage.stone(112, 56, COLORS["galet"], 1), 870, 1040, soft=12)


def close(stage: Stage) -> None:
    """The glaze, close."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.b, 0.5), hue.shelf, 0.82, "none", 0.1)
    stage.stand(stage.make(mug, 800, spin=0.12, tilt=0.24, inside=hue.b), 470, 1320, soft=40)
