"""On land: the lighthouse, the hills."""

import math
import random

from demo.art.palette import Mood, mix
from demo.art.pen import circle, fill, line, n, put, rect, scatter, smooth


def tower(hue: Mood, stripe: str, body: str, h: float = 560.0) -> str:
    """A striped lighthouse, its gallery at y = 0."""
    o = []
    for i in range(7):
        y0, y1 = i / 7 * h, (i + 1) / 7 * h
        w0, w1 = 62 + y0 * 0.066, 62 + y1 * 0.066
        o.append(
            fill(
                f"M{n(-w0)},{n(y0)} L{n(w0)},{n(y0)} L{n(w1)},{n(y1 + 1)} L{n(-w1)},{n(y1 + 1)}Z",
                stripe if i % 2 == 0 else body,
            )
        )
    o.append(fill(f"M14,0 L62,0 L{n(62 + h * 0.066)},{n(h)} L{n(24)},{n(h)}Z", hue.ink, 'opacity=".16"'))
    o += [rect(-84, -20, 168, 20, hue.ink, 'rx="4"'), rect(-46, -96, 92, 78, hue.c, 'rx="3"')]
    o += [rect(-46 + i * 29, -96, 5, 78, hue.ink) for i in range(4)]
    o += [
        fill("M-58,-94 C-52,-146 -22,-162 0,-162 C22,-162 52,-146 58,-94Z", stripe),
        rect(-4, -196, 8, 40, hue.ink, 'rx="4"'),
    ]
    o += [rect(-11, h * 0.3, 20, 36, hue.ink, 'rx="10"'), rect(-9, h * 0.6, 20, 36, hue.ink, 'rx="10"')]
    return "".join(o)


def phare_art(rng: random.Random, hue: Mood) -> str:
    sky = hue.dark
    body = hue.light
    o = [rect(0, 0, 900, 1200, sky)]
    for _ in range(60):
        o.append(circle(rng.uniform(0, 900), rng.uniform(0, 760), rng.choice((1.8, 2.6, 4.2)), body))
    o.append(circle(190, 210, 74, body) + circle(222, 196, 66, sky))
    o.append(
        fill("M520,336 L-60,560 L-60,250Z", hue.c, 'opacity=".93"')
        + fill("M520,336 L980,228 L980,420Z", hue.c, 'opacity=".93"')
    )
    o.append(rect(0, 860, 900, 360, mix(hue.a, sky, 0.25)))
    for r in range(8):
        y, k = 892 + r * 40, 30 + r * 7
        x, d = -40.0 - (r % 2) * k, []
        while x < 960:
            d.append(f"M{n(x)},{n(y)} q{n(k / 2)},{n(-k * 0.42)} {n(k)},0")
            x += k * 1.62
        o.append(line(" ".join(d), hue.b if r % 3 else body, 4 + r * 0.8))
    o.append(put(tower(hue, hue.d, body, 540), 520, 372))
    o.append(
        fill(
            smooth(
                [
                    (300, 930),
                    (360, 880),
                    (430, 902),
                    (520, 878),
                    (610, 900),
                    (700, 884),
                    (760, 934),
                    (860, 985),
                    (840, 1020),
                    (560, 1034),
                    (280, 1010),
                ]
            ),
            mix(sky, "#000000", 0.25),
        )
    )
    return "".join(o)


def phare_tile(rng: random.Random, hue: Mood) -> str:
    o = [rect(0, i * 100, 600, 50, hue.b) for i in range(6)]

    def one(r: int, q: int) -> str:
        return put(tower(hue, hue.d if (r + q) % 2 else hue.a, hue.paper, 460), 0, -66, 0, 0.27)

    return rect(0, 0, 600, 600, hue.paper) + "".join(o) + scatter(rng, one, 4, 3, jitter=0)


def collines_art(rng: random.Random, hue: Mood) -> str:
    o = [rect(0, 0, 900, 1200, hue.paper), circle(640, 330, 130, hue.d)]
    tones = [hue.b, mix(hue.b, hue.a, 0.55), hue.a, mix(hue.c, hue.a, 0.25), hue.c, hue.ink]
    y = 430.0
    for i, tone in enumerate(tones):
        ph, amp = rng.uniform(0, 6), 60 + i * 9
        top = [
            (x, y + amp * math.sin(x / (250 + i * 26) + ph) + 20 * math.sin(x / 97 + ph))
            for x in range(-100, 1101, 100)
        ]
        d = smooth(top, closed=False)
        key = f"h{i}"
        o.append(
            f'<clipPath id="{key}"><path d="{d} L1100,1300 L-100,1300Z"/></clipPath>'
            + fill(d + " L1100,1300 L-100,1300Z", tone)
        )
        o.append(f'<g clip-path="url(#{key})">')
        mark = mix(tone, hue.paper if i != 0 else hue.ink, 0.42)
        for k in range(1, 16):
            if i % 3 == 1:
                o.append(line(smooth([(x, yy + k * 22 + k * k * 0.8) for x, yy in top], closed=False), mark, 4))
            elif i % 3 == 2:
                x = -200 + k * 92
                o.append(line(f"M{x},{n(y + 420)} Q{x + 130},{n(y + 120)} {x + 60 + k * 4},{n(y - 120)}", mark, 4.5))
        o.append("</g>")
        if i in (1, 3):
            for x in (130, 196, 250) if i == 1 else (640, 716):
                yy = y + amp * math.sin(x / (250 + i * 26) + ph) + 20 * math.sin(x / 97 + ph) + 20
                o.append(
                    put(
                        fill("M0,0 C-26,-40 -20,-128 0,-166 C20,-128 26,-40 0,0Z", hue.ink),
                        x,
                        yy,
                        0,
                        1 if i == 3 else 0.7,
                    )
                )
        y += 122
    return "".join(o)


def collines_tile(rng: random.Random, hue: Mood) -> str:
    tones = [hue.b, hue.a, hue.c, mix(hue.a, hue.ink, 0.55)]
    o = [rect(0, 0, 600, 600, tones[3])]
    for r in range(-2, 9):
        for q in range(-1, 4):
            x, y, t = q * 200 + (100 if r % 2 else 0), r * 75 + 130, tones[r % 4]
            o.append(f'<ellipse cx="{x}" cy="{y}" rx="128" ry="92" fill="{t}"/>')
            for k in (0.76, 0.54, 0.32):
                o.append(
                    f'<ellipse cx="{x}" cy="{y + 10}" rx="{n(128 * k)}" ry="{n(92 * k)}" fill="none" '
                    f'stroke="{hue.paper if r % 2 else hue.ink}" stroke-width="5" stroke-dasharray="14 '
                    '12" opacity=".8"/>'
                )
            o.append(
                put(
                    fill("M0,0 C-13,-20 -10,-64 0,-83 C10,-64 13,-20 0,0Z", hue.ink if t != hue.ink else hue.paper),
                    x,
                    y - 58,
                    0,
                    0.68,
                )
            )
    return "".join(o)
