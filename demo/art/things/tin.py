"""The tin with its label, shut and open."""

import random

import numpy as np

from demo.art.layers import merge
from demo.art.palette import COLORS, MOODS, Mood, mix
from demo.art.raster import Layer, draw, rgb
from demo.art.things.brand import arcs, wordmark
from demo.art.things.printing import pattern
from demo.art.things.turned import ellipse_rim, lathe

OVERHANG = 1.025
"""Width of the lid, as a share of the body's."""


def _label(hue: Mood, w: int, h: int) -> Layer:
    """The paper label: a fine line, the mark, the wordmark."""
    return draw(
        f'<rect x="0" y="0" width="{w}" height="{h}" rx="{w * 0.03}" fill="#fbf8f1"/>'
        f'<rect x="{w * 0.045}" y="{w * 0.045}" width="{w * 0.91}" height="{h - w * 0.09}" '
        f'rx="{w * 0.015}" fill="none" stroke="{hue.dark}" stroke-width="2"/>'
        f'<g transform="translate({w * 0.30} {h * 0.50}) scale({w * 0.40 / 200})">{arcs(hue.dark, hue.d, 13)}</g>'
        f'<g transform="translate({w * 0.22} {h * 0.74}) scale({w * 0.56 / 840})">{wordmark(hue.dark, hue.d, 18)}</g>'
        f'<rect x="{w * 0.38}" y="{h * 0.84}" width="{w * 0.24}" height="2.4" fill="{hue.dark}"/>',
        w,
        h,
    )


def _body(motif: str, mood: str, d: int, seed: int, spin: float, tilt: float, ratio: float) -> Layer:
    hue = MOODS[mood]
    hgt, tw = int(d * ratio), int(d * 3.0)
    tex = pattern(motif, mood, tw, hgt, int(tw / 4), seed)
    lw, lh = int(d * 0.80), int(hgt * 0.44)
    label = _label(hue, lw, lh)
    x0, y0 = (tw - lw) // 2, int(hgt * 0.34)
    part = tex[y0 : y0 + lh, x0 : x0 + lw]
    part += (label[..., :3] - part) * label[..., 3:]
    return lathe(tex, d, hgt, tilt, np.ones_like, spin, gloss=0.26, base=0.44)


def _lid_color(hue: Mood) -> str:
    return mix(hue.a if hue.a != hue.paper else hue.d, hue.ink if not hue.night else COLORS["encre"], 0.10)


def tin_lid(motif: str, mood: str, d: int = 360, seed: int = 0, tilt: float = 0.17) -> Layer:
    """The lid alone, for a tin of diameter d."""
    color = _lid_color(MOODS[mood])
    high = int(d * 0.25)
    tex = np.empty((high, 64, 3), np.float32)
    tex[:] = rgb(color)
    tex[int(high * 0.86) : int(high * 0.93)] *= 0.80
    lid = lathe(tex, d * OVERHANG, high, tilt, np.ones_like, 0, gloss=0.42, base=0.40)
    w = lid.shape[1]
    cx, rx = w / 2, d * OVERHANG / 2
    ry = rx * tilt
    top = (
        '<defs><linearGradient id="l" x1="0" x2="1" y1="0" y2=".3">'
        f'<stop offset="0" stop-color="{mix(color, "#ffffff", 0.34)}"/><stop offset=".6" stop-color="{color}"/>'
        f'<stop offset="1" stop-color="{mix(color, "#000000", 0.2)}"/></linearGradient></defs>'
        f'<ellipse cx="{cx}" cy="{ry + 1}" rx="{rx}" ry="{ry}" fill="{mix(color, "#ffffff", 0.28)}"/>'
        f'<ellipse cx="{cx}" cy="{ry + 2}" rx="{rx * 0.965}" ry="{ry * 0.95}" fill="{mix(color, "#000000", 0.10)}"/>'
        f'<ellipse cx="{cx}" cy="{ry + 4}" rx="{rx * 0.94}" ry="{ry * 0.90}" fill="url(#l)"/>'
    )
    merge(lid, draw(top, w, int(2 * ry) + 6), 0, 0)
    return lid


def tin(
    motif: str, mood: str, d: int = 360, seed: int = 0, spin: float = 0.5, tilt: float = 0.17, ratio: float = 1.28
) -> Layer:
    """A tin of diameter d, shut; the body is ratio × d high."""
    body = _body(motif, mood, d, seed, spin, tilt, ratio)
    lid = tin_lid(motif, mood, d, seed, tilt)
    high = int(d * 0.25)
    ry = d / 2 * tilt
    out = np.zeros((body.shape[0] + high, lid.shape[1] + 4, 4), np.float32)
    yy, xx = np.mgrid[0 : body.shape[0], 0 : body.shape[1]].astype(np.float32)
    edge = (yy - ry - ry * np.sqrt(np.clip(1 - ((xx - body.shape[1] / 2) / (d / 2)) ** 2, 0, 1))) / (d * 0.05)
    body[..., :3] *= (1 - 0.45 * np.exp(-(np.clip(edge, 0, 9) ** 2)))[..., None]
    merge(out, body, 2 + (lid.shape[1] - body.shape[1]) // 2, high - 4)
    merge(out, lid, 2, 0)
    return out


def _leaves(hue: Mood, cx: float, cy: float, rx: float, ry: float, seed: int) -> str:
    """Tea with petals, filling an ellipse."""
    rng = random.Random(f"leaves{seed}")
    tones = ["#3f3a26", "#5a4a2e", "#4a5232", "#6b5836", "#2f2c1e"]
    o = [f'<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="#2b2618"/>']
    for i in range(420):
        t, k = rng.uniform(0, 6.283), rng.uniform(0, 1) ** 0.5
        x, y = cx + np.cos(t) * k * rx * 0.97, cy + np.sin(t) * k * ry * 0.95
        petal = i % 23 == 0
        color = (hue.d if i % 2 else hue.c) if petal else rng.choice(tones)
        w, h = (rx * 0.045, rx * 0.020) if petal else (rx * rng.uniform(0.03, 0.07), rx * 0.012)
        o.append(
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{w:.1f}" ry="{h:.1f}" fill="{color}" '
            f'transform="rotate({rng.uniform(-40, 40):.0f} {x:.1f} {y:.1f})"/>'
        )
    return "".join(o)


def tin_open(motif: str, mood: str, d: int = 360, seed: int = 0, tilt: float = 0.26, ratio: float = 1.10) -> Layer:
    """The tin without its lid, full of tea."""
    hue = MOODS[mood]
    out = _body(motif, mood, d, seed, 0.5, tilt, ratio)
    h, w = out.shape[:2]
    ry = d / 2 * tilt
    merge(out, ellipse_rim(w, h, w / 2, ry + 1, d / 2, ry, "#c9cdd0", "#b9bec2", lip=0.03))
    rx, iy = d / 2 * 0.955, ry * 0.93
    tea = (
        f'<clipPath id="t"><ellipse cx="{w / 2}" cy="{ry + 2}" rx="{rx}" ry="{iy}"/></clipPath>'
        f'<g clip-path="url(#t)">{_leaves(hue, w / 2, ry + 2 + iy * 0.34, rx * 0.99, iy * 0.90, seed)}</g>'
    )
    merge(out, draw(tea, w, h))
    return out
