"""What a motif becomes on a thing: a repeat, a sheet, a cut shape."""

import numpy as np

from demo.art.motifs import sheet_svg, tile_svg
from demo.art.raster import Layer, draw, noise, svg


def pattern(motif: str, mood: str, w: int, h: int, cell: int, seed: int = 0) -> Layer:
    """The repeat of a motif over w × h, as RGB."""
    t = (np.clip(svg(tile_svg(motif, mood, cell, seed))[..., :3], 0, 1) * 255).astype(np.uint8)
    return (np.tile(t, (h // cell + 1, w // cell + 1, 1))[:h, :w]).astype(np.float32) / 255


def sheet(motif: str, mood: str, w: int, h: int, seed: int = 0, margin: float = 0.0) -> Layer:
    """The composed sheet on slightly uneven paper; margin: a white border, as a share of w."""
    a = svg(sheet_svg(motif, mood, w, h, seed, margin))[..., :3].copy()
    a *= (1 + noise(w, h, max(4, w // 3), max(4, h // 3), 41) * 0.022 + noise(w, h, 7, 9, 42) * 0.012)[..., None]
    return a


def cut(shape: str, w: int, h: int) -> Layer:
    """Shape of a printed motif: disc, arch or sheet."""
    if shape == "disc":
        r = min(w, h) / 2
        body = f'<circle cx="{w / 2}" cy="{h / 2}" r="{r - 1}" fill="#fff"/>'
    elif shape == "arch":
        body = f'<path d="M1,{h - 1} V{w / 2} A{w / 2 - 1},{w / 2 - 1} 0 0 1 {w - 1},{w / 2} V{h - 1}Z" fill="#fff"/>'
    else:
        body = f'<rect x="1" y="1" width="{w - 2}" height="{h - 2}" rx="{w * 0.015}" fill="#fff"/>'
    return draw(body, w, h)[..., 3]
