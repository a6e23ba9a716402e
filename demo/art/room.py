"""The room: wall, shelf, what the sun draws on them, and the last breath of film."""

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from demo.art.raster import Layer, blur, grain, noise, resize, rgb, wood


@lru_cache(32)
def gobo(w: int, h: int, kind: str, seed: int = 0) -> Layer:
    """What stands between the sun and the wall: 1 in the light, lower in the shade.

    A fourth of w × h: nothing in it is sharp.
    """
    s = 4
    im = Image.new("F", (w // s, h // s), 0.0)
    d, W, H = ImageDraw.Draw(im), w / s, h / s
    if kind == "window":
        for q in range(2):
            for r in range(3):
                x, y = W * (-0.02 + q * 0.30), H * (-0.16 + r * 0.31)
                cw, ch = W * 0.27, H * 0.28
                d.polygon(
                    [
                        (x + y * 0.55, y),
                        (x + cw + y * 0.55, y + H * 0.03),
                        (x + cw + (y + ch) * 0.55, y + ch + H * 0.03),
                        (x + (y + ch) * 0.55, y + ch),
                    ],
                    fill=1.0,
                )
        r = 9
    elif kind == "leaves":
        d.rectangle([0, 0, W, H], fill=1.0)
        g = np.random.default_rng(seed + 11)
        for b in range(3):
            x, y, a = W * (0.70 + 0.22 * b), -H * 0.06, 1.95 + b * 0.10 + g.uniform(-0.1, 0.1)
            for i in range(13):
                x, y, a = x + np.cos(a) * W * 0.055, y + np.sin(a) * H * 0.055, a + g.uniform(-0.06, 0.09)
                for side in (-1, 1):
                    t, k = a + side * 0.85, W * (0.120 - 0.005 * i)
                    tip = (x + np.cos(t) * k, y + np.sin(t) * k)
                    m1 = (x + np.cos(t - 0.32) * k * 0.55, y + np.sin(t - 0.32) * k * 0.55)
                    m2 = (x + np.cos(t + 0.32) * k * 0.55, y + np.sin(t + 0.32) * k * 0.55)
                    d.polygon([(x, y), m1, tip, m2], fill=0.0)
        r = 8
    else:
        d.rectangle([0, 0, W, H], fill=1.0)
        r = 3
    return blur(np.asarray(im), r)


def room(
    w: int,
    h: int,
    wall: str,
    shelf: str | None = None,
    horizon: float = 0.74,
    kind: str = "window",
    strength: float = 0.16,
    seed: int = 0,
) -> Layer:
    """A wall in daylight, perhaps with a shelf or table in front."""
    y, x = np.mgrid[0:h:4, 0:w:4].astype(np.float32)
    lh, lw = y.shape
    fall = np.hypot((x / w - 0.24) * 1.05, y / h - 0.16)
    g = resize(gobo(w, h, kind, seed), lw, lh)
    lit = (1.045 - 0.115 * fall) * (1 - strength * 0.62 + g * strength)
    plaster = 1 + noise(lw, lh, 90, 90, 21) * 0.006 + noise(lw, lh, 9, 7, 22) * 0.010
    base = np.empty((h, w, 3), np.float32)
    for i, (c, warm) in enumerate(zip(rgb(wall), (0.11, 0.05, -0.06), strict=False)):
        base[..., i] = resize((c * lit + g * strength * warm) * plaster, w, h)
    if shelf:
        hy = int(h * horizon)
        yy = np.linspace(0, 1, h - hy, dtype=np.float32)[:, None]
        xx = np.linspace(0, 1, w, dtype=np.float32)[None, :]
        plane = rgb(shelf)[None, None] * (0.965 + 0.075 * yy - 0.03 * xx)[..., None]
        plane *= (1 + wood(w, h - hy, 31) * 0.012)[..., None]
        base[hy:] = plane
        base[hy - 26 : hy] *= (1 - 0.10 * np.linspace(0, 1, 26, dtype=np.float32) ** 2)[:, None, None]
        base[hy : hy + 5] *= np.linspace(0.95, 1.0, 5, dtype=np.float32)[:, None, None] + 0.05
    return base


def finish(base: Layer, seed: int = 7) -> Image.Image:
    """A breath of film: contrast, vignette, grain."""
    h, w = base.shape[:2]
    y, x = np.mgrid[0:h:4, 0:w:4].astype(np.float32)
    v = resize(1.03 - 0.035 * (((x / w - 0.5) * 2) ** 2 + ((y / h - 0.5) * 2) ** 2), w, h)
    out = base * (v * 255)[..., None]
    out += (grain(w, h, seed) * (0.0075 * 255) + 0.5)[..., None]
    return Image.fromarray(np.clip(out, 0, 255, out=out).astype(np.uint8), "RGB")
