"""The folded card and its envelope."""

import numpy as np

from demo.art.palette import MOODS, mix
from demo.art.raster import Layer, draw, noise, rgb
from demo.art.things.printing import pattern, sheet


def card(motif: str, mood: str, w: int = 460, seed: int = 0) -> Layer:
    """The front of the card, w × 1.36 w: the sheet within a white border, the fold at its left."""
    h = int(w * 1.36)
    face = sheet(motif, mood, w, h, seed, 0.062)
    x = np.arange(w, dtype=np.float32) / w
    fold = 1 - 0.16 * np.exp(-((x / 0.010) ** 2)) + 0.05 * np.exp(-(((x - 0.022) / 0.014) ** 2)) - 0.05 * x
    face = np.clip(face * fold[None, :, None], 0, 1)
    return np.dstack([face, np.ones((h, w), np.float32)])


def card_back(w: int, h: int) -> Layer:
    """The inner half of a standing card: white, in its own shade."""
    face = np.empty((h, w, 3), np.float32)
    face[:] = rgb("#e6dfd2")
    face *= np.linspace(0.84, 1.0, w, dtype=np.float32)[None, :, None]
    return np.dstack([face, np.ones((h, w), np.float32)])


def envelope_color(mood: str) -> str:
    """Coloured paper that goes with the series."""
    hue = MOODS[mood]
    return mix(hue.b if not hue.night else hue.c, "#ffffff", 0.22)


def _paper(color: str, w: int, h: int) -> Layer:
    face = np.empty((h, w, 3), np.float32)
    face[:] = rgb(color)
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    face *= ((1.03 - 0.05 * xx / w - 0.05 * yy / h) * (1 + noise(w, h, w // 4 + 2, h // 4 + 2, 63) * 0.018))[..., None]
    return face


def envelope(motif: str, mood: str, w: int = 640, seed: int = 0) -> Layer:
    """The envelope from behind, shut: w × 0.72 w."""
    h = int(w * 0.72)
    color = envelope_color(mood)
    seam = mix(color, "#2a2016", 0.30)
    body = (
        f'<path d="M0,{h} L{w * 0.43},{h * 0.46} M{w},{h} L{w * 0.57},{h * 0.46}" stroke="{seam}" '
        f'stroke-width="{w / 300}" opacity=".7"/>'
        f'<path d="M6,10 L{w * 0.47},{h * 0.585} Q{w * 0.5},{h * 0.62} {w * 0.53},{h * 0.585} '
        f'L{w - 6},10Z" fill="#000" opacity=".13"/>'
        f'<path d="M0,0 L{w * 0.47},{h * 0.555} Q{w * 0.5},{h * 0.59} {w * 0.53},{h * 0.555} L{w},0Z" '
        f'fill="{mix(color, "#ffffff", 0.14)}"/>'
        f'<path d="M0,0 L{w * 0.47},{h * 0.555} Q{w * 0.5},{h * 0.59} {w * 0.53},{h * 0.555} L{w},0" fill="none" '
        f'stroke="#fff" stroke-width="{w / 320}" opacity=".6"/>'
    )
    lines = draw(body, w, h)
    face = _paper(color, w, h)
    face += (lines[..., :3] - face) * lines[..., 3:]
    alpha = draw(f'<rect width="{w}" height="{h}" rx="{w * 0.012}" fill="#fff"/>', w, h)[..., 3]
    return np.dstack([np.clip(face, 0, 1), alpha])


def envelope_open(motif: str, mood: str, w: int = 640, seed: int = 0) -> tuple[Layer, Layer]:
    """The envelope open: what lies behind the card (flap up, lined with the pattern), and the pocket before it."""
    h = int(w * 0.72)
    flap = int(h * 0.60)
    color = envelope_color(mood)
    H = h + flap
    tip = f"M0,{flap} L{w * 0.45},{flap * 0.07} Q{w * 0.5},{-flap * 0.04} {w * 0.55},{flap * 0.07} L{w},{flap} V{H} H0Z"
    lining = (
        f"M{w * 0.045},{flap * 1.0} L{w * 0.455},{flap * 0.17} Q{w * 0.5},{flap * 0.09} "
        f"{w * 0.545},{flap * 0.17} L{w * 0.955},{flap} V{H} H{w * 0.045}Z"
    )
    back = _paper(color, w, H)
    mask = draw(f'<path d="{lining}" fill="#fff"/>', w, H)[..., 3]
    back += (pattern(motif, mood, w, H, int(w * 0.46), seed) - back) * mask[..., None]
    back[flap - 2 : flap + 2] *= 0.88
    deep = np.clip((np.arange(H, dtype=np.float32) - flap) / (h * 0.25), 0, 1)
    back *= (1 - 0.30 * deep)[:, None, None]
    outer = draw(f'<path d="{tip}" fill="#fff"/>', w, H)[..., 3]
    pocket_path = f"M0,0 L{w * 0.44},{h * 0.46} Q{w * 0.5},{h * 0.52} {w * 0.56},{h * 0.46} L{w},0 V{h} H0Z"
    seams = draw(
        f'<path d="M0,{h} L{w * 0.44},{h * 0.46} Q{w * 0.5},{h * 0.40} {w * 0.56},{h * 0.46} L{w},{h}" fill="none" '
        f'stroke="{mix(color, "#2a2016", 0.28)}" stroke-width="{w / 300}" opacity=".6"/>'
        f'<path d="M0,0 L{w * 0.44},{h * 0.46} Q{w * 0.5},{h * 0.52} {w * 0.56},{h * 0.46} L{w},0" '
        'fill="none" stroke="#fff" '
        f'stroke-width="{w / 240}" opacity=".55"/>',
        w,
        h,
    )
    pocket = _paper(color, w, h)
    pocket += (seams[..., :3] - pocket) * seams[..., 3:]
    front = draw(f'<path d="{pocket_path}" fill="#fff"/>', w, h)[..., 3]
    return np.dstack([np.clip(back, 0, 1), outer]), np.dstack([np.clip(pocket, 0, 1), front])
