"""Layers over layers: paint, place, merge, shadow, turn (float RGBA, straight alpha)."""

import numpy as np
from PIL import Image

from demo.art.pen import Point
from demo.art.raster import Layer, blur


def paint(base: Layer, color: Layer, mask: Layer, x: int = 0, y: int = 0) -> None:
    """color over base where mask, at x, y; cut at the edges."""
    h, w = mask.shape
    H, W = base.shape[:2]
    x0, y0, x1, y1 = max(0, x), max(0, y), min(W, x + w), min(H, y + h)
    if x0 >= x1 or y0 >= y1:
        return
    m = mask[y0 - y : y1 - y, x0 - x : x1 - x, None]
    c = color[y0 - y : y1 - y, x0 - x : x1 - x] if getattr(color, "ndim", 1) == 3 else color
    part = base[y0:y1, x0:x1]
    part += (c - part) * m


def place(base: Layer, layer: Layer, x: int = 0, y: int = 0) -> None:
    """Put a layer on the base, its corner at x, y."""
    paint(base, layer[..., :3], layer[..., 3], x, y)


def merge(base: Layer, top: Layer, x: int = 0, y: int = 0) -> None:
    """Layer over layer, both straight alpha; only where the upper one has something."""
    H, W = base.shape[:2]
    seen = top[..., 3] > 0
    rows, cols = np.flatnonzero(seen.any(1)), np.flatnonzero(seen.any(0))
    if not len(rows):
        return
    r0, r1, c0, c1 = rows[0], min(rows[-1] + 1, H - y), cols[0], min(cols[-1] + 1, W - x)
    b, t = base[y + r0 : y + r1, x + c0 : x + c1], top[r0:r1, c0:c1]
    if not b[..., 3].any():
        b[:] = t
        return
    ta = t[..., 3:]
    under = b[..., 3:] * (1 - ta)
    out_a = ta + under
    b[..., :3] = (t[..., :3] * ta + b[..., :3] * under) / np.maximum(out_a, 1e-4)
    b[..., 3:] = out_a


def shadow(
    base: Layer,
    mask: Layer,
    x: int,
    y: int,
    dx: int,
    dy: int,
    radius: float,
    strength: float,
    tint: tuple[float, float, float] = (0.20, 0.20, 0.30),
) -> None:
    """A soft shadow of mask, moved by dx, dy."""
    p = int(radius * 2.4)
    m = blur(np.pad(mask, p), radius) * strength
    h, w = m.shape
    x, y = x - p + dx, y - p + dy
    H, W = base.shape[:2]
    x0, y0, x1, y1 = max(0, x), max(0, y), min(W, x + w), min(H, y + h)
    if x0 < x1 and y0 < y1:
        mm = m[y0 - y : y1 - y, x0 - x : x1 - x, None]
        base[y0:y1, x0:x1] *= 1 - mm * (1 - np.array(tint, np.float32))


def skew(layer: Layer, corners: list[Point], w: int, h: int) -> Layer:
    """Put a layer on four corners (tl, tr, br, bl) of a w × h sheet."""
    sh, sw = layer.shape[:2]
    src = [(0, 0), (sw, 0), (sw, sh), (0, sh)]
    rows, right = [], []
    for (X, Y), (u, v) in zip(corners, src, strict=False):
        rows += [[X, Y, 1, 0, 0, 0, -u * X, -u * Y], [0, 0, 0, X, Y, 1, -v * X, -v * Y]]
        right += [u, v]
    k = np.linalg.solve(np.array(rows, float), np.array(right, float))
    im = Image.fromarray((np.clip(layer, 0, 1) * 255 + 0.5).astype(np.uint8), "RGBA")
    return (
        np.asarray(im.transform((w, h), Image.Transform.PERSPECTIVE, list(k), Image.Resampling.BICUBIC), np.float32)
        / 255
    )


def turn(layer: Layer, degrees: float) -> Layer:
    """The layer turned anticlockwise, grown to hold all of it."""
    im = Image.fromarray((np.clip(layer, 0, 1) * 255 + 0.5).astype(np.uint8), "RGBA")
    return np.asarray(im.rotate(degrees, Image.Resampling.BICUBIC, expand=True), np.float32) / 255
