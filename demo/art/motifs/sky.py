"""In the sky: swallows, moons."""

import math
import random

from demo.art.palette import Mood, mix
from demo.art.pen import circle, fill, line, n, put, rect, scatter

SWALLOW = (
    "M0,-48 C6,-42 10,-33 10,-24 C32,-38 66,-28 98,12 C68,-8 38,-6 13,8 C11,20 9,28 8,36 L26,92 C14,70 5,54 0,46 "
    "C-5,54 -14,70 -26,92 L-8,36 C-9,28 -11,20 -13,8 C-38,-6 -68,-8 -98,12 C-66,-28 -32,-38 -10,-24 "
    "C-10,-33 -6,-42 0,-48Z"
)


def swallow(hue: Mood, ink: str, throat: str) -> str:
    """A swallow flying upward, around 0, 0."""
    return (
        fill(SWALLOW, ink)
        + fill("M0,-42 C5,-37 7,-31 6,-25 C3,-22 -3,-22 -6,-25 C-7,-31 -5,-37 0,-42Z", throat)
        + fill("M0,-14 C6,-6 7,10 0,30 C-7,10 -6,-6 0,-14Z", hue.paper if ink != hue.paper else hue.a)
    )


def hirondelles_art(rng: random.Random, hue: Mood) -> str:
    o = [
        rect(0, 0, 900, 1200, hue.b if not hue.night else hue.paper),
        circle(470, 640, 330, hue.c if not hue.night else hue.a),
    ]
    for i in range(5):
        y = 820 + i * 44
        o.append(line(f"M-20,{y} C260,{y + 70} 640,{y + 60} 920,{y - 40 + i * 6}", hue.ink, 3.6))
    flock = [
        (250, 300, 40, 1.9),
        (610, 220, -20, 1.25),
        (690, 520, 62, 2.3),
        (330, 640, -36, 1.45),
        (140, 560, 12, 0.95),
        (520, 790, 30, 1.1),
        (780, 830, -10, 0.8),
        (420, 130, 70, 0.8),
    ]
    for x, y, a, s in flock:
        o.append(put(swallow(hue, hue.ink, hue.d), x, y, a, s))
    for x in (190, 262, 350, 640):
        o.append(
            put(
                fill("M-13,0 C-17,-30 -8,-46 2,-46 C12,-46 16,-30 12,0 L6,42 L-4,42Z", hue.ink)
                + circle(3, -44, 11, hue.ink)
                + circle(8, -38, 5, hue.d),
                x,
                862 + (x - 190) * 0.075,
                0,
            )
        )
    return "".join(o)


def hirondelles_tile(rng: random.Random, hue: Mood) -> str:
    def one(r: int, q: int) -> str:
        return put(
            swallow(hue, hue.ink if (r + q) % 3 else hue.a, hue.d),
            0,
            0,
            (38 if (r + q) % 2 else -32) + rng.uniform(-16, 16),
            rng.uniform(0.82, 1.0),
        )

    return rect(0, 0, 600, 600, hue.paper) + scatter(rng, one, 3, 4, jitter=0.06)


def moon(hue: Mood, r: float, phase: float, lit: str, dark: str) -> str:
    """phase 0 new → 0.5 full → 1 new."""
    o = [circle(0, 0, r, dark)]
    if 0.02 < phase < 0.98:
        k = math.cos(phase * math.tau)
        right = phase < 0.5
        sweep_in = 1 if (k > 0) != right else 0
        o.append(
            fill(f"M0,{-r} A{r},{r} 0 0 {1 if right else 0} 0,{r} A{n(abs(k) * r)},{r} 0 0 {sweep_in} 0,{-r}Z", lit)
        )
    return "".join(o)


def lunes_art(rng: random.Random, hue: Mood) -> str:
    night = hue.dark
    lit = hue.light
    o = [rect(0, 0, 900, 1200, night)]
    o.append(circle(450, 486, 214, lit))
    for x, y, r in ((390, 430, 34), (520, 520, 50), (430, 580, 22), (540, 410, 18), (360, 540, 16)):
        o.append(circle(x, y, r, mix(lit, hue.b, 0.5)))
    for i in range(9):
        a = math.pi * (1.0 + i / 8)
        ph = i / 8
        o.append(put(moon(hue, 44, ph, hue.c, mix(night, lit, 0.16)), 450 + 344 * math.cos(a), 520 + 352 * math.sin(a)))
    o.append(rect(0, 840, 900, 360, hue.a))
    for r in range(9):
        w = 214 * (1 - r * 0.075)
        o.append(rect(450 - w + rng.uniform(-34, 34), 862 + r * 36, w * 2, 14, lit, 'rx="7"'))
    return "".join(o)


def lunes_tile(rng: random.Random, hue: Mood) -> str:
    night = hue.dark
    lit = hue.light
    o, k = [rect(0, 0, 600, 600, night)], 0
    for r in range(4):
        for q in range(4):
            o.append(
                put(
                    moon(hue, 48, (k % 8 + 0.5) / 8, hue.c if (r + q) % 3 == 0 else lit, mix(night, lit, 0.14)),
                    75 + q * 150,
                    75 + r * 150,
                )
            )
            o.append(
                circle(150 * q, 150 * r, 6, hue.d)
                + (circle(600, 150 * r, 6, hue.d) if q == 0 else "")
                + (circle(150 * q, 600, 6, hue.d) if r == 0 else "")
            )
            k += 1
        k += 1
    return "".join(o)
