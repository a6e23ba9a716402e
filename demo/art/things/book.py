"""The notebook, shut and open."""

import numpy as np

from demo.art.layers import merge
from demo.art.palette import MOODS
from demo.art.raster import Layer, draw, noise, rgb, weave
from demo.art.things.brand import arcs
from demo.art.things.printing import pattern, sheet


def notebook(motif: str, mood: str, w: int = 520, seed: int = 0, band: bool = True) -> Layer:
    """A shut notebook, w × 1.36 w: cloth spine, cover sheet, perhaps an elastic band."""
    hue = MOODS[mood]
    h, e = int(w * 1.36), max(5, int(w * 0.018))
    W, H, r = w + e * 2, h + e * 2, w * 0.035
    ink = hue.dark
    pages = draw(
        (
            f'<path d="M{w * 0.02},{e * 1.6} H{w - r + e} q{r},0 {r},{r} V{h - r + e * 1.1} q0,{r} {-r},{r} '
            f'H{w * 0.02}Z" fill="#efe8d9"/>'
        )
        + "".join(
            (
                f'<path d="M{w - r + e * 0.3 + i * 2.2},{e * 1.5 + i * 1.6} q{r},0 {r},{r} V{h - r + i * 1.3} '
                f'q0,{r} {-r},{r} H{w * 0.02}" fill="none" stroke="#cfc5b0" stroke-width="1"/>'
            )
            for i in range(int(e / 2))
        ),
        W,
        H,
    )
    cover = np.zeros((h, w, 4), np.float32)
    cover[..., :3] = sheet(motif, mood, w, h, seed)
    sp = int(w * 0.095)
    cover[:, :sp, :3] = rgb(ink) * (1 + weave(sp, h, 2.4) * 0.06)[..., None]
    shape = draw(f'<path d="M0,0 H{w - r} q{r},0 {r},{r} V{h - r} q0,{r} {-r},{r} H0Z" fill="#fff"/>', w, h)[..., 3]
    cover[..., 3] = shape
    x = np.arange(w, dtype=np.float32) / w
    groove = (
        1
        - 0.28 * np.exp(-(((x - sp / w - 0.012) / 0.008) ** 2))
        + 0.10 * np.exp(-(((x - sp / w - 0.034) / 0.012) ** 2))
        - 0.18 * np.exp(-((x / 0.02) ** 2))
    )
    cover[..., :3] *= groove[None, :, None]
    if band:
        bx, bw = int(w * 0.885), max(6, int(w * 0.026))
        edge = min(7, w - bx - bw)
        cover[:, bx + bw : bx + bw + edge, :3] *= np.linspace(0.76, 1, edge, dtype=np.float32)[None, :, None]
        s = np.sin(np.linspace(0.25, 2.9, bw, dtype=np.float32))
        cover[:, bx : bx + bw, :3] = (
            rgb(hue.d)[None, None]
            * (0.78 + 0.26 * s)[None, :, None]
            * (1 + 0.05 * np.sin(np.arange(h, dtype=np.float32) * 1.6))[:, None, None]
        )
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    cover[..., :3] *= (1.05 - 0.10 * xx / w - 0.05 * yy / h)[..., None]
    out = np.zeros((H, W, 4), np.float32)
    merge(out, pages)
    merge(out, np.clip(cover, 0, 1), 0, 0)
    return out


def open_book(motif: str, mood: str, w: int = 1000, seed: int = 0) -> Layer:
    """An open notebook, w × 0.66 w: endpaper in the pattern, a dotted page."""
    hue = MOODS[mood]
    h, half = int(w * 0.66), w // 2
    page = np.empty((h, w, 3), np.float32)
    page[:] = rgb("#f8f4ea")
    end = pattern(motif, mood, half, h, int(half * 0.62), seed)
    page[:, :half] = end
    dots = "".join(
        f'<circle cx="{half + 44 + i * 21}" cy="{44 + j * 21}" r="1.5" fill="#a9a394"/>'
        for i in range(int((half - 70) / 21))
        for j in range(int((h - 70) / 21))
    )
    dots += f'<g transform="translate({half + half * 0.62} {h - 46}) scale(.36)">{arcs("#8d8676", hue.d, 13)}</g>'
    lay = draw(dots, w, h)
    page += (lay[..., :3] - page) * lay[..., 3:]
    x = (np.arange(w, dtype=np.float32) - half) / half
    curve = (
        1
        - 0.34 * np.exp(-((np.abs(x) / 0.045) ** 1.1))
        + 0.05 * np.exp(-(((np.abs(x) - 0.30) / 0.2) ** 2))
        - 0.06 * np.clip(x, 0, 1)
        - 0.05 * np.clip(-x - 0.7, 0, 1)
    )
    page *= curve[None, :, None]
    page *= (1 + noise(w, h, 120, 80, 61) * 0.010)[..., None]
    a = draw(f'<rect x="0" y="0" width="{w}" height="{h}" rx="14" fill="#fff"/>', w, h)[..., 3]
    return np.dstack([np.clip(page, 0, 1), a])
