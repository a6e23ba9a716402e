"""The tote bag."""

import numpy as np

from demo.art.layers import merge
from demo.art.palette import mix
from demo.art.raster import Layer, draw, rgb, weave
from demo.art.things.folds import Stroke, drape
from demo.art.things.printing import cut, pattern, sheet

FOLDS: list[Stroke] = [
    (0.26, 0.02, 0.33, 0.52, 0.030, 1.0), (0.75, 0.02, 0.68, 0.50, 0.030, 1.0), (0.5, 0.55, 0.46, 0.98, 0.030, 0.6),
    (0.16, 0.5, 0.12, 0.97, 0.024, 0.8), (0.86, 0.45, 0.90, 0.97, 0.024, 0.8), (0.4, 0.90, 0.62, 0.95, 0.02, 0.6),
    (0.3, 0.10, 0.22, 0.3, 0.010, 0.5), (0.7, 0.1, 0.79, 0.32, 0.010, 0.5),
]  # fmt: skip


def _front_strap(color: str, w: int, H: int, top: int, bh: int) -> Layer:
    """The front strap with its crossed stitches."""
    strap = mix(color, "#3a2c18", 0.06)
    front = draw(
        f'<g fill="none" stroke-linecap="butt"><path d="M{w * 0.30},{top + bh * 0.075} L{w * 0.305},{top} '
        f"C{w * 0.32},{top * 0.42} {w * 0.43},{top * 0.07} {w * 0.495},{top * 0.07} "
        f"C{w * 0.56},{top * 0.07} {w * 0.68},{top * 0.42} {w * 0.695},{top} "
        f'L{w * 0.70},{top + bh * 0.075}" stroke="{strap}" stroke-width="{w * 0.056}"/>'
        f'<path d="M{w * 0.282},{top} C{w * 0.30},{top * 0.40} {w * 0.42},{top * 0.045} '
        f'{w * 0.495},{top * 0.045}" stroke="#fff" stroke-width="{w * 0.006}" opacity=".5"/>'
        f'<path d="M{w * 0.276},{top + bh * 0.012} h{w * 0.052} v{bh * 0.055} h{-w * 0.052}z m0,0 '
        f"l{w * 0.052},{bh * 0.055} m0,{-bh * 0.055} l{-w * 0.052},{bh * 0.055} "
        f"M{w * 0.672},{top + bh * 0.012} h{w * 0.052} v{bh * 0.055} h{-w * 0.052}z m0,0 "
        f'l{w * 0.052},{bh * 0.055} m0,{-bh * 0.055} l{-w * 0.052},{bh * 0.055}" '
        f'stroke="{mix(color, "#1c1a2a", 0.42)}" stroke-width="1.6" stroke-dasharray="4 3"/></g>',
        w,
        H,
    )
    front[..., :3] *= (1 + weave(w, H, 2.4) * 0.05)[..., None]
    return np.clip(front, 0, 1)


def tote(
    motif: str,
    mood: str,
    w: int = 560,
    seed: int = 0,
    allover: bool = False,
    color: str | None = None,
    shape: str = "sheet",
) -> Layer:
    """A tote bag hanging from its straps, w × 1.78 w: the motif as one print, or all over."""
    color = color or "#efe5d0"
    bh, top = int(w * 1.12), int(w * 0.66)
    H, W = bh + top, w
    lay = np.zeros((H, W, 4), np.float32)
    strap = mix(color, "#3a2c18", 0.06)
    back = draw(
        (
            f'<path d="M{w * 0.33},{top + 20} C{w * 0.34},{top * 0.34} {w * 0.46},{top * 0.03} '
            f"{w * 0.515},{top * 0.03} C{w * 0.57},{top * 0.03} {w * 0.68},{top * 0.34} "
            f'{w * 0.69},{top + 20}" fill="none" stroke="{mix(strap, "#1c1a2a", 0.26)}" '
            f'stroke-width="{w * 0.052}"/>'
        ),
        W,
        H,
    )
    merge(lay, back)
    body = np.ones((bh, w, 4), np.float32)
    body[..., :3] = rgb(color)
    if allover:
        body[..., :3] = pattern(motif, mood, w, bh, int(w * 0.5), seed)
    else:
        pw, ph = int(w * 0.60), int(w * 0.76)
        a, m = sheet(motif, mood, pw, ph, seed), cut(shape, pw, ph)
        m = m * np.clip(0.96 + weave(pw, ph, 2.6) * 0.05, 0, 1)
        x, y = (w - pw) // 2, int(bh * 0.17)
        part = body[y : y + ph, x : x + pw, :3]
        part += (a - part) * m[..., None]
    lit = drape(w, bh, FOLDS, seed + 9, 0.5) * (1 + weave(w, bh, 3.2) * 0.028)
    hem = int(bh * 0.055)
    lit[hem : hem + 3] *= 0.88
    lit[hem - 3 : hem] *= 1.03
    body[..., :3] *= lit[..., None]
    body[..., 3] = draw(
        (
            f'<path d="M{w * 0.035},3 C{w * 0.3},{w * 0.016} {w * 0.7},{w * 0.016} {w * 0.965},3 '
            f"C{w * 0.975},{bh * 0.3} {w * 0.992},{bh * 0.7} {w - 3},{bh * 0.975} Q{w * 0.99},{bh - 2} "
            f"{w * 0.965},{bh - 3} C{w * 0.65},{bh - 9} {w * 0.35},{bh - 7} {w * 0.035},{bh - 4} "
            f"Q{w * 0.01},{bh - 4} 3,{bh * 0.97} C{w * 0.008},{bh * 0.7} {w * 0.022},{bh * 0.3} "
            f'{w * 0.035},3Z" fill="#fff"/>'
        ),
        w,
        bh,
    )[..., 3]
    merge(lay, np.clip(body, 0, 1), 0, top - 4)
    merge(lay, _front_strap(color, W, H, top, bh))
    return lay
