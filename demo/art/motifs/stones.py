"""Stones: pebbles, terrazzo."""

import math
import random

from demo.art.motifs.plants import frond
from demo.art.palette import Mood
from demo.art.pen import circle, fill, line, n, pebble, put, rect, scatter


def stone(rng: random.Random, hue: Mood, rx: float, ry: float, tone: str, style: int) -> str:
    """A pebble with veins (0), speckles (1), a band (2) or rings (3)."""
    d, key = pebble(rng, rx, ry), f"g{rng.randrange(10**9)}"
    o = [f'<clipPath id="{key}"><path d="{d}"/></clipPath>', fill(d, tone), f'<g clip-path="url(#{key})">']
    light = hue.paper if tone != hue.paper else hue.b
    if style == 0:
        for _ in range(3):
            y = rng.uniform(-0.6, 0.6) * ry
            o.append(
                line(
                    (
                        f"M{n(-rx * 1.2)},{n(y)} Q0,{n(y + rng.uniform(-0.5, 0.5) * ry)} "
                        f"{n(rx * 1.2)},{n(y + rng.uniform(-0.4, 0.4) * ry)}"
                    ),
                    light,
                    ry * rng.uniform(0.04, 0.12),
                )
            )
    elif style == 1:
        for _ in range(46):
            o.append(
                circle(rng.uniform(-rx, rx), rng.uniform(-ry, ry), rng.uniform(0.012, 0.042) * (rx + ry) * 0.6, light)
            )
    elif style == 2:
        o.append(
            rect(-rx * 1.2, -ry * 0.16, rx * 2.4, ry * 0.3, light, f'transform="rotate({n(rng.uniform(-24, 24))})"')
        )
    elif style == 3:
        for i in range(7):
            o.append(
                f'<ellipse rx="{n(rx * (0.18 + i * 0.16))}" ry="{n(ry * (0.14 + i * 0.15))}" '
                f'cx="{n(-rx * 0.12)}" cy="{n(ry * 0.08)}" fill="none" stroke="{light}" '
                f'stroke-width="{n(ry * 0.05)}"/>'
            )
    o.append(put(fill(pebble(rng, rx * 1.02, ry * 1.02), hue.ink, 'opacity=".13"'), rx * 0.1, ry * 0.62))
    return "".join(o) + "</g>"


def galets_art(rng: random.Random, hue: Mood) -> str:
    o = [rect(0, 0, 900, 1200, hue.paper), circle(450, 478, 318, hue.b), rect(0, 1010, 900, 190, hue.a)]
    for i in range(5):
        w = 300 - i * 42
        o.append(rect(450 - w + rng.uniform(-26, 26), 1040 + i * 28, w * 2, 7, hue.paper, 'rx="3" opacity=".85"'))
    y, tones = 1010.0, [hue.ink, hue.c, hue.d, hue.a, hue.paper, hue.ink]
    shapes = [(268, 92), (206, 76), (222, 60), (142, 72), (120, 44), (66, 48)]
    for i, ((rx, ry), tone) in enumerate(zip(shapes, tones, strict=False)):
        y -= ry * 0.97
        o.append(
            put(stone(rng, hue, rx, ry, tone, (0, 1, 2, 3, 0, 1)[i]), 450 + rng.uniform(-26, 26), y, rng.uniform(-3, 3))
        )
        y -= ry * 0.9
    return "".join(o)


def galets_tile(rng: random.Random, hue: Mood) -> str:
    tones = [hue.ink, hue.a, hue.b, hue.c, hue.d, hue.b]

    def one(r: int, q: int) -> str:
        return put(
            stone(rng, hue, rng.uniform(58, 74), rng.uniform(40, 54), tones[(r * 2 + q) % 6], (r + q) % 4),
            0,
            0,
            rng.uniform(-40, 40),
        )

    return rect(0, 0, 600, 600, hue.paper) + scatter(rng, one, 4, 5, jitter=0.05)


def chip(rng: random.Random, s: float, color: str) -> str:
    """A chip of marble of about size s."""
    m = rng.choice((4, 5, 5, 6))
    t0 = rng.uniform(0, 6)
    angles = [t0 + i * math.tau / m for i in range(m)]
    pts = " ".join(
        f"{n(math.cos(t) * s * rng.uniform(0.6, 1.15))},{n(math.sin(t) * s * rng.uniform(0.5, 1.0))}" for t in angles
    )
    return (
        f'<polygon points="{pts}" fill="{color}" stroke="{color}" stroke-width="{n(s * 0.12)}" '
        'stroke-linejoin="round"/>'
    )


def chips(rng: random.Random, hue: Mood, size: int, cols: int, ground: str, tones: list[str]) -> str:
    """Terrazzo: a square full of chips that joins."""
    return rect(0, 0, size, size, ground) + scatter(
        rng,
        lambda r, q: chip(rng, rng.choice((0.16, 0.24, 0.34, 0.44)) * size / cols, rng.choice(tones)),
        cols,
        cols,
        size,
        0.26,
    )


def terrazzo_art(rng: random.Random, hue: Mood) -> str:
    tones = [hue.a, hue.ink, hue.d, hue.c, hue.b]
    o = [rect(0, 0, 900, 1200, hue.paper)]
    o.append(
        '<defs><pattern id="tz" width="460" height="460" patternUnits="userSpaceOnUse">'
        + chips(rng, hue, 460, 9, hue.paper, tones)
        + "</pattern></defs>"
    )
    o.append(rect(0, 0, 900, 1200, hue.c))
    o.append(fill("M120,1010 L120,470 C120,270 268,130 450,130 C632,130 780,270 780,470 L780,1010Z", hue.b))
    o.append(rect(0, 940, 900, 260, "url(#tz)"))
    o.append(
        fill(
            (
                "M214,962 C158,900 150,780 214,716 C240,690 250,650 246,610 L362,610 C358,650 368,690 "
                "394,716 C458,780 450,900 394,962Z"
            ),
            hue.a,
        )
    )
    o.append(
        fill(
            (
                "M300,962 C420,960 440,800 372,716 C350,690 344,650 346,610 L362,610 C358,650 368,690 "
                "394,716 C458,780 450,900 394,962Z"
            ),
            hue.ink,
            'opacity=".22"',
        )
    )
    for a, h in ((-16, 300), (2, 380), (18, 270)):
        o.append(put(frond(rng, hue.ink, h, 0, 14), 304, 616, a))
    o.append(
        fill("M520,962 L520,812 C520,760 566,724 622,724 C678,724 724,760 724,812 L724,962Z", "url(#tz)")
        + circle(622, 640, 62, hue.d)
    )
    return "".join(o)


def terrazzo_tile(rng: random.Random, hue: Mood) -> str:
    return chips(rng, hue, 600, 9, hue.paper, [hue.a, hue.ink, hue.d, hue.c, hue.b])
