"""The framed print."""

import numpy as np

from demo.art.raster import Layer, blur, noise, rgb, wood
from demo.art.things.printing import sheet


def framed(motif: str, mood: str, w: int = 560, seed: int = 0, frame: str = "oak", mat: float = 0.11) -> Layer:
    """A print under glass: moulding, bevelled mount, sheet."""
    h, f = int(w * 1.32), max(10, int(w * 0.034))
    out = np.ones((h, w, 4), np.float32)
    base = {"oak": "#c9a476", "black": "#2a2b2f", "white": "#f1eee8"}[frame]
    side = np.empty((h, w, 3), np.float32)
    side[:] = rgb(base)
    if frame == "oak":
        side *= (1 + wood(w, h, 5) * 0.13)[..., None]
        v = 1 + wood(w, h, 6, False) * 0.13
        side[:, :f] = rgb(base) * v[:, :f, None]
        side[:, w - f :] = rgb(base) * v[:, w - f :, None]
    m = np.ones((h, w), np.float32)
    m[:f] *= 1.08
    m[h - f :] *= 0.90
    m[:, :f] *= 1.03
    m[:, w - f :] *= 0.84
    m[:2] *= 1.08
    out[..., :3] = side * m[..., None]
    pw, ph = w - 2 * f, h - 2 * f
    mt = np.empty((ph, pw, 3), np.float32)
    mt[:] = rgb("#f9f6ef")
    mt *= (1 + noise(pw, ph, 80, 100, 51) * 0.010)[..., None]
    a = int(pw * mat)
    aw, ah = pw - 2 * a, ph - 2 * a
    art = sheet(motif, mood, aw, ah, seed)
    mt[a - 3 : a + ah + 3, a - 3 : a + aw + 3] = rgb("#e7e2d7")
    mt[a + ah : a + ah + 3, a - 3 : a + aw + 3] = rgb("#ffffff")
    mt[a : a + ah, a : a + aw] = art
    inner = np.zeros((ph, pw), np.float32)
    inner[:, : int(f * 0.5)] += 0.26
    inner[: int(f * 0.75)] += 0.34
    mt *= (1 - blur(inner, f * 0.7))[..., None]
    yy, xx = np.mgrid[0:ph, 0:pw].astype(np.float32)
    t = xx / pw + yy / ph * 0.85
    glass = np.clip(1 - np.abs(t - 0.52) / 0.16, 0, 1) * 0.05 + np.clip(1 - np.abs(t - 0.80) / 0.05, 0, 1) * 0.035
    mt += (1 - mt) * blur(glass, 6)[..., None]
    out[f : h - f, f : w - f, :3] = mt
    return np.clip(out, 0, 1)
