"""Views of the tea towel."""

from demo.art.layers import turn
from demo.art.palette import COLORS, mix
from demo.art.stage import Stage
from demo.art.things.plate import bowl_inside, spoon
from demo.art.things.towel import peg, towel, towel_folded
from demo.art.views.shirts import rail


def hung(stage: Stage) -> None:
    """Hanging from a rail by two pegs."""
    stage.room(stage.hue.wall, None, 0.74, "window", 0.15)
    rail(stage)
    stage.hang(stage.make(towel, 620), 290, 152, 34, 26, 28, 0.36)
    for x in (330, 850):
        stage.hang(peg(stage.px(92)), x, 112, 8, 6, 8, 0.34)


def folded(stage: Stage) -> None:
    """Folded on the table, the pattern all over, upon a striped one."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.b, 0.30), "leaves", 0.14)
    stage.lay(turn(stage.make(towel_folded, 700, allover=False), -9), 640, 636, 22, 16, 22, 0.42)
    stage.lay(turn(stage.make(towel_folded, 690), 4), 586, 580, 20, 14, 20, 0.42)
    stage.lay(turn(spoon(stage.px(470)), 64), 610, 1040, 9, 8, 10, 0.42)


def beside(stage: Stage) -> None:
    """Spread under a bowl."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.c, 0.25), "window", 0.14)
    stage.lay(turn(stage.make(towel, 640, allover=True), -9), 540, 590, 18, 12, 16, 0.40)
    stage.lay(stage.make(bowl_inside, 430, inside=mix(hue.d, "#ffffff", 0.25)), 800, 720, 30, 26, 32, 0.46)
    stage.lay(stage.stone(110, 84, COLORS["galet"], 1), 300, 250, 12, 12, 12, 0.40)
