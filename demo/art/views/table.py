"""Views of bowl, plate and candle."""

import numpy as np

from demo.art.layers import turn
from demo.art.palette import COLORS, mix
from demo.art.raster import draw
from demo.art.stage import Stage
from demo.art.things.bowl import bowl, bowls
from demo.art.things.candle import candle
from demo.art.things.mug import mug
from demo.art.things.plate import bowl_inside, cutlery, plate, spoon
from demo.art.things.props import sprig, vase


def bowl_one(stage: Stage) -> None:
    """One bowl."""
    hue = stage.hue
    stage.room(hue.wall, hue.shelf, 0.68, "leaves", 0.15)
    stage.stand(stage.make(bowl, 660), 600, 930, soft=34, strength=0.38, tilt=0.30)


def bowl_stack(stage: Stage) -> None:
    """Two, one in the other, beside a mug in a plain colour."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.d, 0.20), hue.shelf, 0.66, "window", 0.14)
    stage.stand(stage.make(mug, 210, plain=hue.a, spin=0.2), 940, 860, soft=18)
    stage.stand(stage.make(bowls, 560, plain=hue.b), 500, 950, soft=32, strength=0.38, tilt=0.30)


def bowl_above(stage: Stage) -> None:
    """From above, a spoon beside it."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.c, 0.22), "window", 0.14)
    stage.lay(stage.make(bowl_inside, 680), 550, 600, 34, 30, 38, 0.46)
    stage.lay(turn(spoon(stage.px(640)), -10), 1010, 620, 9, 9, 10, 0.42)


def plate_above(stage: Stage) -> None:
    """The whole plate, from above."""
    stage.table(mix(stage.hue.b, "#ffffff", 0.40), "leaves", 0.13)
    stage.lay(stage.make(plate, 780), 596, 596, 30, 24, 30, 0.44)


def plate_shelf(stage: Stage) -> None:
    """Leaning on the wall beside a vase."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.d, 0.12), hue.shelf, 0.80, "window", 0.15)
    disc = stage.make(plate, 640)
    stage.shade(disc, 210, 330, 50, 24, 44, 0.30)
    stage.stand(disc, 520, 1000, soft=20, tilt=0.10)
    branch = turn(sprig(stage.px(210), stage.px(360), hue.dark), 6)
    stage.hang(branch, 940 - branch.shape[1] / stage.unit / 2, 470, 26, 18, 10, 0.16)
    stage.stand(vase(mix(hue.a, "#8a7a68", 0.15), stage.px(150), stage.px(236)), 940, 1040, soft=18)


def plate_set(stage: Stage) -> None:
    """Laid for one: a plain plate under it, fork and knife."""
    hue, px = stage.hue, stage.px
    stage.table(mix(hue.wall, hue.c, 0.25), "window", 0.14)
    fork, knife = cutlery(px(620))
    stage.lay(fork, 140, 610, 8, 8, 10, 0.42)
    stage.lay(knife, 1062, 610, 8, 8, 10, 0.42)
    stage.lay(stage.make(plate, 780, plain=hue.a if not hue.night else hue.b), 600, 604, 28, 24, 30, 0.44)
    stage.lay(stage.make(plate, 610), 600, 596, 18, 12, 16, 0.40)


def _glow(stage: Stage, x: float, y: float, r: float, strength: float) -> None:
    """Candlelight on the wall, around x, y."""
    size = stage.px(2 * r)
    stops = '<stop offset="0" stop-color="#fff" stop-opacity="1"/><stop offset="1" stop-color="#fff" stop-opacity="0"/>'
    light = (
        draw(
            (
                f'<defs><radialGradient id="g">{stops}</radialGradient></defs>'
                '<circle cx="50" cy="50" r="50" fill="url(#g)"/>'
            ),
            size,
            size,
            (0, 0, 100, 100),
        )[..., 3]
        ** 1.6
    )
    left, top = stage.px(x - r), stage.px(y - r)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(stage.w, left + size), min(stage.h, top + size)
    part = light[y0 - top : y1 - top, x0 - left : x1 - left, None]
    stage.base[y0:y1, x0:x1] += part * np.array([1.0, 0.72, 0.34], np.float32) * strength


def candle_lit(stage: Stage) -> None:
    """One candle, burning."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.dark, 0.10), hue.shelf, 0.72, "window", 0.11)
    _glow(stage, 592, 470, 460, 0.16)
    stage.stand(stage.make(candle, 500), 590, 1000)


def candle_two(stage: Stage) -> None:
    """Beside a small one in a plain colour that has never burnt, and pebbles."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.c, 0.22), hue.shelf, 0.68, "leaves", 0.15)
    stage.stand(stage.make(candle, 320, plain=hue.a, lit=False, ratio=1.02), 820, 900, soft=20)
    stage.stand(stage.make(candle, 420, spin=0.8, lit=False), 440, 1010)
    stage.stand(stage.stone(118, 58, COLORS["galet"], 1), 760, 1050, soft=12)
    stage.stand(stage.stone(74, 40, hue.d, 2), 880, 1080, soft=10)


def candle_night(stage: Stage) -> None:
    """Close, in the evening."""
    hue = stage.hue
    stage.room(mix(hue.wall, COLORS["nuit"], 0.58), mix(hue.shelf, COLORS["nuit"], 0.46), 0.78, "none", 0.1)
    _glow(stage, 600, 380, 680, 0.42)
    stage.stand(stage.make(candle, 690, spin=0.1, tilt=0.30), 600, 1180, soft=36)
    _glow(stage, 600, 330, 420, 0.10)
