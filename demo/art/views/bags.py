"""Views of the tote bag."""

from demo.art.layers import place, turn
from demo.art.palette import COLORS, mix
from demo.art.stage import Stage
from demo.art.things.mug import mug
from demo.art.things.props import sprig
from demo.art.things.tote import tote

PEG = "#c29a68"


def peg(stage: Stage) -> None:
    """On its peg, the motif as a print."""
    stage.room(stage.hue.wall, None, 0.74, "window", 0.16)
    stage.hang(stage.make(tote, 600, shape=("sheet", "arch")[stage.seed % 2]), 300, 92, 36, 30, 26, 0.36)
    stage.hang(stage.stone(62, 62, PEG), 572, 84, 12, 14, 14, 0.42)


def allover(stage: Stage) -> None:
    """The motif all over."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.c, 0.25), hue.shelf, 0.84, "leaves", 0.15)
    stage.hang(stage.make(tote, 560, seed=stage.seed + 1, allover=True), 300, 100, 36, 30, 22, 0.34)
    stage.hang(stage.stone(58, 58, PEG), 552, 92, 12, 14, 14, 0.42)
    stage.stand(stage.make(mug, 150, spin=0.2, plain=hue.d), 1050, 1110, soft=14)


def branch(stage: Stage) -> None:
    """Back from the garden: a branch looks out of it."""
    hue = stage.hue
    stage.room(mix(hue.wall, hue.b, 0.25), None, 0.74, "window", 0.16)
    leaves = turn(sprig(stage.px(330), stage.px(540), COLORS["algue"]), -7)
    bag = stage.make(tote, 600, shape=("arch", "sheet")[stage.seed % 2])
    stage.hang(bag, 300, 92, 36, 30, 26, 0.36)
    # Into the bag: over its back strap, under its front.
    mouth = int(bag.shape[0] - bag.shape[1] * 1.12)
    lower = bag.copy()
    lower[: mouth + 2, :, 3] = 0
    stage.hang(leaves, 640 - leaves.shape[1] / stage.unit / 2, 200, 20, 14, 12, 0.22)
    place(stage.base, lower, stage.px(300), stage.px(92))
    stage.hang(stage.stone(62, 62, PEG), 572, 84, 12, 14, 14, 0.42)
