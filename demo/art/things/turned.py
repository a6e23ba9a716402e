"""Turned things: a texture around a body of revolution, a handle, a rim."""

import math
from collections.abc import Callable

import numpy as np

from demo.art.palette import mix
from demo.art.pen import Point
from demo.art.raster import Layer, draw, resize, rgb


def lathe(
    tex: Layer,
    d: float,
    hgt: int,
    tilt: float,
    radius: Callable[[Layer], Layer],
    spin: float = 0.0,
    arc: float = 0.5,
    gloss: float = 0.3,
    base: float = 0.5,
    rounds: int = 1,
) -> Layer:
    """A texture around a body of revolution. radius(v) gives its half width, 0…1, from top to foot.

    rounds: how often height and radius are brought closer together; more for bodies that narrow fast.
    """
    ry = d / 2 * tilt
    w, h = int(d) + 4, int(hgt + 2 * ry) + 6
    yy, xx = np.mgrid[0:h, 0:w].astype(np.float32)
    x = (xx + 0.5 - w / 2) / (d / 2)
    v0 = np.clip((yy - ry - ry * 0.6) / hgt, 0, 1)
    rad = radius(v0)
    xr = x / rad
    drop = ry * rad * np.sqrt(np.clip(1 - xr * xr, 0, 1))
    v = (yy - ry - drop) / hgt
    for _ in range(rounds - 1):
        rad = 0.5 * rad + 0.5 * radius(np.clip(v, 0, 1))
        xr = x / rad
        drop = ry * rad * np.sqrt(np.clip(1 - xr * xr, 0, 1))
        v = (yy - ry - drop) / hgt
    alpha = (
        np.clip((1 - np.abs(xr)) * rad * d / 2 + 0.5, 0, 1)
        * np.clip((1 - v) * hgt + 0.5, 0, 1)
        * np.clip(v * hgt + 0.5, 0, 1)
    )
    s = np.clip(xr, -1, 1)
    th = np.arcsin(s)
    th_, tw_ = tex.shape[:2]
    u = ((spin + th / math.pi * arc) % 1.0) * (tw_ - 1)
    vv = np.clip(v, 0, 1) * (th_ - 1)
    u0, w0 = u.astype(np.int32), vv.astype(np.int32)
    fu, fv = (u - u0)[..., None], (vv - w0)[..., None]
    u1, w1 = np.minimum(u0 + 1, tw_ - 1), np.minimum(w0 + 1, th_ - 1)
    col = (tex[w0, u0] * (1 - fu) + tex[w0, u1] * fu) * (1 - fv) + (tex[w1, u0] * (1 - fu) + tex[w1, u1] * fu) * fv
    lam = np.clip(-0.60 * s + 0.80 * np.sqrt(1 - s * s), 0, 1)
    lit = base + (1.07 - base) * lam + 0.10 * np.clip(s - 0.72, 0, 1)
    lit *= 1 - 0.14 * np.clip((v - 0.86) / 0.14, 0, 1) ** 2
    col = col * lit[..., None]
    strip = np.exp(-(((s + 0.52) / 0.055) ** 2)) * 0.9 + np.exp(-(((s + 0.46) / 0.22) ** 2)) * 0.24
    ends = np.clip((v - 0.05) / 0.12, 0, 1) * np.clip((0.92 - v) / 0.2, 0, 1)
    col += (1 - col) * (strip * ends * gloss)[..., None]
    return np.dstack([np.clip(col, 0, 1), alpha])


def straight(foot: float = 0.07, shrink: float = 0.10) -> Callable[[Layer], Layer]:
    """The profile of a cylinder whose foot draws in."""
    return lambda v: 1 - shrink * np.clip((v - 1 + foot) / foot, 0, 1) ** 2.2


def tube(
    curve: list[Point], r: float, color: str, light: tuple[float, float] = (-0.62, -0.42)
) -> tuple[Layer, int, int]:
    """A ceramic tube along a curve (the handle), shaded from its distance to the middle line: layer, x, y."""
    k = 2
    low = np.floor(np.min(curve, 0) - r - 4).astype(int)
    w, h = (np.ceil(np.max(curve, 0) + r + 4).astype(int) - low + 1) // 2 * 2
    pts = (np.array(curve, np.float32) - low) / k
    yy, xx = np.mgrid[0 : h // k, 0 : w // k].astype(np.float32)
    best = np.full(xx.shape, 1e9, np.float32)
    dx, dy = np.zeros_like(xx), np.zeros_like(xx)
    for px, py in pts:
        ax, ay = xx - px, yy - py
        dist = ax * ax + ay * ay
        m = dist < best
        best = np.where(m, dist, best)
        dx, dy = np.where(m, ax, dx), np.where(m, ay, dy)
    dist, rr = np.sqrt(best), r / k
    t = np.clip(dist / rr, 0, 1)
    nx, ny = dx / (dist + 1e-3) * t, dy / (dist + 1e-3) * t
    nz = np.sqrt(np.clip(1 - t * t, 0, 1))
    lam = np.clip(nx * light[0] + ny * light[1] + nz * 0.72, 0, 1)
    lit = resize(0.60 + 0.46 * lam, w, h)
    spec = resize(np.clip(lam - 0.90, 0, 1) * 5, w, h)
    alpha = np.clip((r - resize(dist, w, h) * k) + 0.5, 0, 1)
    col = rgb(color)[None, None] * lit[..., None]
    col += (1 - col) * np.clip(spec, 0, 0.5)[..., None]
    return np.dstack([np.clip(col, 0, 1), alpha]), int(low[0]), int(low[1])


def ellipse_rim(
    W: int,
    H: int,
    cx: float,
    cy: float,
    rx: float,
    ry: float,
    body: str,
    inside: str,
    tea: str | None = None,
    lip: float = 0.055,
) -> Layer:
    """The upper rim of a vessel, its inside, and what stands in it."""
    ix, iy = rx * (1 - lip), ry * (1 - lip * 1.25)
    o = [
        '<defs><linearGradient id="a" x1="0" x2="1"><stop offset="0" '
        f'stop-color="{mix(inside, "#000000", 0.42)}"/>'
        f'<stop offset=".55" stop-color="{mix(inside, "#000000", 0.16)}"/>'
        f'<stop offset="1" stop-color="{mix(inside, "#ffffff", 0.12)}"/></linearGradient>'
        f'<linearGradient id="b" x1="0" x2="1"><stop offset="0" stop-color="{mix(body, "#ffffff", 0.6)}"/>'
        f'<stop offset="1" stop-color="{mix(body, "#000000", 0.12)}"/></linearGradient>'
        f'<clipPath id="c"><ellipse cx="{cx}" cy="{cy + 1}" rx="{ix}" ry="{iy}"/></clipPath></defs>',
        (
            f'<ellipse cx="{cx}" cy="{cy}" rx="{rx}" ry="{ry}" fill="url(#b)"/>'
            f'<ellipse cx="{cx}" cy="{cy + 1}" rx="{ix}" ry="{iy}" fill="url(#a)"/>'
        ),
    ]
    if tea:
        o.append(
            f'<g clip-path="url(#c)"><ellipse cx="{cx}" cy="{cy + iy * 0.52}" rx="{ix * 0.97}" '
            f'ry="{iy * 0.93}" fill="{tea}"/>'
            f'<ellipse cx="{cx - ix * 0.25}" cy="{cy + iy * 0.66}" rx="{ix * 0.42}" ry="{iy * 0.24}" '
            'fill="#fff" opacity=".16"/></g>'
        )
    return draw("".join(o), W, H)
