"""What stands beside the goods: vase, branch, pebble, pencil, hanger."""

import math
import random

import numpy as np

from demo.art.layers import merge
from demo.art.motifs.plants import frond
from demo.art.palette import mix
from demo.art.raster import Layer, draw, noise, rgb, wood
from demo.art.things.turned import ellipse_rim, lathe


def vase(color: str, d: int = 200, hgt: int = 300, tilt: float = 0.16, seed: int = 1) -> Layer:
    """A rough clay vase."""
    tex = np.empty((hgt, 64, 3), np.float32)
    tex[:] = rgb(color)
    tex *= (1 + noise(64, hgt, 30, 120, 77 + seed) * 0.03)[..., None]

    def radius(v: Layer) -> Layer:
        return (
            0.36
            + 0.64 * np.clip(np.sin(np.clip((v - 0.10) / 0.90, 0, 1) ** 0.85 * math.pi * 0.84), 0, 1) ** 1.1
            + 0.05 * np.exp(-((v / 0.05) ** 2))
        )

    lay = lathe(tex, d, hgt, tilt, radius, gloss=0.10, base=0.46)
    H, W = lay.shape[:2]
    ry = d / 2 * tilt
    merge(lay, ellipse_rim(W, H, W / 2, ry + 1, d / 2 * 0.41, ry * 0.41, color, mix(color, "#000000", 0.35), lip=0.14))
    return lay


def sprig(w: int, h: int, color: str, seed: int = 4) -> Layer:
    """A branch for the vase."""
    g = random.Random(f"sprig{seed}")
    body = "".join(
        f'<g transform="translate({w / 2} {h}) rotate({a})">{frond(g, c, height, 0, sway)}</g>'
        for a, height, sway, c in (
            (-15, h * 0.80, 20, mix(color, "#7f9a8a", 0.55)),
            (13, h * 0.86, -18, mix(color, "#7f9a8a", 0.4)),
            (0, h * 0.96, 14, mix(color, "#7f9a8a", 0.25)),
        )
    )
    return draw(body, w, h)


def stone(w: int, h: int, color: str, seed: int = 0) -> Layer:
    """A pebble in the round."""
    W, H = w + 4, h + 4
    yy, xx = np.mgrid[0:H, 0:W].astype(np.float32)
    x, y = (xx - W / 2) / (w / 2), (yy - H / 2) / (h / 2)
    wob = 1 + 0.05 * np.sin(np.arctan2(y, x) * 2 + seed) + 0.03 * np.sin(np.arctan2(y, x) * 3 + seed * 2.1)
    r = (np.abs(x) ** 2.3 + np.abs(y) ** 2.3) ** (1 / 2.3) / wob
    t = np.clip(r, 0, 1)
    nz = np.sqrt(1 - t**2.4)
    lam = np.clip(-0.45 * x * t - 0.62 * y * t + 0.62 * nz, 0, 1)
    lit = 0.42 + 0.68 * lam
    col = rgb(color)[None, None] * lit[..., None]
    col *= (1 + noise(W, H, max(6, W // 3), max(5, H // 3), 90 + seed) * 0.05 + noise(W, H, 8, 6, 91 + seed) * 0.05)[
        ..., None
    ]
    vein = np.exp(-(((y - 0.25 * np.sin(x * 2 + seed) - 0.15) / 0.05) ** 2)) * 0.35
    col += (1 - col) * (vein * (seed % 2))[..., None]
    return np.dstack([np.clip(col, 0, 1), np.clip((1 - r) * min(w, h) / 2 + 0.5, 0, 1)])


def pencil(length: int, color: str, thick: int = 15) -> Layer:
    """A pencil lying to the right."""
    w, h = length, thick + 2
    b = (
        '<defs><linearGradient id="p" x1="0" x2="0" y1="0" y2="1">'
        f'<stop offset="0" stop-color="{mix(color, "#ffffff", 0.35)}"/>'
        f'<stop offset=".45" stop-color="{color}"/><stop offset="1" '
        f'stop-color="{mix(color, "#000000", 0.3)}"/></linearGradient></defs>'
        f'<rect x="0" y="1" width="{w - 46}" height="{thick}" rx="2" fill="url(#p)"/>'
        f'<path d="M{w - 46},1 L{w - 10},{thick * 0.42} L{w - 10},{thick * 0.62} L{w - 46},{thick + 1}Z" '
        f'fill="#e4c59a"/><path d="M{w - 14},{thick * 0.38} L{w},{thick * 0.53} '
        f'L{w - 14},{thick * 0.68}Z" fill="#2a2b2f"/><rect x="0" y="1" width="16" height="{thick}" '
        'fill="#f4efe4"/>'
    )
    return draw(b, w, h)


def hanger(w: int) -> Layer:
    """A wooden clothes hanger."""
    h = int(w * 0.34)
    b = (
        f'<path d="M{w / 2},{h * 0.42} C{w / 2},{h * 0.28} {w * 0.535},{h * 0.26} {w * 0.53},{h * 0.14} '
        f'C{w * 0.52},{h * 0.02} {w * 0.47},{h * 0.03} {w * 0.468},{h * 0.14}" fill="none" '
        f'stroke="#8d8f93" stroke-width="{w * 0.012}" stroke-linecap="round"/>'
        f'<path d="M{w * 0.02},{h * 0.86} C{w * 0.24},{h * 0.56} {w * 0.40},{h * 0.40} {w / 2},{h * 0.40} '
        f"C{w * 0.60},{h * 0.40} {w * 0.76},{h * 0.56} {w * 0.98},{h * 0.86} C{w * 0.985},{h * 0.95} "
        f"{w * 0.95},{h * 0.96} {w * 0.92},{h * 0.92} C{w * 0.74},{h * 0.70} {w * 0.6},{h * 0.58} "
        f"{w / 2},{h * 0.58} C{w * 0.4},{h * 0.58} {w * 0.26},{h * 0.70} {w * 0.08},{h * 0.92} "
        f'C{w * 0.05},{h * 0.96} {w * 0.015},{h * 0.95} {w * 0.02},{h * 0.86}Z" fill="#c49a68"/>'
    )
    a = draw(b, w, h)
    a[..., :3] *= (1 + wood(w, h, 8) * 0.10)[..., None]
    return np.clip(a, 0, 1)
