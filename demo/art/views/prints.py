"""Views of the print."""

import numpy as np

from demo.art.layers import skew, turn
from demo.art.palette import COLORS, mix
from demo.art.stage import Stage
from demo.art.things.frame import framed
from demo.art.things.mug import mug
from demo.art.things.printing import sheet
from demo.art.things.props import vase


def wall(stage: Stage) -> None:
    """Framed in oak on the wall, a vase and pebbles below."""
    hue = stage.hue
    stage.room(hue.wall, hue.shelf, 0.86, "window", 0.15)
    stage.hang(stage.make(framed, 584, frame="oak"), 308, 128)
    stage.pebbles(1010, 1098)
    stage.stand(vase(mix(hue.d, "#8a7a68", 0.15), stage.px(130), stage.px(200)), 168, 1110, soft=16)


def angle(stage: Stage) -> None:
    """Framed, leaning against the wall, a mug of the series beside it."""
    hue, px = stage.hue, stage.px
    stage.room(mix(hue.wall, hue.b, 0.35), hue.shelf, 0.80, "leaves", 0.16)
    frame = "black" if stage.mood in ("galerne", "nocturne", "sel") else "oak"
    flat = stage.make(framed, 640, frame=frame, mat=0.10)
    corners = [(0.0, px(26)), (px(610), 0.0), (px(610), px(866)), (0.0, px(842))]
    stage.hang(skew(flat, corners, px(640), px(880)), 330, 128, 40, 36, 22)
    stage.stand(stage.make(mug, 170, spin=0.4), 226, 1062, soft=16)
    stage.stand(stage.stone(120, 60, hue.d, 1), 1046, 1050, soft=12)


def loose(stage: Stage) -> None:
    """The sheet with its white border, two pebbles on its corners."""
    hue, px = stage.hue, stage.px
    stage.table(mix(hue.b, "#ffffff", 0.35), "window", 0.13)
    w, h = px(690), px(920)
    a = sheet(stage.motif, stage.mood, w, h, stage.seed, 0.075)
    x = np.linspace(0, 1, w, dtype=np.float32)
    a = a * (1.03 - 0.07 * x + 0.03 * np.sin(x * 5))[None, :, None]
    layer = turn(np.dstack([np.clip(a, 0, 1), np.ones((h, w), np.float32)]), 5.5)
    stage.lay(layer, 614, 600, 20, 14, 18, 0.30)
    for px_, py, color, seed in ((214, 214, COLORS["galet"], 1), (1010, 1020, hue.a, 2)):
        stage.lay(stage.stone(130, 96, color, seed), px_, py, 12, 14, 12, 0.42)
