"""On the water: ricochets (the mark of the house), waves, sails."""

import random

from demo.art.palette import COLORS, Mood, mix
from demo.art.pen import circle, fill, line, n, pebble, put, rect, scatter, smooth


def ripples(x: float, y: float, s: float, color: str, rings: int = 4, flat: float = 0.3) -> str:
    """Rings on the water where the stone has touched it."""
    out = []
    for i in range(rings):
        r = s * (0.32 + i * 0.36)
        w = s * (0.085 - i * 0.013)
        gap = f'stroke-dasharray="{n(r * (1.5 + i * 0.3))} {n(r * 0.22)}" stroke-dashoffset="{n(r * i * 0.7)}"'
        out.append(
            f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(r)}" ry="{n(r * flat)}" fill="none" '
            f'stroke="{color}" stroke-width="{n(w)}" stroke-linecap="round" {gap if i else ""}/>'
        )
    return "".join(out)


def ricochets_art(rng: random.Random, hue: Mood) -> str:
    sea, deep = hue.a, mix(hue.a, hue.ink, 0.45)
    o = [rect(0, 0, 900, 1200, hue.paper)]
    for i in range(9):
        o.append(rect(0, 90 + i * 54, 900, 2.2 + i * 1.7, mix(hue.paper, hue.b, 0.75)))
    o.append(circle(618, 430, 196, hue.c))
    o.append(rect(0, 560, 900, 640, sea))
    o.append(
        fill(
            smooth([(-60, 815), (160, 790), (420, 835), (700, 800), (960, 830), (960, 1300), (-60, 1300)], pull=0.12),
            mix(sea, deep, 0.5),
        )
    )
    o.append(
        fill(smooth([(-60, 1030), (240, 1060), (560, 1020), (960, 1050), (960, 1300), (-60, 1300)], pull=0.12), deep)
    )
    for i in range(7):
        wd = 188 - i * 20 + rng.uniform(-16, 16)
        o.append(rect(618 - wd + rng.uniform(-14, 14), 580 + i * 30, wd * 2, 11 - i * 0.8, hue.c, 'rx="5"'))
    foam = hue.light
    pts = [(28, 640, 60), (160, 690, 80), (366, 792, 165), (650, 960, 300)]
    for (x, y, _), s in zip(pts[1:], (58, 100, 172), strict=False):
        o.append(ripples(x, y, s, foam))
    hop = f"M{pts[0][0] - 70},560"
    for (x0, y0, _), (x1, y1, h) in zip([(-42, 640, 0), *pts[1:]], [*pts[1:], (1020, 900, 600)], strict=False):
        top = min(y0, y1) - h * 0.86
        hop += f" M{x0},{y0} C{n(x0 + (x1 - x0) * 0.07)},{n(top)} {n(x1 - (x1 - x0) * 0.10)},{n(top)} {x1},{y1}"
    o.append(line(hop, hue.d, 10))
    o.append(put(fill(pebble(rng, 62, 32), hue.ink) + line("M-34,-7 Q0,-22 30,-9", hue.b, 6), 792, 534, -14))
    return "".join(o)


def ricochets_tile(rng: random.Random, hue: Mood) -> str:
    o = [rect(0, 0, 600, 600, hue.paper)]

    def one(r: int, q: int) -> str:
        s = (62, 74, 88)[(r + q) % 3]
        k = (hue.a, hue.ink, hue.a, hue.b)[(r * 2 + q) % 4]
        hop = line(f"M{n(-s * 1.1)},0 C{n(-s * 0.9)},{n(-s * 0.9)} {n(-s * 0.2)},{n(-s * 0.9)} 0,0", hue.d, 5)
        return (
            ripples(0, 0, s, k, rings=3, flat=0.4)
            + hop
            + put(fill(pebble(rng, 17, 10), hue.c), -s * 0.56, -s * 0.66, -8)
        )

    return "".join(o) + scatter(rng, one, 3, 4, jitter=0.03)


def vagues_art(rng: random.Random, hue: Mood) -> str:
    o = [rect(0, 0, 900, 1200, hue.paper), circle(300, 330, 168, hue.d)]
    o.append(
        put(
            fill("M-4,0 L-4,-92 C26,-66 44,-34 52,0Z", hue.ink)
            + fill("M-12,0 L-12,-70 C-34,-46 -44,-22 -48,0Z", hue.a)
            + fill("M-64,8 L66,8 C56,30 34,36 0,36 C-34,36 -54,30 -64,8Z", hue.ink),
            660,
            412,
        )
    )
    y, i, r = 470.0, 0, 46.0
    tones = [hue.b, hue.a, mix(hue.a, hue.ink, 0.5), hue.ink, mix(hue.a, hue.ink, 0.2)]
    while y < 1320:
        tone = tones[i % len(tones)]
        other = hue.paper if i % 2 else hue.b if tone != hue.b else hue.paper
        x = -r * (0.2 + (i % 2))
        while x < 900 + r:
            o.append(circle(x, y + r * 0.55, r * 1.03, tone))
            for k, f in enumerate((0.78, 0.55, 0.32)):
                o.append(
                    f'<circle cx="{n(x)}" cy="{n(y + r * 0.55)}" r="{n(r * f)}" fill="none" '
                    f'stroke="{other if k != 2 else hue.c}" stroke-width="{n(r * 0.085)}"/>'
                )
            x += r * 2
        o.append(rect(0, y + r * 0.56, 900, 1200, tone)) if y > 1200 else None
        y += r * 0.66
        r *= 1.17
        i += 1
    return "".join(p for p in o if p)


def vagues_tile(rng: random.Random, hue: Mood) -> str:
    o, r = [rect(0, 0, 600, 600, hue.a)], 75
    tones = [hue.a, mix(hue.a, hue.ink, 0.45), hue.b, hue.ink]
    for row in range(-2, 10):
        for q in range(-1, 6):
            x, y = q * 150 + (75 if row % 2 else 0), row * 75 + 40
            k = row % 4
            t = tones[k]
            o.append(circle(x, y, r, t))
            for i, f in enumerate((0.8, 0.58, 0.36)):
                c = hue.paper if t != hue.paper else hue.ink
                o.append(
                    f'<circle cx="{x}" cy="{y}" r="{n(r * f)}" fill="none" '
                    f'stroke="{hue.c if i == 2 and row % 4 == 1 else c}" stroke-width="7"/>'
                )
    return "".join(o)


def boat(hue: Mood, sail: str, jib: str, hull: str) -> str:
    """A sailing boat on y = 0."""
    return (
        fill("M6,-12 L6,-150 C52,-108 74,-60 80,-12Z", sail)
        + fill("M-6,-12 L-6,-126 C-34,-92 -54,-52 -62,-12Z", jib)
        + rect(-2.5, -156, 5, 150, hull)
        + fill("M-82,0 L92,0 C84,26 62,36 0,36 C-54,36 -76,26 -82,0Z", hull)
    )


def voiles_art(rng: random.Random, hue: Mood) -> str:
    sky = hue.b if not hue.night else hue.paper
    o = [rect(0, 0, 900, 1200, sky), circle(230, 300, 116, hue.c if hue.c != sky else hue.d)]
    o.append(rect(0, 520, 900, 700, hue.a if hue.a != sky else hue.b))
    sails = [hue.light, hue.d, hue.c]
    for i in range(26):
        y = 548 + i * 25
        for _ in range(3):
            x = rng.uniform(-80, 860)
            o.append(
                rect(
                    x,
                    y,
                    rng.uniform(40, 90) + i * 6,
                    3.5 + i * 0.28,
                    mix(hue.a, sails[0], 0.55 if i % 2 else 0.25),
                    'rx="3"',
                )
            )
    for x, y, s, k in (
        (690, 552, 0.62, 0),
        (520, 560, 0.5, 1),
        (770, 620, 0.72, 2),
        (300, 640, 0.95, 1),
        (610, 760, 1.35, 0),
        (250, 960, 2.2, 2),
        (690, 1060, 1.9, 1),
    ):
        for j in range(5):
            o.append(
                rect(
                    x - 70 * s + j * 7 * s,
                    y + (44 + j * 15) * s,
                    (150 - j * 26) * s,
                    6 * s,
                    sails[k],
                    f'rx="{n(3 * s)}" opacity=".9"',
                )
            )
        o.append(
            put(
                boat(
                    hue, sails[k], sails[(k + 1) % 3], hue.ink if not hue.night else mix(COLORS["nuit"], "#000000", 0.4)
                ),
                x,
                y,
                rng.uniform(-7, 4),
                s,
            )
        )
    return "".join(o)


def voiles_tile(rng: random.Random, hue: Mood) -> str:
    sails = [hue.light, hue.d, hue.c]
    ground = hue.a
    hull = hue.dark

    def one(r: int, q: int) -> str:
        k = (r + q) % 3
        if sails[k] == ground:
            k = 0
        wave = line("M-92,54 q23,-15 46,0 t46,0 t46,0 t46,0", hue.b if hue.b != ground else sails[0], 6)
        return put(
            boat(hue, sails[k], sails[(k + 1) % 3] if sails[(k + 1) % 3] != ground else sails[0], hull) + wave,
            0,
            44,
            rng.uniform(-6, 6),
            0.72,
        )

    return rect(0, 0, 600, 600, ground) + scatter(rng, one, 3, 4, jitter=0.03)
