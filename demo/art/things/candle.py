"""The candle in its ceramic pot."""

import numpy as np

from demo.art.layers import merge
from demo.art.palette import MOODS, mix
from demo.art.raster import Layer, draw, rgb
from demo.art.things.printing import pattern
from demo.art.things.turned import ellipse_rim, lathe, straight

WAX = "#f6ecd6"


def candle(
    motif: str,
    mood: str,
    d: int = 420,
    seed: int = 0,
    spin: float = 0.35,
    tilt: float = 0.24,
    ratio: float = 0.92,
    plain: str | None = None,
    lit: bool = True,
) -> Layer:
    """A candle in a pot of diameter d; above the rim there is room for the flame, 0.5 d."""
    hue = MOODS[mood]
    hgt, tw = int(d * ratio), int(d * 3.0)
    body = plain or hue.cloth
    tex = np.empty((hgt, tw, 3), np.float32)
    tex[:] = rgb(body)
    if not plain:
        top, bottom = int(hgt * 0.09), int(hgt * 0.90)
        tex[top:bottom] = pattern(motif, mood, tw, bottom - top, max(40, tw // 4), seed)
        line = max(1, d // 140)
        tex[top - 3 * line : top - line] = rgb(hue.dark)
        tex[bottom + line : bottom + 3 * line] = rgb(hue.dark)
    pot = lathe(tex, d, hgt, tilt, straight(0.09, 0.07), spin, gloss=0.34, base=0.48)
    ph, w = pot.shape[:2]
    sky = int(d * 0.5)
    out = np.zeros((ph + sky, w, 4), np.float32)
    merge(out, pot, 0, sky)
    ry = d / 2 * tilt
    merge(out, ellipse_rim(w, ph + sky, w / 2, sky + ry + 1, d / 2, ry, body, mix(body, "#5a4a38", 0.2), lip=0.06))
    merge(out, draw(_wax(w, sky + ry, d, ry, lit), w, ph + sky))
    return out


def _wax(w: int, cy: float, d: int, ry: float, lit: bool) -> str:
    """Wax, pool, wick and flame, as SVG."""
    cx, rx = w / 2, d / 2 * 0.93
    wy = cy + ry * 0.20
    warm = "#fff3cf" if lit else WAX
    f = d * 0.0030
    o = [
        f'<defs><clipPath id="in"><ellipse cx="{cx}" cy="{cy + 2}" rx="{rx * 1.005}" ry="{ry * 0.92}"/></clipPath>'
        f'<radialGradient id="wx" cx=".5" cy=".45" r=".62"><stop offset="0" stop-color="{warm}"/>'
        f'<stop offset=".55" stop-color="{WAX}"/><stop offset="1" '
        f'stop-color="{mix(WAX, "#8a6a3c", 0.24)}"/></radialGradient>'
        '<radialGradient id="fl" cx=".5" cy=".72" r=".62"><stop offset="0" stop-color="#fffbe8"/>'
        '<stop offset=".45" stop-color="#ffe08a"/><stop offset="1" stop-color="#f2a03c"/></radialGradient>'
        '<radialGradient id="gl" r=".5"><stop offset="0" stop-color="#ffd98a" stop-opacity=".50"/>'
        '<stop offset="1" stop-color="#ffd98a" stop-opacity="0"/></radialGradient></defs>',
        (
            f'<g clip-path="url(#in)"><ellipse cx="{cx}" cy="{wy + ry * 0.12}" rx="{rx}" ry="{ry * 0.94}" '
            'fill="url(#wx)"/>'
        ),
    ]
    if lit:
        o.append(
            f'<ellipse cx="{cx}" cy="{wy + ry * 0.06}" rx="{rx * 0.50}" ry="{ry * 0.46}" fill="#f0d9a0" opacity=".55"/>'
            f'<ellipse cx="{cx - rx * 0.16}" cy="{wy + ry * 0.18}" rx="{rx * 0.15}" ry="{ry * 0.08}" '
            'fill="#fff" opacity=".7"/>'
        )
    wick = f"M{cx},{wy + ry * 0.05} C{cx - 2 * f},{wy - 14 * f} {cx + 3 * f},{wy - 22 * f} {cx + f},{wy - 34 * f}"
    o.append(f'</g><path d="{wick}" fill="none" stroke="#33291f" stroke-width="{6 * f}" stroke-linecap="round"/>')
    if lit:
        x, y = cx + f, wy - 26 * f
        flame = (
            f"M{x},{y - 104 * f} C{x + 10 * f},{y - 70 * f} {x + 26 * f},{y - 42 * f} {x + 22 * f},{y - 16 * f} "
            f"C{x + 19 * f},{y + 4 * f} {x + 8 * f},{y + 10 * f} {x},{y + 10 * f} "
            f"C{x - 8 * f},{y + 10 * f} {x - 20 * f},{y + 4 * f} {x - 22 * f},{y - 18 * f} "
            f"C{x - 24 * f},{y - 46 * f} {x - 6 * f},{y - 68 * f} {x},{y - 104 * f}Z"
        )
        o.append(
            f'<circle cx="{x}" cy="{y - 36 * f}" r="{110 * f}" fill="url(#gl)"/><path d="{flame}" fill="url(#fl)"/>'
            f'<ellipse cx="{x}" cy="{y + 2 * f}" rx="{9 * f}" ry="{7 * f}" fill="#8fb4e0" opacity=".55"/>'
        )
    return "".join(o)
