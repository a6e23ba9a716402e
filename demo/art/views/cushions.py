"""Views of the cushion."""

import numpy as np

from demo.art.layers import turn
from demo.art.palette import mix
from demo.art.raster import rgb, wood
from demo.art.stage import Stage
from demo.art.things.cushion import cushion


def bench(stage: Stage) -> None:
    """On an oak bench."""
    hue, s, px = stage.hue, stage.h, stage.px
    stage.room(hue.wall, "#caa77a", 0.83, "window", 0.16)
    top, edge, base = int(s * 0.83), s - px(110), stage.base
    base[top:] *= (1 + wood(s, s - top, 15) * 0.10)[..., None]
    base[edge:] = rgb(mix(hue.wall, "#5a4a38", 0.35))
    base[edge : edge + px(50)] *= np.linspace(0.72, 1, px(50), dtype=np.float32)[:, None, None]
    layer = stage.make(cushion, 740)
    stage.shade(layer, 220, 292, 40, 26, 46, 0.34)
    stage.stand(layer, 590, 1046, soft=30, tilt=0.07)


def pair(stage: Stage) -> None:
    """Before one in a plain colour."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.b, 0.30), mix(hue.shelf, hue.c, 0.25), 0.80, "leaves", 0.15)
    back = stage.make(cushion, 560, seed=stage.seed + 1, plain=hue.a)
    stage.shade(back, 530, 424, 34, 20, 40, 0.30)
    stage.stand(back, 800, 996, soft=24, tilt=0.06)
    front = stage.make(cushion, 640)
    stage.shade(front, 120, 424, 26, 10, 34, 0.36)
    stage.stand(front, 440, 1064, soft=24, tilt=0.06)


def close(stage: Stage) -> None:
    """The weave and the piping, close."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.d, 0.14), "leaves", 0.12)
    stage.hang(turn(stage.make(cushion, 1180), 6), -330, 150, 46, 30, 40, 0.42)
