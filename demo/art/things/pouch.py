"""The zip pouch, shut and with pencils in it."""

import math

import numpy as np

from demo.art.layers import merge, turn
from demo.art.palette import MOODS, mix
from demo.art.raster import Layer, draw, noise, rgb, weave
from demo.art.things.folds import Stroke, drape
from demo.art.things.printing import pattern
from demo.art.things.props import pencil

TAPE = 0.115
"""Height of the zip's tape, as a share of the pouch's."""

PENCILS = ((0.30, 101, 0.94), (0.42, 94, 1.0), (0.53, 87, 0.90), (0.64, 80, 0.97), (0.74, 76, 0.82))
"""Where each stands (share of the width), how it leans (degrees), how long it is."""

FOLDS: list[Stroke] = [
    (0.03, 0.14, 0.20, 0.34, 0.020, 0.9), (0.97, 0.14, 0.82, 0.36, 0.020, 0.9), (0.04, 0.95, 0.22, 0.74, 0.022, 1.0),
    (0.96, 0.95, 0.80, 0.72, 0.022, 1.0), (0.30, 0.90, 0.66, 0.93, 0.020, 0.6), (0.42, 0.16, 0.47, 0.42, 0.010, 0.5),
    (0.64, 0.15, 0.60, 0.36, 0.010, 0.4),
]  # fmt: skip


def _outline(w: int, h: int, top: float = 0.0) -> str:
    """A soft flat pouch: a little waisted, its lower corners round."""
    r = w * 0.055
    return (
        f"M{w * 0.014},{top + h * 0.02} C{w * 0.3},{top + h * 0.004} {w * 0.7},{top + h * 0.004} "
        f"{w * 0.986},{top + h * 0.02} "
        f"C{w * 0.996},{h * 0.3} {w * 0.999},{h * 0.6} {w - 2},{h - r * 1.2} Q{w - 3},{h - 4} {w - r * 1.3},{h - 3} "
        f"C{w * 0.66},{h - 1} {w * 0.34},{h - 1} {r * 1.3},{h - 3} Q3,{h - 4} 2,{h - r * 1.2} "
        f"C{w * 0.001},{h * 0.6} {w * 0.004},{h * 0.3} {w * 0.014},{top + h * 0.02}Z"
    )


def _zip(w: int, h: int, tape: str, cord: str, at: float) -> str:
    """Tape, teeth and slider; at: where the slider stands, as a share of the width."""
    y, t = h * 0.055, h * 0.012
    o = [
        f'<rect x="{w * 0.016}" y="{h * 0.018}" width="{w * 0.968}" height="{h * (TAPE - 0.03)}" fill="{tape}"/>',
        (
            f'<rect x="{w * 0.02}" y="{y - t * 1.5}" width="{w * 0.96}" height="{t * 3.2}" '
            f'fill="{mix(tape, "#000000", 0.35)}"/>'
        ),
    ]
    step = w * 0.0125
    teeth = "".join(f"M{x * step + w * 0.02:.1f},{y - t} v{t * 2:.1f} " for x in range(1, int(w * 0.955 / step)))
    o.append(f'<path d="{teeth}" stroke="#d9b26a" stroke-width="{step * 0.52}"/>')
    x = w * at
    s = w / 640
    o.append(
        f'<rect x="{x - 15 * s}" y="{y - 15 * s}" width="30" height="30" '
        f'transform="translate({x - 15 * s} {y - 15 * s}) '
        f'scale({s}) translate({-(x - 15 * s)} {-(y - 15 * s)})" rx="6" fill="#e0bd78" stroke="#9c7a3a" '
        'stroke-width="1.5"/>'
        f'<path d="M{x},{y + 6 * s} q{6 * s},{26 * s} {2 * s},{50 * s} t{6 * s},{46 * s}" fill="none" stroke="{cord}" '
        f'stroke-width="{9 * s}" stroke-linecap="round"/>'
        f'<circle cx="{x + 8 * s}" cy="{y + 106 * s}" r="{15 * s}" fill="{cord}"/>'
        f'<circle cx="{x + 4 * s}" cy="{y + 101 * s}" r="{4.5 * s}" fill="#fff" opacity=".45"/>'
        f'<circle cx="{x}" cy="{y + 4 * s}" r="{6 * s}" fill="none" stroke="#9c7a3a" stroke-width="{3 * s}"/>'
    )
    return "".join(o)


def pouch(
    motif: str,
    mood: str,
    w: int = 660,
    seed: int = 0,
    plain: str | None = None,
    slider: float = 0.90,
    ratio: float = 0.62,
) -> Layer:
    """A flat pouch, w × 0.62 w, its zip along the upper edge."""
    hue = MOODS[mood]
    h = int(w * ratio)
    if plain:
        face = np.empty((h, w, 3), np.float32)
        face[:] = rgb(plain)
    else:
        face = pattern(motif, mood, w, h, int(w * 0.46), seed)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    x, y = xx / w * 2 - 1, yy / h * 2 - 1
    # It is filled a little: brighter where it faces the sun, darker towards the lower right edge.
    puff = 1 + 0.10 * (-x * 0.5 - y * 0.7) - 0.22 * np.clip((np.maximum(np.abs(x), np.abs(y)) - 0.84) / 0.16, 0, 1) ** 2
    lit = drape(w, h, FOLDS, seed + 41, 0.46) * (1 + weave(w, h, 2.6) * 0.045) * puff
    seam = int(h * TAPE)
    lit[seam : seam + max(2, h // 90)] *= 0.74
    lay = np.dstack([np.clip(face * lit[..., None], 0, 1), np.ones((h, w), np.float32)])
    tape = mix(hue.dark, "#ffffff", 0.06)
    strap = draw(_zip(w, h, tape, hue.d, slider), w, h)
    a = strap[..., 3:]
    lay[..., :3] += (strap[..., :3] * (1 + noise(w, h, 40, 30, 43) * 0.03)[..., None] - lay[..., :3]) * a
    stitch = draw(
        f'<path d="M{w * 0.02},{h * (TAPE + 0.022)} H{w * 0.98}" fill="none" stroke="{hue.light}" '
        f'stroke-width="{max(1, w / 420)}" '
        f'stroke-dasharray="{w / 110} {w / 160}" opacity=".75"/>',
        w,
        h,
    )
    lay[..., :3] += (stitch[..., :3] - lay[..., :3]) * stitch[..., 3:]
    lay[..., 3] = draw(f'<path d="{_outline(w, h)}" fill="#fff"/>', w, h)[..., 3]
    return np.clip(lay, 0, 1)


def pouch_open(motif: str, mood: str, w: int = 660, seed: int = 0) -> Layer:
    """The pouch open, pencils and a brush looking out; its height is about 1.05 w."""
    hue = MOODS[mood]
    front = pouch(motif, mood, w, seed, slider=0.08)
    h = front.shape[0]
    rise = int(w * 0.40)
    out = np.zeros((h + rise, w, 4), np.float32)
    inside = mix(hue.dark, "#000000", 0.25)
    lip = (
        f'<path d="M{w * 0.02},{rise + h * 0.06} C{w * 0.2},{rise - h * 0.07} {w * 0.8},{rise - h * 0.07} '
        f"{w * 0.98},{rise + h * 0.06} "
        f'V{rise + h * 0.2} H{w * 0.02}Z" fill="{inside}"/>'
        f'<path d="M{w * 0.02},{rise + h * 0.06} C{w * 0.2},{rise - h * 0.07} {w * 0.8},{rise - h * 0.07} '
        f'{w * 0.98},{rise + h * 0.06}" '
        f'fill="none" stroke="{mix(hue.dark, "#ffffff", 0.10)}" stroke-width="{h * 0.045}"/>'
    )
    merge(out, draw(lip, w, h + rise))
    length, thick = int(w * 0.62), max(4, int(w * 0.030))
    tones = (hue.a, hue.d, hue.c, hue.b, hue.d)
    for (at, degrees, k), tone in zip(PENCILS, tones, strict=True):
        rod = turn(pencil(int(length * k), tone, thick), degrees)
        foot = int(w * at + math.cos(math.radians(degrees)) * rod.shape[0] / 2 - rod.shape[1] / 2)
        merge(out, rod, max(0, min(w - rod.shape[1], foot)), max(0, rise + int(h * 0.34) - rod.shape[0]))
    merge(out, front, 0, rise)
    return out
