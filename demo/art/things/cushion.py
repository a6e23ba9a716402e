"""The cushion."""

import random

import numpy as np

from demo.art.palette import MOODS
from demo.art.raster import Layer, blur, noise, rgb, weave
from demo.art.things.printing import pattern


def cushion(motif: str, mood: str, w: int = 640, seed: int = 0, plain: str | None = None, ratio: float = 1.0) -> Layer:
    """A filled cushion with piping, in the pattern or plain; w × ratio · w."""
    hue = MOODS[mood]
    h = int(w * ratio)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    x, y = (xx - w / 2) / (w / 2) * 1.015, (yy - h / 2) / (h / 2) * 1.015
    u, v = x / (1 - 0.075 * (1 - np.clip(y, -1, 1) ** 2) ** 1.2), y / (1 - 0.075 * (1 - np.clip(x, -1, 1) ** 2) ** 1.2)
    big = np.maximum(np.abs(u), np.abs(v))
    corner = np.clip((np.abs(u) ** 14 + np.abs(v) ** 14) ** (1 / 14), 0, 2)
    alpha = np.clip((1 - corner) * w / 2 + 0.5, 0, 1)
    uu, vv = np.clip(u, -1, 1), np.clip(v, -1, 1)
    z = ((1 - uu**2) * (1 - vv**2)) ** 0.62 * 1.15
    ang = np.arctan2(vv, uu)
    near = np.clip(np.abs(uu * vv), 0, 1) ** 0.7
    g = random.Random(f"cushion{seed}")
    pl = sum(np.sin(ang * k + g.uniform(0, 6)) * a for k, a in ((22, 0.5), (31, 0.4), (46, 0.25)))
    z = z + pl * 0.018 * np.clip(1.1 - z, 0, 1) * (0.25 + near) * (1 - np.clip((big - 0.96) / 0.04, 0, 1))
    z = z + noise(w, h, 4, 4, 300 + seed) * 0.05 + noise(w, h, 8, 8, 301 + seed) * 0.012
    zs = blur(z, 4)
    gy, gx = np.gradient(zs, 2 / h, 2 / w)
    nx, ny = -gx * 0.50, -gy * 0.50
    ln = np.sqrt(nx * nx + ny * ny + 1)
    lam = (-0.42 * nx - 0.50 * ny + 0.76) / ln
    lit = np.clip(0.46 + 0.74 * np.clip(lam, 0, 1), 0.60, 1.10)
    if plain:
        tex = np.empty((h, w, 3), np.float32)
        tex[:] = rgb(plain)
    else:
        src = pattern(motif, mood, w, h, int(w * 0.44), seed)
        sx = np.clip((uu * (0.90 + 0.10 * big**2) * 0.5 + 0.5) * (w - 1), 0, w - 1).astype(np.int32)
        sy = np.clip((vv * (0.90 + 0.10 * big**2) * 0.5 + 0.5) * (h - 1), 0, h - 1).astype(np.int32)
        tex = src[sy, sx]
    tex = tex * (lit * (1 + weave(w, h, 2.4) * 0.05))[..., None]
    q = (corner - 0.982) / 0.017
    pipe = np.clip((1 - np.abs(q)) * 4, 0, 1)
    pc = rgb(hue.ink if not plain and not hue.night else hue.d)
    roll = 0.80 + 0.30 * np.clip(-0.45 * x - 0.55 * y, -0.5, 1) + 0.18 * np.sqrt(np.clip(1 - q * q, 0, 1))
    tex *= (1 - 0.26 * np.exp(-(((corner - 0.957) / 0.010) ** 2)))[..., None]
    tex += (pc * roll[..., None] - tex) * pipe[..., None]
    return np.dstack([np.clip(tex, 0, 1), alpha])
