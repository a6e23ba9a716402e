"""Grounds and grains: SVG made pixels, blur, noise, linen and oak (numpy, Pillow, resvg)."""

import io
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import resvg_py
from PIL import Image

Layer = npt.NDArray[Any]


def rgb(color: str) -> Layer:
    """`#rrggbb` as three shares of 1."""
    return np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)], np.float32) / 255


def svg(text: str) -> Layer:
    """SVG text → float RGBA, straight alpha."""
    data = bytes(resvg_py.svg_to_bytes(svg_string=text, skip_system_fonts=True))
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"), np.float32) / 255


def draw(body: str, w: int, h: int, view: tuple[float, float, float, float] | None = None) -> Layer:
    """SVG elements on w × h pixels; view: the part of the drawing shown (x, y, w, h)."""
    x, y, vw, vh = view or (0, 0, w, h)
    return svg(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="{x} {y} {vw} {vh}">{body}</svg>'
    )


def resize(a: Layer, w: int, h: int, how: Image.Resampling = Image.Resampling.BICUBIC) -> Layer:
    """A plane (no colours) at another size."""
    return np.asarray(Image.fromarray(np.ascontiguousarray(a, np.float32), "F").resize((w, h), how))


def blur(a: Layer, radius: float) -> Layer:
    """Three box passes on a reduced copy: near enough to a Gaussian, and cheap."""
    h, w = a.shape
    k = max(1, int(radius // 4))
    small = resize(a, max(2, w // k), max(2, h // k), Image.Resampling.BOX) if k > 1 else a.astype(np.float32)
    r = max(1, round(radius / k * 0.6))
    for _ in range(3):
        for axis in (0, 1):
            pad = [(0, 0), (0, 0)]
            pad[axis] = (r + 1, r)
            c = np.cumsum(np.pad(small, pad, mode="edge"), axis=axis, dtype=np.float32)
            hi = np.take(c, range(2 * r + 1, c.shape[axis]), axis)
            small = (hi - np.take(c, range(c.shape[axis] - 2 * r - 1), axis)) / (2 * r + 1)
    return resize(small, w, h) if k > 1 else small


@lru_cache(20)
def noise(w: int, h: int, cells_x: int, cells_y: int, seed: int = 1) -> Layer:
    """Smooth noise, −1…1."""
    g = np.random.default_rng(seed).uniform(-1, 1, (cells_y + 3, cells_x + 3)).astype(np.float32)
    return resize(g, w, h)


@lru_cache(4)
def grain(w: int, h: int, seed: int = 7) -> Layer:
    """Film grain, around 0."""
    g = np.random.default_rng(seed).standard_normal((512, 512)).astype(np.float32)
    return np.tile(g, (h // 512 + 1, w // 512 + 1))[:h, :w]


@lru_cache(4)
def weave(w: int, h: int, pitch: float = 3.0, seed: int = 3) -> Layer:
    """Plain linen weave, around 0."""
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    wob = noise(w, h, 24, 24, seed) * 1.2
    warp, weft = np.sin((x + wob) * np.pi / pitch), np.sin((y + wob) * np.pi / pitch)
    slub = noise(w, h, 6, max(4, int(h / 5)), seed + 1) * 0.6 + noise(w, h, max(4, int(w / 5)), 6, seed + 2) * 0.6
    cloth: Layer = (warp * weft * 0.6 + slub * 0.55 + grain(w, h) * 0.12).astype(np.float32)
    return cloth


@lru_cache(4)
def wood(w: int, h: int, seed: int = 5, across: bool = True) -> Layer:
    """Oak: long streaks and fine pores, around 0."""
    if not across:
        return wood(h, w, seed, True).T
    base = noise(w, h, 3, 26, seed) * 0.55 + noise(w, h, 7, 120, seed + 1) * 0.4
    pores = noise(w, h, 60, max(8, h // 2), seed + 2)
    return (base - np.clip(pores - 0.45, 0, 1) * 0.9).astype(np.float32)
