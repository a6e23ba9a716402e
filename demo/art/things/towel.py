"""The tea towel, hung and folded."""

import numpy as np

from demo.art.palette import MOODS, Mood, mix
from demo.art.raster import Layer, draw, rgb, weave
from demo.art.things.folds import Stroke, drape
from demo.art.things.printing import cut, pattern, sheet

HUNG: list[Stroke] = [
    (0.10, 0.00, 0.16, 0.55, 0.030, 1.1), (0.90, 0.00, 0.85, 0.60, 0.030, 1.1), (0.30, 0.10, 0.27, 0.98, 0.040, 1.0),
    (0.52, 0.04, 0.55, 0.98, 0.046, 0.9), (0.74, 0.12, 0.77, 0.98, 0.040, 1.0), (0.13, 0.01, 0.44, 0.10, 0.016, 1.1),
    (0.87, 0.01, 0.58, 0.11, 0.016, 1.1), (0.42, 0.5, 0.40, 0.98, 0.020, 0.6),
]  # fmt: skip

FOLDED: list[Stroke] = [
    (0.03, 0.05, 0.04, 0.95, 0.028, 1.1), (0.06, 0.94, 0.95, 0.95, 0.024, 1.0), (0.5, 0.02, 0.505, 0.98, 0.010, 0.7),
    (0.05, 0.1, 0.26, 0.22, 0.014, 0.6), (0.94, 0.9, 0.70, 0.80, 0.014, 0.6),
]  # fmt: skip


def _stripes(hue: Mood, w: int, h: int, at: tuple[float, ...]) -> str:
    """Woven stripes across the cloth: one broad, two narrow beside it; `at`: shares of the height."""
    tone = hue.a if not hue.night else hue.dark
    o = []
    for y in at:
        o.append(f'<rect x="0" y="{h * y}" width="{w}" height="{w * 0.040}" fill="{tone}"/>')
        for dy in (-0.026, 0.054):
            o.append(f'<rect x="0" y="{h * y + w * dy}" width="{w}" height="{w * 0.012}" fill="{hue.d}"/>')
    return "".join(o)


def _cloth(motif: str, mood: str, w: int, h: int, seed: int, allover: bool) -> Layer:
    """The flat cloth: bare linen with stripes and a print, or the pattern all over."""
    hue = MOODS[mood]
    if allover:
        return pattern(motif, mood, w, h, int(w * 0.56), seed)
    face = np.empty((h, w, 3), np.float32)
    face[:] = rgb(mix(hue.cloth, "#e9dfc8", 0.25))
    bands = draw(_stripes(hue, w, h, (0.115, 0.860)), w, h)
    face += (bands[..., :3] - face) * bands[..., 3:]
    pw = int(w * 0.74)
    ph = int(pw * 1.14)
    x, y = (w - pw) // 2, int(h * 0.205)
    part = face[y : y + ph, x : x + pw]
    mask = cut("sheet", pw, ph) * np.clip(0.95 + weave(pw, ph, 2.6) * 0.06, 0, 1)
    part += (sheet(motif, mood, pw, ph, seed) - part) * mask[..., None]
    return face


def towel(motif: str, mood: str, w: int = 560, seed: int = 0, allover: bool = False) -> Layer:
    """A tea towel hanging from two pegs at its upper corners, w × 1.4 w."""
    h = int(w * 1.40)
    face = _cloth(motif, mood, w, h, seed, allover)
    lit = drape(w, h, HUNG, seed + 21, 0.42) * (1 + weave(w, h, 2.8) * 0.030)
    hem = max(3, int(w * 0.022))
    lit[hem : hem + 2] *= 0.90
    lit[h - hem - 2 : h - hem] *= 0.90
    lit[:, hem : hem + 2] *= 0.93
    lit[:, w - hem - 2 : w - hem] *= 0.93
    # The upper edge sags between the pegs, the lower one swings with the folds.
    outline = (
        f"M{w * 0.012},2 C{w * 0.25},{w * 0.034} {w * 0.75},{w * 0.034} {w * 0.988},2 "
        f"C{w * 0.976},{h * 0.3} {w * 0.992},{h * 0.7} {w - 2},{h * 0.985} "
        f"C{w * 0.90},{h * 1.0} {w * 0.84},{h * 0.978} {w * 0.77},{h * 0.984} S{w * 0.62},{h * 0.998} "
        f"{w * 0.54},{h * 0.988} "
        f"S{w * 0.34},{h * 0.980} {w * 0.27},{h * 0.990} S{w * 0.08},{h * 0.998} 2,{h * 0.984} "
        f"C{w * 0.010},{h * 0.7} {w * 0.024},{h * 0.3} {w * 0.012},2Z"
    )
    alpha = draw(f'<path d="{outline}" fill="#fff"/>', w, h)[..., 3]
    return np.dstack([np.clip(face * lit[..., None], 0, 1), alpha])


def peg(h: int) -> Layer:
    """A wooden clothes-peg."""
    body = (
        '<rect x="4" y="0" width="22" height="100" rx="5" fill="#d8b483"/>'
        '<rect x="4" y="0" width="9" height="100" rx="4" '
        'fill="#e8cda3"/><rect x="13" y="4" width="2.4" height="92" fill="#8a6a40" opacity=".55"/>'
        '<path d="M2,44 q13,-9 26,0 M2,50 q13,-9 26,0" fill="none" stroke="#8d9399" stroke-width="4"/>'
    )
    return draw(body, max(4, int(h * 0.3)), h, (0, 0, 30, 100))


def towel_folded(motif: str, mood: str, w: int = 640, seed: int = 0, allover: bool = True) -> Layer:
    """Folded to a flat block, w × 0.78 w: the fold at the left, a stripe and the hem to the right."""
    hue = MOODS[mood]
    h = int(w * 0.78)
    if allover:
        face = pattern(motif, mood, w, h, int(w * 0.50), seed)
    else:
        face = np.empty((h, w, 3), np.float32)
        face[:] = rgb(mix(hue.cloth, "#e9dfc8", 0.25))
        bands = draw(_stripes(hue, w, h, (0.16, 0.78)), w, h)
        face += (bands[..., :3] - face) * bands[..., 3:]
    lit = drape(w, h, FOLDED, seed + 31, 0.32) * (1 + weave(w, h, 2.8) * 0.030)
    lit *= np.linspace(1.02, 0.97, w, dtype=np.float32)[None, :]
    e = max(4, int(w * 0.016))
    out = np.zeros((h + 2 * e, w + e, 4), np.float32)
    edge = mix(hue.cloth, "#b9a888", 0.35)
    for i in (2, 1):
        r = w * 0.02
        shape = (
            f'<rect x="{i * e * 0.35}" y="{i * e}" width="{w - e * 0.2}" height="{h}" rx="{r}" '
            f'fill="{mix(edge, "#6a5a40", 0.22 * i)}"/>'
        )
        layer = draw(shape, w + e, h + 2 * e)
        a = layer[..., 3:]
        out[..., :3] += (layer[..., :3] - out[..., :3]) * a
        out[..., 3:] = np.maximum(out[..., 3:], a)
    top = draw(f'<rect x="0" y="0" width="{w}" height="{h}" rx="{w * 0.022}" fill="#fff"/>', w, h)[..., 3:]
    part = out[:h, :w]
    part[..., :3] += (np.clip(face * lit[..., None], 0, 1) - part[..., :3]) * top
    part[..., 3:] = np.maximum(part[..., 3:], top)
    return out
