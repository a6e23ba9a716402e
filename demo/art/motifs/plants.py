"""Plants: seaweed, lemons."""

import math
import random

from demo.art.palette import COLORS, Mood, mix
from demo.art.pen import circle, fill, line, n, put, rect, scatter, smooth


def frond(rng: random.Random, color: str, height: float, kind: int, sway: float) -> str:
    """A seaweed or branch growing from 0, 0: kind 0 leafy, 1 forked, 2 a blade."""
    spine = [(sway * math.sin(t * 2.6) * (0.25 + t), -t * height) for t in (i / 12 for i in range(13))]
    o = [line(smooth(spine, closed=False), color, height * 0.012)]
    if kind == 0:
        for i in range(2, 13):
            x, y = spine[i]
            k = math.sin(min(1, i / 13 + 0.1) * math.pi) * 0.8 + 0.25
            for side in (-1, 1):
                leaf = (
                    f"M0,0 C{n(34 * k)},{n(-58 * k)} {n(104 * k)},{n(-66 * k)} {n(128 * k)},{n(-44 * k)} "
                    f"C{n(112 * k)},{n(-8 * k)} {n(52 * k)},{n(14 * k)} 0,0Z"
                )
                o.append(
                    put(
                        fill(leaf, color),
                        x,
                        y,
                        rng.uniform(-7, 7),
                        side * height / 900,
                        height / 900,
                    )
                )
    elif kind == 1:

        def branch(x: float, y: float, a: float, length: float, depth: int) -> None:
            x2, y2 = x + math.cos(a) * length, y + math.sin(a) * length
            o.append(
                line(
                    f"M{n(x)},{n(y)} Q{n((x + x2) / 2 + rng.uniform(-8, 8))},{n((y + y2) / 2)} {n(x2)},{n(y2)}",
                    color,
                    5 + depth * 4.5,
                )
            )
            if depth:
                for s in (-0.42, 0.40):
                    branch(x2, y2, a + s + rng.uniform(-0.1, 0.1), length * 0.78, depth - 1)
            else:
                o.append(circle(x2, y2, 12, color))

        branch(0, 0, -math.pi / 2, height * 0.26, 5)
    else:
        edge = []
        for side in (1, -1):
            rows = range(25) if side > 0 else range(24, -1, -1)
            for i in rows:
                t = i / 24
                w = (
                    height
                    * 0.105
                    * math.sin(min(1, t * 0.93 + 0.07) * math.pi) ** 0.7
                    * (1 + 0.16 * math.sin(i * 1.9 + side))
                )
                edge.append((sway * math.sin(t * 2.6) * (0.25 + t) + side * w, -t * height))
        o = [fill(smooth(edge), color), line(smooth(spine, closed=False), "#ffffff", height * 0.008, 'opacity=".55"')]
    return "".join(o)


def algues_art(rng: random.Random, hue: Mood) -> str:
    o = [
        rect(0, 0, 900, 1200, hue.paper),
        fill("M0,1200 L0,520 C0,270 200,110 450,110 C700,110 900,270 900,520 L900,1200Z", hue.b),
    ]
    plants = [
        (150, 640, 1, hue.d, 40),
        (740, 800, 2, hue.a, 60),
        (330, 900, 0, hue.ink, 36),
        (600, 690, 1, hue.c, -30),
        (470, 560, 2, mix(hue.a, hue.ink, 0.5), -50),
    ]
    for x, h, k, c, s in plants:
        o.append(put(frond(rng, c, h, k, s), x, 1120, rng.uniform(-3, 3)))
    o.append(
        fill(
            smooth(
                [(-40, 1128), (180, 1092), (420, 1120), (640, 1086), (940, 1120), (940, 1260), (-40, 1260)], pull=0.14
            ),
            hue.ink,
        )
    )
    for _ in range(14):
        o.append(circle(rng.uniform(120, 780), rng.uniform(240, 900), rng.uniform(4, 11), hue.paper))
    return "".join(o)


def algues_tile(rng: random.Random, hue: Mood) -> str:
    tones = [hue.ink, hue.a, hue.d, hue.c]

    def one(r: int, q: int) -> str:
        return put(frond(rng, tones[(r + 2 * q) % 4], 240, (r + q) % 3, 16), 0, 118, rng.uniform(-14, 14))

    return rect(0, 0, 600, 600, hue.b) + scatter(rng, one, 4, 3, jitter=0.07)


LEMON = (
    "M-66,2 C-66,-40 -30,-54 6,-52 C38,-50 58,-28 68,-8 C77,-7 84,-1 86,4 C82,9 75,12 67,12 C56,38 32,53 "
    "0,53 C-36,53 -66,40 -66,2Z"
)


LEAF = "M0,0 C22,-40 84,-48 132,-10 C92,26 34,34 0,0Z"


def lemon(rng: random.Random, hue: Mood, tone: str) -> str:
    """A lemon around 0, 0."""
    o = [
        fill(LEMON, tone),
        fill("M-60,18 C-40,48 30,52 67,12 C56,38 32,53 0,53 C-30,53 -54,44 -60,18Z", hue.ink, 'opacity=".16"'),
    ]
    for _ in range(16):
        o.append(circle(rng.uniform(-44, 46), rng.uniform(-34, 34), 1.9, hue.ink, 'opacity=".28"'))
    return "".join(o) + line("M-36,-30 C-24,-40 -4,-42 12,-38", hue.paper, 6, 'opacity=".9"')


def half(hue: Mood, tone: str) -> str:
    """Half a lemon, the cut face."""
    o = [circle(0, 0, 60, tone), circle(0, 0, 51, hue.paper)]
    for i in range(9):
        o.append(
            '<path d="M0,-7 C9,-24 13,-38 9,-44 C4,-48 -4,-48 -9,-44 C-13,-38 -9,-24 0,-7Z" '
            f'fill="{tone}" transform="rotate({i * 40})"/>'
        )
    return "".join(o)


def leaf(hue: Mood, tone: str) -> str:
    """A leaf from 0, 0 to the right."""
    return fill(LEAF, tone) + line("M4,-1 C40,-12 84,-16 124,-10", hue.paper, 3.4, 'opacity=".7"')


def yellow(hue: Mood) -> str:
    """The mood’s nearest to lemon yellow."""
    return hue.a if hue.a == COLORS["mimosa"] else hue.c if hue.c in (COLORS["mimosa"], "#f6cf6b") else hue.d


def citrons_art(rng: random.Random, hue: Mood) -> str:
    ground, y = (hue.b, yellow(hue))
    green = hue.ink
    o = [rect(0, 0, 900, 1200, ground), fill("M0,1200 L0,905 C220,872 640,930 900,880 L900,1200Z", hue.paper)]
    o.append(line("M-30,90 C220,120 420,230 560,420 C640,530 690,640 700,760", green, 12))
    for x, yy, a, s in (
        (120, 112, 40, 1.5),
        (230, 150, -52, 1.35),
        (330, 210, 60, 1.6),
        (432, 290, -30, 1.5),
        (520, 380, 82, 1.4),
        (590, 470, -12, 1.7),
        (648, 580, 118, 1.3),
        (690, 690, 20, 1.2),
        (60, 92, -30, 1.1),
        (700, 752, 76, 1.2),
    ):
        o.append(put(leaf(hue, green if (x // 10) % 2 else mix(green, ground, 0.35)), x, yy, a, s))
    for x, yy, a, s in ((300, 372, 68, 1.75), (498, 590, 82, 1.9), (160, 268, 60, 1.3), (740, 900 - 190, 100, 1.2)):
        o.append(put(lemon(rng, hue, y), x, yy, a, s))
    o.append(
        put(half(hue, y), 236, 968, 0, 2.05, 1.95)
        + put(lemon(rng, hue, y), 560, 1000, -14, 1.8)
        + put(leaf(hue, green), 664, 930, -48, 1.2)
    )
    return "".join(o)


def citrons_tile(rng: random.Random, hue: Mood) -> str:
    y, green = yellow(hue), hue.ink

    def one(r: int, q: int) -> str:
        k = (r + q * 2) % 3
        a = rng.uniform(-50, 50)
        body = put(leaf(hue, green), 20, -36, -50, 0.62) + put(leaf(hue, mix(green, hue.b, 0.4)), -30, -34, -128, 0.55)
        return put(
            body + (put(half(hue, y), 0, 6, 0, 1.0) if k == 0 else put(lemon(rng, hue, y), 0, 6, 0, 1.06)), 0, 0, a
        )

    return rect(0, 0, 600, 600, hue.b if not hue.night else hue.paper) + scatter(rng, one, 3, 4, jitter=0.06)
