"""Maritime pines behind the dune."""

import math
import random

from demo.art.palette import Mood, mix
from demo.art.pen import Point, circle, fill, line, n, pebble, put, rect, scatter, smooth


def needle_green(hue: Mood) -> str:
    """The crowns: the ink, or by night a deep mixture that still stands out."""
    return hue.ink if not hue.night else mix(hue.b, hue.paper, 0.35)


def crown(rng: random.Random, w: float, h: float, tone: str, light: str) -> str:
    """A flat crown, its underside at y = 0, w wide to each side."""
    top: list[Point] = []
    for i in range(9):
        a = math.pi * (1 + i / 8)
        bump = 1 + (0.10 if i % 2 else -0.05) + rng.uniform(-0.04, 0.04)
        top.append((math.cos(a) * w * (1 if i in (0, 8) else bump * 0.96), math.sin(a) * h * bump - h * 0.06))
    under = [(w * 0.62, h * 0.10), (w * 0.22, h * 0.02), (-w * 0.24, h * 0.12), (-w * 0.66, h * 0.04)]
    o = [fill(smooth(top + under, pull=0.20), tone)]
    for row in range(3):
        y = -h * (0.20 + row * 0.26)
        half = w * math.sqrt(max(0.0, 1 - (0.16 + row * 0.27) ** 2)) * 0.80
        count = max(3, int(half / (w * 0.15)))
        for i in range(count):
            x = -half + (i + 0.5) * 2 * half / count + rng.uniform(-0.02, 0.02) * w
            fan = " ".join(
                f"M0,0 L{n(math.sin(t) * h * 0.17)},{n(-math.cos(t) * h * 0.17)}" for t in (-0.9, -0.45, 0.0, 0.45, 0.9)
            )
            o.append(put(line(fan, light, max(1.6, h * 0.020)), x, y + rng.uniform(-0.03, 0.03) * h, x / w * 34))
    return "".join(o)


def pine(rng: random.Random, hue: Mood, height: float, lean: float, spread: float, bark: str) -> str:
    """A pine from its foot at 0, 0; lean: how far the top stands to the right."""
    tone = needle_green(hue)
    light = mix(tone, hue.paper if not hue.night else hue.ink, 0.38)
    fork_x, fork_y = lean * 0.62, -height * 0.62
    thick = height * 0.034
    trunk = f"M0,0 C{n(lean * 0.02)},{n(-height * 0.3)} {n(lean * 0.5)},{n(-height * 0.4)} {n(fork_x)},{n(fork_y)}"
    root = (
        f"M{n(-thick)},{n(thick * 0.3)} C{n(-thick * 0.4)},{n(-thick)} {n(-thick * 0.5)},{n(-thick * 2)} "
        f"0,{n(-thick * 4)} "
    )
    root += f"C{n(thick * 0.5)},{n(-thick * 2)} {n(thick * 0.5)},{n(-thick)} {n(thick)},{n(thick * 0.3)}Z"
    shade = fill(pebble(rng, thick * 4.2, thick * 0.55), hue.dark, 'opacity=".16"')
    o = [put(shade, thick * 2.6, thick * 0.1), line(trunk, bark, thick), fill(root, bark)]
    limbs = (
        (lean, -height, 0.74, 1.0),
        (fork_x - spread * 0.62, -height * 0.80, 0.44, 0.72),
        (lean + spread * 0.72, -height * 0.84, 0.40, 0.66),
    )
    for x, y, k, _ in limbs:
        o.append(
            line(
                f"M{n(fork_x)},{n(fork_y)} Q{n(fork_x + (x - fork_x) * 0.3)},{n(y * 0.84)} {n(x)},{n(y)}",
                bark,
                thick * (0.4 + k * 0.4),
            )
        )
    ticks = "".join(
        f"M{n(lean * t * t * 0.9 - thick * 0.2)},{n(-height * t)} l{n(thick * 0.36)},{n(-thick * 0.3)} "
        for t in (0.08, 0.16, 0.24, 0.32, 0.40, 0.48)
    )
    o.append(line(ticks, mix(bark, hue.light, 0.4), max(1.4, thick * 0.10)))
    for x, y, k, _ in limbs[1:] + limbs[:1]:
        o.append(
            put(
                crown(rng, spread * k * 1.35, spread * k * 0.80, mix(tone, hue.b, 0.0 if k > 0.5 else 0.14), light),
                x,
                y + spread * k * 0.18,
            )
        )
    return "".join(o)


def cone(hue: Mood, r: float, tone: str) -> str:
    """A pine cone hanging from 0, 0."""
    o = [
        fill(
            (
                f"M0,0 C{n(r)},{n(r * 0.1)} {n(r * 1.05)},{n(r * 1.5)} 0,{n(r * 2.5)} "
                f"C{n(-r * 1.05)},{n(r * 1.5)} {n(-r)},{n(r * 0.1)} 0,0Z"
            ),
            tone,
        )
    ]
    for i in range(4):
        y, k = r * (0.5 + i * 0.46), r * (0.62 - i * 0.12)
        o.append(
            line(
                f"M{n(-k)},{n(y)} q{n(k / 2)},{n(r * 0.34)} {n(k)},0 q{n(k / 2)},{n(r * 0.34)} {n(k)},0",
                hue.light,
                r * 0.08,
                'opacity=".8"',
            )
        )
    return "".join(o)


def pins_art(rng: random.Random, hue: Mood) -> str:
    sky = hue.paper
    sea = hue.b if hue.b != sky else hue.a
    sand = mix(hue.c, hue.light, 0.42)
    bark = mix(hue.d, hue.dark, 0.42)
    o = [rect(0, 0, 900, 1200, sky), circle(300, 540, 218, hue.d)]
    for i in range(6):
        o.append(rect(0, 470 + i * 40, 900, 4 + i * 2.2, sky))
    o.append(rect(0, 690, 900, 240, sea))
    for i in range(13):
        o.append(rect(rng.uniform(-60, 700), 706 + i * 15, rng.uniform(90, 260), 4, hue.light, 'rx="2" opacity=".75"'))
    o.append(rect(300 - 130, 696, 260, 7, hue.d, 'rx="3"') + rect(300 - 84, 722, 168, 7, hue.d, 'rx="3"'))
    far = [(-40, 880), (180, 822), (420, 868), (660, 812), (940, 860)]
    o.append(fill(smooth(far, closed=False) + " L940,1240 L-40,1240Z", mix(sand, hue.c, 0.45)))
    o.append(put(pine(rng, hue, 520, -56, 118, bark), 118, 880) + put(pine(rng, hue, 430, 40, 100, bark), 792, 850))
    near = [(-40, 1020), (200, 1046), (460, 962), (700, 992), (940, 1050)]
    o.append(fill(smooth(near, closed=False) + " L940,1240 L-40,1240Z", sand))
    o.append(put(pine(rng, hue, 750, 80, 222, bark), 500, 1010))
    for _ in range(26):
        x, y = rng.uniform(10, 890), rng.uniform(1050, 1180)
        blades = " ".join(f"M0,0 Q{n(s * 3)},-18 {n(s * 13)},{n(-34 + abs(s) * 6)}" for s in (-1.6, -0.6, 0.5, 1.5))
        o.append(
            put(line(blades, mix(needle_green(hue), sand, 0.30), 3.4), x, y, rng.uniform(-8, 8), rng.uniform(0.7, 1.3))
        )
    o.append(put(cone(hue, 22, bark), 330, 1110, 62) + put(cone(hue, 18, bark), 640, 1090, -70))
    return "".join(o)


def pins_tile(rng: random.Random, hue: Mood) -> str:
    bark = mix(hue.d, hue.dark, 0.42)

    def one(r: int, q: int) -> str:
        side = (1.0, -1.0, 0.4)[(r + q) % 3]
        dune = fill(pebble(rng, 84, 12), hue.c, 'opacity=".85"')
        trees = put(pine(rng, hue, 84, -7, 34, bark), -58 * side, -4) + put(
            pine(rng, hue, 122, 10 * side, 46, bark), 0, 0
        )
        return put(dune + trees, 0, 60) + put(cone(hue, 9, hue.d), 74 * side, 30, 16 * side)

    return rect(0, 0, 600, 600, hue.paper) + scatter(rng, one, 3, 4, jitter=0.03)
