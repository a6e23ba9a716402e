"""The bowl."""

import numpy as np

from demo.art.layers import merge
from demo.art.palette import MOODS, mix
from demo.art.raster import Layer, draw, rgb
from demo.art.things.printing import pattern
from demo.art.things.turned import ellipse_rim, lathe

FOOT = 0.90
"""Where the belly ends and the foot ring begins, as a share of the height."""


def profile(v: Layer) -> Layer:
    """Half width of the bowl from rim to foot."""
    belly: Layer = 0.46 + 0.54 * np.clip(1 - (np.clip(v, 0, FOOT) / (FOOT * 1.02)) ** 2.1, 0, 1) ** 0.60
    return belly


def _belly(motif: str, mood: str, d: int, seed: int, spin: float, tilt: float, plain: str | None) -> Layer:
    """The outside of the bowl, without its rim."""
    hue = MOODS[mood]
    hgt, tw = int(d * 0.50), int(d * 2.8)
    tex = np.empty((hgt, tw, 3), np.float32)
    tex[:] = rgb(plain or hue.cloth)
    if not plain:
        top, bottom = int(hgt * 0.10), int(hgt * 0.80)
        tex[top:bottom] = pattern(motif, mood, tw, bottom - top, max(24, tw // 5), seed)
        line = max(1, d // 130)
        tex[bottom + 2 * line : bottom + 4 * line] = rgb(hue.dark)
    # The belly turns away from the sun as it narrows.
    v = np.linspace(0, 1, hgt, dtype=np.float32)
    tex *= (1.03 - 0.26 * np.clip(v / FOOT, 0, 1) ** 2.2 - 0.14 * np.exp(-(((v - FOOT) / 0.03) ** 2)))[:, None, None]
    return lathe(tex, d, hgt, tilt, profile, spin, gloss=0.42, base=0.48, rounds=5)


def bowl(
    motif: str,
    mood: str,
    d: int = 520,
    seed: int = 0,
    spin: float = 0.3,
    tilt: float = 0.27,
    inside: str | None = None,
    plain: str | None = None,
) -> Layer:
    """A bowl of diameter d: the motif around its belly, plain glaze inside."""
    hue = MOODS[mood]
    lay = _belly(motif, mood, d, seed, spin, tilt, plain)
    h, w = lay.shape[:2]
    ry = d / 2 * tilt
    glaze = inside or mix(hue.b, "#ffffff", 0.1)
    merge(lay, ellipse_rim(w, h, w / 2, ry + 1, d / 2, ry, plain or hue.cloth, glaze, lip=0.032))
    merge(lay, _hollow(w, h, ry, d, glaze))
    return lay[: _foot(lay)]


def _foot(lay: Layer) -> int:
    """Where the layer ends below."""
    return int(np.flatnonzero(lay[..., 3].max(1) > 0.5)[-1]) + 1


def bowls(motif: str, mood: str, d: int = 520, seed: int = 0, plain: str = "#ffffff", tilt: float = 0.25) -> Layer:
    """Two bowls, one in the other, the upper one plain."""
    under = bowl(motif, mood, d, seed, tilt=tilt)
    belly = _belly(motif, mood, d, seed, 0.3, tilt, None)[: under.shape[0]]
    upper = bowl(motif, mood, int(d * 0.985), seed, tilt=tilt, plain=plain, inside=mix(plain, "#ffffff", 0.15))
    rise = int(d * 0.15)
    out = np.zeros((under.shape[0] + rise, under.shape[1], 4), np.float32)
    merge(out, under, 0, rise)
    merge(out, upper, (under.shape[1] - upper.shape[1]) // 2, 2)
    # The front wall of the lower one hides the belly of the upper one, whose shade falls on its edge.
    merge(out, belly, 0, rise)
    return out


def _hollow(w: int, h: int, ry: float, d: int, glaze: str) -> Layer:
    """The round of the inside: deep near the viewer's rim, a shine on the far wall."""
    rx = d / 2 * 0.968
    iy = ry * 0.955
    body = (
        '<defs><radialGradient id="h" cx=".46" cy=".30" r=".72">'
        f'<stop offset="0" stop-color="{mix(glaze, "#000000", 0.30)}"/>'
        f'<stop offset=".5" stop-color="{mix(glaze, "#000000", 0.10)}"/>'
        f'<stop offset="1" stop-color="{mix(glaze, "#ffffff", 0.16)}"/></radialGradient></defs>'
        f'<ellipse cx="{w / 2}" cy="{ry + 2}" rx="{rx}" ry="{iy}" fill="url(#h)"/>'
        f'<path d="M{w / 2 + rx * 0.42},{ry + 2 - iy * 0.66} Q{w / 2 + rx * 0.80},{ry + 2 - iy * 0.34} '
        f'{w / 2 + rx * 0.86},{ry + 2 + iy * 0.06}" fill="none" stroke="#fff" stroke-width="{d * 0.012}" '
        'stroke-linecap="round" opacity=".38"/>'
    )
    return draw(body, w, h)
