"""Views of the T-shirt."""

import numpy as np

from demo.art.layers import place, turn
from demo.art.palette import COLORS, mix
from demo.art.raster import draw, rgb, wood
from demo.art.stage import Stage
from demo.art.things.props import hanger
from demo.art.things.shirt import folded, tshirt

# What is seen through the neck of the shirt, in the measures of its outline.
NECK = '<path d="M397,0 V112 C420,160 580,160 603,112 V0Z" fill="#fff"/>'


def flat(stage: Stage) -> None:
    """Spread on a table."""
    stage.table(mix(stage.hue.b, "#ffffff", 0.45), "leaves", 0.13)
    stage.hang(stage.make(tshirt, 1080), 60, 62, 18, 12, 18, 0.34)


def rail(stage: Stage) -> None:
    """An oak rail with three pegs along the wall."""
    w, h = stage.w, stage.px(46)
    bar = np.empty((h, w, 3), np.float32)
    bar[:] = rgb("#cda878")
    bar *= (1 + wood(w, h, 9) * 0.12)[..., None]
    bar *= np.linspace(1.06, 0.86, h, dtype=np.float32)[:, None, None]
    stage.hang(np.dstack([np.clip(bar, 0, 1), np.ones((h, w), np.float32)]), 0, 84, 14, 4, 14, 0.36)
    for x in (170, 600, 1030):
        stage.hang(stage.stone(44, 44, "#b98f5e"), x - 22, 88, 8, 8, 10, 0.4)


def hung(stage: Stage) -> None:
    """On a hanger, in another colour, the motif in an arch."""
    hue = stage.hue
    stage.room(hue.wall, None, 0.74, "window", 0.15)
    rail(stage)
    color = COLORS["nuit"] if stage.mood == "nocturne" else hue.ink
    if stage.mood in ("verger", "crepuscule"):
        color = mix(hue.b, "#ffffff", 0.15)
    shirt = stage.make(tshirt, 960, seed=stage.seed + 1, color=color, shape="arch", size=0.27)
    bare = hanger(stage.px(420))
    stage.hang(bare, 390, 112, 12, 10, 14, 0.3)
    stage.hang(shirt, 120, 108, 30, 24, 30, 0.36)
    # The hanger passes before the back of the collar and behind its front: draw it again, in the neck only.
    seen = bare.copy()
    seen[..., 3] *= draw(NECK, bare.shape[1], bare.shape[0], (281, 44, 437.5, 149))[..., 3]
    place(stage.base, seen, stage.px(390), stage.px(112))


def piled(stage: Stage) -> None:
    """Folded, upon another in a plain colour."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.d, 0.20), "window", 0.14)
    stage.lay(turn(stage.make(folded, 690, color=hue.a), -7), 626, 614, 22, 16, 22, 0.40)
    stage.lay(turn(stage.make(folded, 690, seed=stage.seed + 1), 3), 594, 594, 22, 16, 22, 0.40)
