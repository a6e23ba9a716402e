"""The T-shirt, spread and folded."""

import math
import random

import numpy as np

from demo.art.layers import merge
from demo.art.palette import MOODS, mix
from demo.art.raster import Layer, blur, draw, noise, rgb, weave
from demo.art.things.folds import Stroke, drape
from demo.art.things.printing import cut, sheet

SHIRT = (
    "M395,112 C352,134 302,150 262,168 C190,214 118,290 62,372 C96,412 136,442 182,464 C212,420 242,396 "
    "274,376 C284,560 280,760 266,946 "
    "C340,966 660,966 734,946 C720,760 716,560 726,376 C758,396 788,420 818,464 C864,442 904,412 938,372 "
    "C882,290 810,214 738,168 C698,150 648,134 605,112 C582,170 418,170 395,112Z"
)

FOLDS: list[Stroke] = [
    (0.27, 0.33, 0.42, 0.27, 0.010, 1.1), (0.27, 0.36, 0.40, 0.42, 0.016, 1.2), (0.73, 0.33, 0.60, 0.28, 0.010, 1.0),
    (0.73, 0.36, 0.61, 0.43, 0.016, 1.2), (0.16, 0.30, 0.25, 0.36, 0.014, 1.1), (0.84, 0.29, 0.75, 0.36, 0.014, 1.1),
    (0.20, 0.24, 0.27, 0.33, 0.010, 0.8), (0.80, 0.24, 0.73, 0.33, 0.010, 0.8), (0.33, 0.58, 0.30, 0.88, 0.020, 0.9),
    (0.66, 0.60, 0.70, 0.90, 0.020, 0.9), (0.44, 0.70, 0.40, 0.92, 0.014, 0.7), (0.57, 0.74, 0.60, 0.92, 0.014, 0.6),
]  # fmt: skip

VIEW = (0, 40, 1000, 1000)
"""The part of the drawing that the layer shows."""


def _back(color: str, w: int, h: int) -> Layer:
    """The inside of the back, seen through the neck, and its collar."""
    deep = mix(color, "#10131c", 0.22)
    return draw(
        (
            f'<path d="M393,114 C430,90 570,90 607,114 C590,168 410,168 393,114Z" fill="{deep}"/>'
            f'<path d="M395,113 C430,92 570,92 605,113" fill="none" stroke="{mix(color, "#10131c", 0.08)}" '
            'stroke-width="24"/>'
        ),
        w,
        h,
        VIEW,
    )


def _seams(color: str, w: int, h: int) -> Layer:
    """Collar, seams and stitches."""
    seam = mix(color, "#10131c", 0.30)
    return draw(
        f'<g fill="none" stroke="{seam}"><path d="M395,112 C418,172 582,172 605,112" stroke-width="27" '
        f'stroke="{mix(color, "#10131c", 0.05)}"/>'
        f'<path d="M381,119 C408,190 592,190 619,119" stroke-width="2" opacity=".7"/>'
        + "".join(
            (
                f'<path d="M{395 + i * 7.0:.1f},{112 + 46 * math.sin(i / 30 * math.pi) ** 0.8:.1f} '
                f'l{(15 - i) * 0.36:.2f},10" stroke-width="1.4" opacity=".35"/>'
            )
            for i in range(31)
        )
        + '<path d="M262,168 C262,250 268,320 274,376 M738,168 C738,250 732,320 726,376" '
        'stroke-width="2.4" opacity=".55"/>'
        '<path d="M267,930 C340,950 660,950 733,930" stroke-width="1.8" stroke-dasharray="5 4" opacity=".55"/>'
        '<path d="M75,363 C108,402 146,430 190,452 M925,363 C892,402 854,430 810,452" stroke-width="1.8" '
        'stroke-dasharray="5 4" opacity=".55"/></g>',
        w,
        h,
        VIEW,
    )


def tshirt(
    motif: str,
    mood: str,
    w: int = 900,
    seed: int = 0,
    color: str | None = None,
    shape: str = "disc",
    size: float = 0.31,
) -> Layer:
    """A T-shirt spread flat, w × w: the motif on its chest as a disc or an arch, `size` of the width."""
    hue = MOODS[mood]
    color = color or hue.cloth
    h = w
    mask = draw(f'<path d="{SHIRT}" fill="#fff"/>', w, h, VIEW)[..., 3]
    lay = np.empty((h, w, 4), np.float32)
    lay[..., :3] = rgb(color)
    lay[..., 3] = mask
    pw = int(w * size)
    ph = int(pw * (1.0 if shape == "disc" else 1.28))
    px, py = (w - pw) // 2, int(h * (0.29 if shape == "disc" else 0.27))
    a = sheet(motif, mood, pw, ph, seed)
    worn = np.clip(0.955 + noise(pw, ph, pw // 4, ph // 4, 71) * 0.09, 0, 1)
    m = cut(shape, pw, ph) * worn
    part = lay[py : py + ph, px : px + pw, :3]
    part += (a - part) * m[..., None]
    g = random.Random(f"shirt{seed}")
    folds = [
        (g.uniform(0.3, 0.7), g.uniform(0.6, 0.75), g.uniform(0.3, 0.7), g.uniform(0.8, 0.92), 0.010, 0.45)
        for _ in range(3)
    ]
    lit = drape(w, h, FOLDS + folds, seed, 0.42)
    _, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    lit *= (1.03 - 0.07 * xx / w) * (1 + weave(w, h, 2.0) * 0.012)
    lay[..., :3] *= lit[..., None]
    det = _seams(color, w, h)
    det[..., 3] *= np.maximum(mask, 0)
    out = np.zeros((h, w, 4), np.float32)
    merge(out, _back(color, w, h))
    merge(out, np.clip(lay, 0, 1))
    merge(out, det)
    edge = np.clip(mask - blur(mask, 5), 0, 1) * 0.35
    out[..., :3] *= (1 - edge)[..., None]
    return out


def folded(motif: str, mood: str, w: int = 560, seed: int = 0, color: str | None = None) -> Layer:
    """The T-shirt folded to a square, its motif uppermost."""
    hue = MOODS[mood]
    color = color or hue.cloth
    h = int(w * 1.16)
    lay = np.ones((h, w, 4), np.float32)
    lay[..., :3] = rgb(color)
    pw = int(w * 0.60)
    a, m = sheet(motif, mood, pw, pw, seed), cut("disc", pw, pw) * 0.97
    x, y = (w - pw) // 2, int(h * 0.30)
    part = lay[y : y + pw, x : x + pw, :3]
    part += (a - part) * m[..., None]
    lit = drape(
        w,
        h,
        [
            (0.04, 0.1, 0.05, 0.95, 0.02, 1.0),
            (0.96, 0.1, 0.95, 0.9, 0.02, 1.0),
            (0.1, 0.93, 0.9, 0.95, 0.03, 1.0),
            (0.2, 0.16, 0.34, 0.26, 0.012, 0.6),
            (0.8, 0.16, 0.68, 0.25, 0.012, 0.6),
        ],
        seed + 3,
        0.35,
    )
    lay[..., :3] *= (lit * (1 + weave(w, h, 2.0) * 0.012))[..., None]
    r = w * 0.035
    neck = (
        f'<path d="M{w * 0.30},0 C{w * 0.36},{h * 0.15} {w * 0.64},{h * 0.15} {w * 0.70},0Z" '
        f'fill="{mix(color, "#10131c", 0.24)}"/><path d="M{w * 0.285},0 C{w * 0.35},{h * 0.175} '
        f'{w * 0.65},{h * 0.175} {w * 0.715},0" fill="none" stroke="{mix(color, "#10131c", 0.05)}" '
        f'stroke-width="{w * 0.045}"/>'
    )
    lay[..., 3] = draw(
        (
            f'<path d="M{r},{h * 0.012} C{w * 0.3},0 {w * 0.7},0 {w - r},{h * 0.012} Q{w},{h * 0.02} '
            f"{w - 2},{r * 1.6} C{w - 5},{h * 0.5} {w - 3},{h * 0.8} {w - 4},{h - r} Q{w - 6},{h} "
            f"{w - r * 1.4},{h - 2} C{w * 0.6},{h - 6} {w * 0.4},{h - 4} {r},{h - 3} Q2,{h - 4} 3,{h - r} "
            f'C6,{h * 0.6} 0,{h * 0.4} 3,{r} Q4,{h * 0.016} {r},{h * 0.012}Z" fill="#fff"/>'
        ),
        w,
        h,
    )[..., 3]
    n_ = draw(neck, w, h)
    n_[..., 3] *= lay[..., 3]
    merge(lay, n_)
    return np.clip(lay, 0, 1)
