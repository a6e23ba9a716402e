"""Light on folded cloth."""

import numpy as np
from PIL import Image, ImageDraw

from demo.art.raster import Layer, blur, noise, resize

Stroke = tuple[float, float, float, float, float, float]


def drape(w: int, h: int, strokes: list[Stroke], seed: int = 0, wave: float = 0.5) -> Layer:
    """Light on folds: a factor for each pixel.

    Strokes (x0, y0, x1, y1, thick, height) in shares of w and h become ridges; their slope is the light.
    """
    k = 3
    W, H = w // k, h // k
    tot = noise(W, H, 4, 5, 200 + seed) * wave * 7 + noise(W, H, 9, 9, 201 + seed) * wave * 2.4
    for r in (2.2, 5.0):
        im = Image.new("F", (W, H), 0.0)
        d = ImageDraw.Draw(im)
        for x0, y0, x1, y1, t, z in strokes:
            if (t > 0.012) == (r > 3):
                mx, my = (x0 + x1) / 2 + (y1 - y0) * 0.10, (y0 + y1) / 2 + (x0 - x1) * 0.10
                d.line(
                    [(x0 * W, y0 * H), (mx * W, my * H), (x1 * W, y1 * H)],
                    fill=float(z),
                    width=max(1, round(t * W)),
                    joint="curve",
                )
        tot = tot + blur(np.asarray(im), r) * (5.0 if r < 3 else 9.0)
    gy, gx = np.gradient(tot)
    lit: Layer = np.asarray(1 + (gx * 0.16 + gy * 0.13), np.float32)
    return np.clip(resize(lit, w, h), 0.62, 1.22)
