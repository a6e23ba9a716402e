"""The hero: a shelf by the sea, wide, its left third kept empty for words."""

from demo.art.layers import place, turn
from demo.art.palette import COLORS
from demo.art.stage import Stage
from demo.art.things.cushion import cushion
from demo.art.things.frame import framed
from demo.art.things.mug import mug
from demo.art.things.props import sprig, vase
from demo.art.things.tin import tin


def shelf(stage: Stage) -> None:
    """Two prints, a vase, a cushion, tins, a mug and pebbles; made for 2400 × 1200."""
    px = stage.px
    stage.room("#c9dcea", "#f3ece0", 0.80, "window", 0.13)
    stage.hang(stage.make(framed, 520, seed=0), 1200, 112, 34, 26, 34)
    stage.hang(
        stage.make(framed, 310, seed=0, motif="hirondelles", mood="verger", frame="white"), 1826, 112, 26, 20, 26
    )
    branch = turn(sprig(px(250), px(420), stage.hue.ink), 8)
    place(stage.base, branch, px(1010) - branch.shape[1] // 2, px(350))
    stage.stand(vase("#e9a988", px(190), px(310)), 1040, 1022, soft=24, tilt=0.16)
    soft = turn(stage.make(cushion, 430, seed=0, motif="voiles"), 3)
    stage.shade(soft, 1870, 600, 30, 16, 34, 0.25)
    stage.stand(soft, 2090, 1052, soft=26, tilt=0.07)
    stage.stand(stage.make(tin, 196, seed=0, motif="sardines", mood="crepuscule", ratio=0.9), 1612, 1030, soft=18)
    stage.stand(stage.make(tin, 250, seed=0, motif="citrons", mood="verger"), 1836, 1106, soft=20)
    tea = stage.make(mug, 244, seed=0, motif="vagues", spin=0.3, inside=COLORS["mimosa"])
    stage.stand(tea, 1376, 1120, soft=20)
    stage.pebbles(846, 1096, (COLORS["galet"], COLORS["corail"], COLORS["bleu"]))
    stage.stand(stage.stone(90, 44, COLORS["nuit"], 1), 1560, 1156, soft=10)
