"""Under water: sardines."""

import random

from demo.art.motifs.plants import half
from demo.art.palette import COLORS, Mood, mix
from demo.art.pen import circle, fill, line, n, put, rect, scatter, smooth


def sardine(rng: random.Random, hue: Mood, back: str, belly: str) -> str:
    """A sardine swimming to the left, around 0, 0."""
    key = f"s{rng.randrange(10**9)}"
    d = (
        "M-170,4 C-120,-46 20,-58 112,-8 C132,-14 158,-34 176,-44 C168,-16 168,18 178,46 C158,36 132,16 "
        "112,12 C20,54 -120,50 -170,4Z"
    )
    o = [
        f'<clipPath id="{key}"><path d="{d}"/></clipPath>',
        fill(d, belly),
        f'<g clip-path="url(#{key})">',
        fill("M-190,-80 L190,-80 L190,-2 C60,-8 -60,2 -190,2Z", back),
    ]
    for i in range(8):
        o.append(circle(-82 + i * 23, -14 + abs(i - 3.5) * 0.8, 5.2, belly))
    for r in range(3):
        for i in range(9):
            o.append(line(f"M{-96 + i * 22 + r * 11},{10 + r * 13} q9,6 0,13", back, 2.8, 'opacity=".75"'))
    o += [
        "</g>",
        line("M-112,-30 C-98,-10 -98,14 -110,32", hue.ink, 4.5),
        circle(-138, -6, 8.5, hue.paper),
        circle(-138, -6, 4.4, hue.ink),
    ]
    return "".join(o)


def sardines_art(rng: random.Random, hue: Mood) -> str:
    o = [rect(0, 0, 900, 1200, hue.d if hue.d != COLORS["mimosa"] else hue.c)]
    o.append(rect(92, 92, 716, 1016, hue.paper, 'rx="150"') + rect(122, 122, 656, 956, hue.b, 'rx="124"'))
    backs = [hue.ink, hue.a, mix(hue.a, hue.ink, 0.5)]
    for i in range(7):
        o.append(
            put(
                sardine(rng, hue, backs[i % 3], hue.paper),
                450 + rng.uniform(-14, 14),
                236 + i * 122,
                rng.uniform(-3, 3),
                1.62 * (1 if i % 2 else -1),
                1.36,
            )
        )
    o.append(put(half(hue, hue.c if hue.c != COLORS["craie"] else hue.d), 640, 930, 0, 1.5))
    return "".join(o)


def sardines_tile(rng: random.Random, hue: Mood) -> str:
    backs = [hue.ink, hue.a, mix(hue.a, hue.ink, 0.5)]

    def one(r: int, q: int) -> str:
        return put(
            sardine(rng, hue, backs[(r + q) % 3], hue.paper), 0, 0, rng.uniform(-4, 4), 0.8 * (1 if r % 2 else -1), 0.84
        )

    return rect(0, 0, 600, 600, hue.b) + scatter(rng, one, 2, 6, jitter=0.03)


# --- whales ------------------------------------------------------------------------------------

WHALE = (
    "M-300,14 C-306,-84 -190,-142 -50,-132 C80,-122 176,-66 250,-72 C296,-76 318,-112 322,-152 "
    "C288,-162 262,-188 256,-226 C300,-226 332,-206 346,-180 C354,-210 382,-238 424,-244 "
    "C430,-200 404,-164 368,-148 C368,-76 332,10 242,62 C140,118 -40,134 -160,112 C-252,96 -298,70 -300,14Z"
)
BELLY = "M-320,22 C-240,62 -150,40 -70,66 C40,100 150,92 262,34 L262,200 L-320,200Z"
FIN = "M-96,62 C-92,116 -58,172 10,198 C18,150 4,94 -34,58Z"


def whale(rng: random.Random, hue: Mood, back: str, belly: str) -> str:
    """A whale swimming to the left, about 720 wide, around 0, 0."""
    key = f"w{rng.randrange(10**9)}"
    o = [f'<clipPath id="{key}"><path d="{WHALE}"/></clipPath>', fill(WHALE, back), f'<g clip-path="url(#{key})">']
    o.append(fill(BELLY, belly))
    for i in range(6):
        y = 50 + i * 15
        o.append(
            line(
                f"M{-330 + i * 12},{y - 18} C-220,{y + 28} -120,{y + 12} {10 + i * 8},{y + 34}",
                back,
                3.6,
                'opacity=".7"',
            )
        )
    for _ in range(16):
        x = rng.uniform(-170, 220)
        o.append(circle(x, rng.uniform(-112, -30) + max(0, x) * 0.25, rng.uniform(3, 7.5), belly, 'opacity=".75"'))
    o.append("</g>")
    o.append(fill(FIN, mix(back, hue.dark, 0.30)))
    o.append(line("M-300,20 C-262,44 -226,44 -198,30", mix(back, hue.dark, 0.5), 5))
    o.append(circle(-176, 14, 9.5, hue.light) + circle(-178, 14, 5.2, hue.dark))
    return "".join(o)


def spout(color: str, s: float) -> str:
    """The breath of a whale, rising from 0, 0."""
    jets = (
        f"M0,0 C{n(-4 * s)},{n(-50 * s)} {n(-20 * s)},{n(-86 * s)} {n(-62 * s)},{n(-84 * s)} "
        f"C{n(-84 * s)},{n(-82 * s)} {n(-86 * s)},{n(-56 * s)} {n(-70 * s)},{n(-50 * s)} "
        f"M0,0 C{n(4 * s)},{n(-50 * s)} {n(20 * s)},{n(-86 * s)} {n(62 * s)},{n(-84 * s)} "
        f"C{n(84 * s)},{n(-82 * s)} {n(86 * s)},{n(-56 * s)} {n(70 * s)},{n(-50 * s)} M0,{n(-6 * s)} V{n(-104 * s)}"
    )
    return line(jets, color, 9 * s)


def baleines_art(rng: random.Random, hue: Mood) -> str:
    sky = hue.paper
    sea = hue.b if not hue.night else mix(hue.paper, hue.b, 0.55)
    deep = hue.a if hue.a not in (COLORS["mimosa"], COLORS["corail"], COLORS["brique"]) else hue.ink
    deep = deep if not hue.night else mix(hue.paper, "#000000", 0.22)
    back = mix(deep, hue.dark, 0.35) if not hue.night else hue.c
    o = [rect(0, 0, 900, 1200, sky), circle(668, 214, 106, hue.d if hue.d != back else hue.c)]
    o.append(put(spout(mix(sea, hue.dark, 0.12), 1.35), 262, 366))
    crest = "M-40,380 " + " ".join("q45,-44 90,0 t90,0" for _ in range(6))
    o.append(fill(crest + " V1240 H-40Z", sea))
    for i in range(4):
        d = f"M{-60 - i * 22},{430 + i * 34} " + " ".join("q45,-30 90,0 t90,0" for _ in range(6))
        o.append(line(d, hue.light, 6.5 - i * 0.9, f'opacity="{0.85 - i * 0.17:.2f}"'))
    o.append(
        fill(
            smooth([(-60, 770), (200, 720), (480, 782), (760, 716), (960, 760), (960, 1300), (-60, 1300)], pull=0.13),
            mix(sea, deep, 0.48),
        )
    )
    o.append(
        fill(
            smooth([(-60, 1010), (240, 980), (540, 1032), (960, 968), (960, 1300), (-60, 1300)], pull=0.13),
            deep if not hue.night else mix(deep, sea, 0.2),
        )
    )
    for _ in range(22):
        o.append(circle(rng.uniform(60, 840), rng.uniform(520, 1150), rng.uniform(4, 11), hue.light, 'opacity=".6"'))
    o.append(put(whale(rng, hue, back, hue.light if not hue.night else hue.ink), 418, 668, -3, 1.06))
    calf = hue.d if hue.d != hue.b else hue.c
    o.append(put(whale(rng, hue, calf, hue.light), 588, 978, 4, 0.56))
    for i in range(7):
        o.append(circle(230 - i * 13 + rng.uniform(-8, 8), 960 - i * 24, 9 - i * 0.8, hue.light, 'opacity=".8"'))
    return "".join(o)


def baleines_tile(rng: random.Random, hue: Mood) -> str:
    ground = hue.b if not hue.night else hue.paper
    backs = [b for b in (hue.dark if not hue.night else hue.c, hue.a, hue.d) if b != ground]

    def one(r: int, q: int) -> str:
        fish = put(
            whale(rng, hue, backs[(r + q) % len(backs)], hue.light),
            0,
            0,
            rng.uniform(-9, 3),
            0.27 * (1 if r % 2 else -1),
            0.27,
        )
        wave = line("M-56,0 q14,-11 28,0 t28,0 t28,0 t28,0", hue.light, 4.5, 'opacity=".9"')
        return fish + put(spout(hue.light, 0.34), -34 if r % 2 else 34, -42) + put(wave, 0, 58)

    return rect(0, 0, 600, 600, ground) + scatter(rng, one, 3, 4, jitter=0.03)
