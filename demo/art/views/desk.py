"""Views of the zip pouch and the folded card."""

from demo.art.layers import skew, turn
from demo.art.palette import mix
from demo.art.stage import Stage
from demo.art.things.card import card, card_back, envelope, envelope_open
from demo.art.things.pouch import pouch, pouch_open
from demo.art.things.props import pencil


def pouch_flat(stage: Stage) -> None:
    """Shut, on a table."""
    hue = stage.hue
    stage.table(mix(hue.b, "#ffffff", 0.40), "leaves", 0.13)
    stage.lay(turn(stage.make(pouch, 760), 5), 600, 590, 24, 18, 26, 0.44)


def pouch_filled(stage: Stage) -> None:
    """Open, pencils looking out."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.c, 0.25), "window", 0.14)
    stage.lay(turn(stage.make(pouch_open, 700), -4), 590, 580, 24, 18, 26, 0.44)
    stage.lay(turn(pencil(stage.px(420), hue.a, stage.px(20)), 14), 640, 1010, 9, 8, 9, 0.42)


def pouch_pair(stage: Stage) -> None:
    """Upon one in a plain colour."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.d, 0.20), "window", 0.14)
    stage.lay(turn(stage.make(pouch, 640, plain=hue.a), -14), 660, 470, 22, 16, 24, 0.42)
    stage.lay(turn(stage.make(pouch, 680), 6), 560, 700, 24, 18, 26, 0.44)


def card_lying(stage: Stage) -> None:
    """On its envelope."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.d, 0.16), "window", 0.13)
    stage.lay(turn(stage.make(envelope, 760), -12), 640, 690, 20, 14, 20, 0.40)
    stage.lay(turn(stage.make(card, 520), 5), 560, 560, 20, 14, 20, 0.42)


def card_standing(stage: Stage) -> None:
    """Standing on a shelf before its envelope, pebbles beside."""
    hue, px = stage.hue, stage.px
    stage.room(hue.wall, hue.shelf, 0.74, "leaves", 0.15)
    behind = turn(stage.make(envelope, 560), -4)
    stage.shade(behind, 520, 500, 30, 16, 34, 0.26)
    stage.stand(behind, 790, 944, soft=16, tilt=0.05)
    flat = stage.make(card, 500)
    h = flat.shape[0]
    side = card_back(px(130), h)
    half = skew(side, [(0.0, 0.0), (px(118), px(40)), (px(118), h - px(64)), (0.0, h)], px(130), h)
    stage.stand(half, 714, 1010 - 2, soft=14, tilt=0.3)
    front = skew(flat, [(0.0, px(10)), (px(476), 0.0), (px(476), h), (0.0, h - px(14))], px(480), h)
    left, top = 176, 1010 - h / stage.unit
    stage.shade(front, left, top, 30, 6, 26, 0.22)
    stage.hang(front, left, top, 9, 4, 7, 0.40)
    stage.stand(stage.stone(110, 56, hue.d, 1), 1000, 1060, soft=12)


def card_posted(stage: Stage) -> None:
    """Half in the open envelope, whose lining is the pattern."""
    hue = stage.hue
    stage.table(mix(hue.wall, hue.c, 0.32), "leaves", 0.13)
    back, pocket = envelope_open(stage.motif, stage.mood, stage.px(720), stage.seed)
    left, top = 240, 690 - back.shape[0] / stage.unit / 2
    lid = (back.shape[0] - pocket.shape[0]) / stage.unit
    stage.hang(back, left, top, 22, 16, 22, 0.42)
    stage.hang(stage.make(card, 470), 365, top + lid - 330, 16, 10, 14, 0.36)
    stage.hang(pocket, left, top + lid, 12, 0, -6, 0.26)
