"""The mug."""

import numpy as np

from demo.art.layers import merge
from demo.art.palette import MOODS
from demo.art.raster import Layer, rgb
from demo.art.things.printing import pattern
from demo.art.things.turned import ellipse_rim, lathe, straight, tube


def mug(
    motif: str,
    mood: str,
    d: int = 430,
    seed: int = 0,
    side: int = 1,
    spin: float = 0.3,
    tilt: float = 0.20,
    tea: str | None = "#7a3f1d",
    inside: str | None = None,
    plain: str | None = None,
) -> Layer:
    """A mug of diameter d; side: 1 puts the handle at the right, −1 at the left; spin: which part is in front, 0…1."""
    hue = MOODS[mood]
    hgt = int(d * 1.02)
    body = hue.cloth
    tw, th = int(d * 3.0), hgt
    if plain:
        tex = np.empty((th, tw, 3), np.float32)
        tex[:] = rgb(plain)
        body = plain
    else:
        tex = np.empty((th, tw, 3), np.float32)
        tex[:] = rgb(body)
        top, bot = int(th * 0.075), int(th * 0.085)
        tex[top : th - bot] = pattern(motif, mood, tw, th - top - bot, max(60, int(tw / 4)), seed)
    ry = d / 2 * tilt
    cyl = lathe(tex, d, hgt, tilt, straight(), spin, gloss=0.55)
    ch, cw = cyl.shape[:2]
    grip = int(d * 0.36)
    W, H = cw + 2 * grip, ch + 4
    out = np.zeros((H, W, 4), np.float32)
    cx = W / 2
    t = np.linspace(0, 1, 110)
    p0, p1, p2, p3 = (d * 0.46, 0.19), (d * 0.92, 0.10), (d * 0.86, 0.80), (d * 0.44, 0.76)
    bx = (1 - t) ** 3 * p0[0] + 3 * (1 - t) ** 2 * t * p1[0] + 3 * (1 - t) * t * t * p2[0] + t**3 * p3[0]
    by = (1 - t) ** 3 * p0[1] + 3 * (1 - t) ** 2 * t * p1[1] + 3 * (1 - t) * t * t * p2[1] + t**3 * p3[1]
    curve = [(cx + side * x, ry * 1.2 + y * hgt) for x, y in zip(bx, by, strict=False)]
    merge(out, *tube(curve, d * 0.056, body if plain else (inside or body)))
    merge(out, cyl, grip, 0)
    merge(out, ellipse_rim(W, H, cx, ry + 1, d / 2, ry, body, inside or body, tea))
    return out
