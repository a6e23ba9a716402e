"""From the garden: cherries, sunflowers."""

import math
import random

from demo.art.motifs.plants import LEAF, leaf, yellow
from demo.art.palette import COLORS, Mood, mix
from demo.art.pen import circle, fill, line, n, put, rect, scatter, smooth

GOLDEN = math.pi * (3 - math.sqrt(5))


# --- cherries ----------------------------------------------------------------------------------


def red(hue: Mood) -> str:
    """The mood's nearest to cherry red."""
    return hue.a if hue.a in (COLORS["corail"], COLORS["brique"]) else hue.d


def deep_red(hue: Mood) -> str:
    """What shades the cherries: brick for the red ones, the mood's dark for others."""
    if red(hue) == COLORS["mimosa"]:
        return "#bf6a24"
    return mix(COLORS["brique"], hue.dark, 0.25) if red(hue) in (COLORS["corail"], COLORS["brique"]) else hue.dark


def cherry(hue: Mood, tone: str, r: float = 60) -> str:
    """One cherry, its stalk's dimple at 0, 0."""
    body = (
        f"M0,{n(r * 0.10)} C{n(r * 0.30)},{n(-r * 0.22)} {n(r * 1.06)},{n(-r * 0.20)} {n(r * 1.06)},{n(r * 0.78)} "
        f"C{n(r * 1.06)},{n(r * 1.52)} {n(r * 0.50)},{n(r * 1.92)} 0,{n(r * 1.92)} "
        f"C{n(-r * 0.50)},{n(r * 1.92)} {n(-r * 1.06)},{n(r * 1.52)} {n(-r * 1.06)},{n(r * 0.78)} "
        f"C{n(-r * 1.06)},{n(-r * 0.20)} {n(-r * 0.30)},{n(-r * 0.22)} 0,{n(r * 0.10)}Z"
    )
    shade = (
        f"M{n(r * 1.04)},{n(r * 0.6)} C{n(r * 1.16)},{n(r * 1.5)} {n(r * 0.5)},{n(r * 1.92)} 0,{n(r * 1.92)} "
        f"C{n(-r * 0.4)},{n(r * 1.92)} {n(-r * 0.7)},{n(r * 1.7)} {n(-r * 0.9)},{n(r * 1.4)} "
        f"C{n(r * 0.2)},{n(r * 1.7)} {n(r * 0.9)},{n(r * 1.2)} {n(r * 1.04)},{n(r * 0.6)}Z"
    )
    glint = (
        f"M{n(-r * 0.66)},{n(r * 0.86)} C{n(-r * 0.70)},{n(r * 0.52)} {n(-r * 0.54)},{n(r * 0.30)} "
        f"{n(-r * 0.34)},{n(r * 0.22)}"
    )
    return (
        fill(body, tone)
        + fill(shade, mix(tone, deep_red(hue), 0.8), 'opacity=".6"')
        + line(glint, hue.light, r * 0.13, 'opacity=".92"')
    )


def bunch(hue: Mood, tones: list[str], drop: float, r: float, spread: float) -> str:
    """A pair of cherries on their stalks, hanging from 0, 0."""
    o = []
    for side, tone in zip((-1, 1), tones, strict=False):
        x, y = side * spread, drop * (1 if side < 0 else 0.86)
        stalk = f"M0,0 C{n(side * spread * 0.15)},{n(y * 0.4)} {n(x * 1.1)},{n(y * 0.55)} {n(x)},{n(y + r * 0.16)}"
        o.append(put(cherry(hue, tone, r), x, y, -side * 6) + line(stalk, stem(hue), max(4.5, r * 0.10)))
    return "".join(o) + circle(0, 0, r * 0.14, stem(hue))


def stem(hue: Mood) -> str:
    """Colour of stalks and leaves."""
    return hue.ink if not hue.night else hue.c


def gingham(x: float, y: float, w: float, h: float, step: float, tone: str, ground: str) -> str:
    """A checked cloth."""
    o = [rect(x, y, w, h, ground)]
    o += [rect(x + i * step * 2, y, step, h, tone, 'opacity=".5"') for i in range(int(w / step / 2) + 1)]
    o += [rect(x, y + i * step * 2, w, step, tone, 'opacity=".5"') for i in range(int(h / step / 2) + 1)]
    return "".join(o)


def cerises_art(rng: random.Random, hue: Mood) -> str:
    tone, green = red(hue), stem(hue)
    tones = [tone, mix(tone, deep_red(hue), 0.5)]
    ground = hue.b if not hue.night else hue.paper
    o = [rect(0, 0, 900, 1200, ground), circle(450, 520, 352, hue.c if hue.c != tone else hue.paper, 'opacity=".9"')]
    o.append(gingham(0, 930, 900, 270, 45, tone, hue.light))
    o.append(line("M-40,96 C200,150 330,120 520,176 C680,224 800,196 960,150", mix(green, hue.dark, 0.3), 22))
    for x, y, a, s in (
        (120, 126, 150, 1.3), (250, 128, -34, 1.35), (400, 138, -62, 1.25), (560, 186, -20, 1.55),
        (700, 210, 38, 1.5), (830, 190, -48, 1.2), (330, 132, 64, 1.15), (40, 108, 46, 1.2),
    ):  # fmt: skip
        o.append(put(leaf(hue, green if x % 20 else mix(green, ground, 0.34)), x, y, a, s))
    for x, y, drop, r, spread in ((170, 130, 300, 76, 88), (440, 150, 450, 98, 112), (742, 206, 210, 74, 88)):
        o.append(put(bunch(hue, tones, drop, r, spread), x, y, rng.uniform(-2, 2)))
    for x, y, a, s in ((150, 930, 34, 0.78), (690, 962, -22, 0.90)):
        o.append(put(line("M0,8 C16,-40 60,-80 120,-96", green, 8) + cherry(hue, tones[x > 300], 74), x, y, a, s))
    o.append(put(leaf(hue, green), 400, 1082, -14, 1.2))
    return "".join(o)


def cerises_tile(rng: random.Random, hue: Mood) -> str:
    tone, green = red(hue), stem(hue)
    tones = [tone, mix(tone, deep_red(hue), 0.5)]

    def one(r: int, q: int) -> str:
        leaves = put(leaf(hue, green), 0, 0, -28, 0.52) + put(leaf(hue, mix(green, hue.paper, 0.35)), 0, 0, -150, 0.46)
        turned = put(bunch(hue, tones, 66, 30, 36), 0, 0) + leaves
        return put(turned, 0, -46, (-14, 12, 4)[(r + q) % 3] + rng.uniform(-6, 6), 1.04)

    return rect(0, 0, 600, 600, hue.paper) + scatter(rng, one, 3, 4, jitter=0.04)


# --- sunflowers --------------------------------------------------------------------------------


def sunflower(rng: random.Random, hue: Mood, r: float, petals: int = 19) -> str:
    """A flower head of about radius r around 0, 0."""
    tone = yellow(hue)
    warm = tone in (COLORS["mimosa"], "#f6cf6b", COLORS["abricot"])
    under = mix(tone, COLORS["brique"], 0.34) if warm else mix(tone, hue.light, 0.34)
    heart, seeds = hue.dark, mix(tone, hue.dark, 0.12) if warm else mix(tone, hue.light, 0.5)
    o = []
    for ring, (length, wide, color) in enumerate(((1.0, 0.25, under), (0.90, 0.22, tone))):
        for i in range(petals):
            k = length * rng.uniform(0.93, 1.05) * r
            petal = (
                f"M0,{n(-r * 0.36)} C{n(r * wide)},{n(-r * 0.5)} {n(r * wide * 0.8)},{n(-k * 0.86)} 0,{n(-k)} "
                f"C{n(-r * wide * 0.8)},{n(-k * 0.86)} {n(-r * wide)},{n(-r * 0.5)} 0,{n(-r * 0.36)}Z"
            )
            vein = line(f"M0,{n(-r * 0.5)} L0,{n(-k * 0.78)}", under, r * 0.014) if ring else ""
            o.append(put(fill(petal, color) + vein, 0, 0, (i + ring / 2) * 360 / petals + rng.uniform(-3, 3)))
    o += [circle(0, 0, r * 0.50, heart), circle(0, 0, r * 0.30, mix(heart, tone, 0.26))]
    for i in range(8, 150):
        d = math.sqrt(i / 150) * r * 0.47
        o.append(circle(math.cos(i * GOLDEN) * d, math.sin(i * GOLDEN) * d, r * (0.010 + 0.012 * i / 150), seeds))
    return "".join(o)


def stalk(hue: Mood, height: float, bend: float, leaves: tuple[tuple[float, int, float], ...]) -> str:
    """A stalk from 0, 0 downward; leaves: (share of the height, side, scale)."""
    green = leafy(hue)
    o = [line(f"M0,0 C{n(bend)},{n(height * 0.3)} {n(-bend)},{n(height * 0.7)} 0,{n(height)}", green, 20)]
    for at, side, s in leaves:
        broad = "M0,0 C30,-74 130,-96 214,-30 C190,44 90,78 0,0Z"
        veins = "M6,-2 C70,-24 130,-34 196,-28 M60,-18 l24,-34 M104,-27 l22,-26 M78,-22 l34,24 M122,-28 l28,16"
        body = fill(broad, mix(green, hue.b, 0.12 if side > 0 else 0.34)) + line(veins, hue.paper, 3.4, 'opacity=".6"')
        x = 3 * at * (1 - at) * bend * (1 - 2 * at)
        o.append(put(body, x, height * at, side * -10, s * side, s))
    return "".join(o)


def leafy(hue: Mood) -> str:
    """Colour of stalks and broad leaves; never that of the ground."""
    if hue.night:
        return mix(hue.b, hue.paper, 0.30)
    return COLORS["algue"] if hue.ink in (COLORS["algue"], "#33402f") else mix(hue.ink, hue.b, 0.12)


def tournesols_art(rng: random.Random, hue: Mood) -> str:
    sky = hue.b if not hue.night else hue.paper
    tone, green = yellow(hue), leafy(hue)
    o = [rect(0, 0, 900, 1200, sky)]
    o += [rect(0, 640 + i * 13, 900, 3, mix(sky, hue.light, 0.5), f'opacity="{0.3 + i * 0.1:.1f}"') for i in range(4)]
    field = [(-40, 760), (200, 722), (480, 752), (700, 716), (940, 744)]
    o.append(fill(smooth(field, closed=False) + " L940,1240 L-40,1240Z", mix(green, sky, 0.42)))
    for row in range(6):
        y, size = 762 + row * 26 + row * row * 5, 5 + row * 3.4
        for i in range(int(1000 / (size * 3.1)) + 1):
            x = i * size * 3.1 - 30 + (row % 2) * size * 1.5
            o.append(circle(x, y + rng.uniform(-4, 4), size, tone) + circle(x, y, size * 0.44, hue.dark))
    near = [(-40, 1060), (220, 1020), (520, 1052), (940, 1010)]
    o.append(fill(smooth(near, closed=False) + " L940,1240 L-40,1240Z", mix(green, hue.dark, 0.35)))
    plants = (
        (208, 640, 150, 24, ((0.34, -1, 0.78), (0.60, 1, 0.80))),
        (712, 560, 168, -26, ((0.36, 1, 0.72), (0.62, -1, 0.9))),
        (446, 372, 262, 20, ((0.42, 1, 1.0), (0.56, -1, 1.06), (0.76, 1, 1.0))),
    )
    for x, y, r, bend, leaves in plants:
        o.append(put(stalk(hue, 1230 - y, bend, leaves), x, y) + put(sunflower(rng, hue, r), x, y, rng.uniform(-9, 9)))
    return "".join(o)


def tournesols_tile(rng: random.Random, hue: Mood) -> str:
    ground = hue.b if not hue.night else hue.paper
    green = leafy(hue)

    def one(r: int, q: int) -> str:
        o = []
        for a, tone in ((24, green), (150, mix(green, ground, 0.35)), (262, green)):
            o.append(
                put(fill(LEAF, tone) + line("M4,-1 C40,-12 84,-16 124,-10", ground, 3, 'opacity=".7"'), 0, 0, a, 0.74)
            )
        return put("".join(o) + sunflower(rng, hue, (82, 70, 76)[(r + 2 * q) % 3], 17), 0, 0, rng.uniform(0, 360))

    return rect(0, 0, 600, 600, ground) + scatter(rng, one, 3, 4, jitter=0.03)
