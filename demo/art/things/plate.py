"""Round ceramics seen from above: the plate, the inside of the bowl; and what one eats with."""

import math
from collections.abc import Callable

import numpy as np

from demo.art.palette import MOODS, Mood, mix
from demo.art.raster import Layer, blur, draw, noise, rgb
from demo.art.things.printing import cut, pattern, sheet


def glazed(tex: Layer, slope: Callable[[Layer], Layer], gloss: float = 0.5) -> Layer:
    """A round piece under glaze. slope(r) is how steeply it rises at radius r, 0…1."""
    d = tex.shape[0]
    yy, xx = np.mgrid[0:d, 0:d].astype(np.float32)
    x, y = (xx + 0.5 - d / 2) / (d / 2), (yy + 0.5 - d / 2) / (d / 2)
    r = np.hypot(x, y) + 1e-4
    k = slope(r)
    nx, ny = -k * x / r, -k * y / r
    length = np.sqrt(nx * nx + ny * ny + 1)
    lam = (-0.42 * nx - 0.50 * ny + 0.76) / length
    lit = 0.46 + 0.71 * np.clip(lam, 0, 1.1)
    col = tex * lit[..., None]
    half = np.clip((-0.26 * nx - 0.31 * ny + 0.92) / length, 0, 1)
    shine = blur(np.clip((half - 0.955) / 0.045, 0, 1).astype(np.float32) ** 2, max(1.0, d / 160))
    window = np.exp(-(((x + 0.34 + 0.25 * y) / 0.16) ** 2)) * np.exp(-(((y + 0.44) / 0.20) ** 2))
    col += (1 - col) * np.clip((shine - 0.30) * gloss * 0.55 + window * gloss * 0.22, 0, 0.8)[..., None]
    return np.dstack([np.clip(col, 0, 1), np.clip((1 - r) * d / 2 + 0.5, 0, 1)])


def plate_slope(r: Layer) -> Layer:
    """A flat well, a short wall, a wide rim, a rounded edge."""
    wall = 0.85 * np.exp(-(((r - 0.685) / 0.030) ** 2))
    rim: Layer = wall + 0.14 * np.clip((r - 0.69) / 0.05, 0, 1) - 1.5 * np.clip((r - 0.955) / 0.045, 0, 1) ** 1.6
    return rim


def _ring(hue: Mood, d: int, kind: int) -> str:
    """The ornament of the rim: beads, a braid of arcs, or rays."""
    c, tone = d / 2, hue.a if not hue.night else hue.b
    o = []
    for r, w, color in ((0.945, 0.016, hue.dark), (0.712, 0.006, tone)):
        o.append(f'<circle cx="{c}" cy="{c}" r="{c * r}" fill="none" stroke="{color}" stroke-width="{c * w}"/>')
    count = (36, 24, 48)[kind]
    for i in range(count):
        turn = f'transform="rotate({i * 360 / count} {c} {c})"'
        if kind == 0:
            color = (tone, hue.d)[i % 2]
            o.append(f'<circle cx="{c}" cy="{c - c * 0.832}" r="{c * (0.030, 0.016)[i % 2]}" fill="{color}" {turn}/>')
        elif kind == 1:
            a = c * 0.832 * math.tau / count / 2
            path = f"M{c - a},{c - c * 0.79} Q{c},{c - c * 0.93} {c + a},{c - c * 0.79}"
            o.append(f'<path d="{path}" fill="none" stroke="{tone}" stroke-width="{c * 0.014}" {turn}/>')
            o.append(f'<circle cx="{c}" cy="{c - c * 0.80}" r="{c * 0.016}" fill="{hue.d}" {turn}/>')
        else:
            high = (0.885, 0.845)[i % 2]
            path = f"M{c},{c - c * 0.765} V{c - c * high}"
            o.append(
                f'<path d="{path}" stroke="{(tone, hue.d)[i % 2]}" stroke-width="{c * 0.016}" '
                f'stroke-linecap="round" {turn}/>'
            )
    return "".join(o)


def plate(motif: str, mood: str, d: int = 700, seed: int = 0, plain: str | None = None) -> Layer:
    """A plate: the sheet in its well, an ornament around; or plain."""
    hue = MOODS[mood]
    tex = np.empty((d, d, 3), np.float32)
    tex[:] = rgb(plain or hue.cloth)
    if not plain:
        w = int(d * 0.68)
        x = (d - w) // 2
        part = tex[x : x + w, x : x + w]
        part += (sheet(motif, mood, w, w, seed) - part) * cut("disc", w, w)[..., None]
        ring = draw(_ring(hue, d, sum(map(ord, motif)) % 3), d, d)
        tex += (ring[..., :3] - tex) * ring[..., 3:]
    tex *= (1 + noise(d, d, 60, 60, 55) * 0.008)[..., None]
    return glazed(tex, plate_slope)


def bowl_slope(r: Layer) -> Layer:
    """A flat bottom, a wall that grows steep, a rounded lip."""
    wall: Layer = 1.15 * np.clip((r - 0.34) / 0.5, 0, 1) ** 1.1 * (r < 0.955) - 1.2 * np.clip((r - 0.95) / 0.05, 0, 1)
    return wall


def bowl_inside(motif: str, mood: str, d: int = 640, seed: int = 0, inside: str | None = None) -> Layer:
    """The bowl from above: plain glaze, the motif on its bottom and the pattern along its lip."""
    hue = MOODS[mood]
    glaze = inside or mix(hue.b, "#ffffff", 0.1)
    tex = np.empty((d, d, 3), np.float32)
    tex[:] = rgb(glaze)
    w = int(d * 0.50)
    x = (d - w) // 2
    disc = draw(
        f'<circle cx="{w / 2}" cy="{w / 2}" r="{w / 2 - 1}" fill="{hue.cloth}"/>'
        f'<circle cx="{w / 2}" cy="{w / 2}" r="{w * 0.482}" fill="none" stroke="{hue.dark}" '
        f'stroke-width="{w * 0.010}"/>',
        w,
        w,
    )
    part = tex[x : x + w, x : x + w]
    part += (disc[..., :3] - part) * disc[..., 3:]
    v = int(w * 0.90)
    y = (d - v) // 2
    part = tex[y : y + v, y : y + v]
    part += (pattern(motif, mood, v, v, max(24, int(v * 0.86)), seed) - part) * cut("disc", v, v)[..., None]
    lip = draw(
        (
            f'<circle cx="{d / 2}" cy="{d / 2}" r="{d * 0.486}" fill="none" stroke="{hue.cloth}" '
            f'stroke-width="{d * 0.030}"/>'
        ),
        d,
        d,
    )
    tex += (lip[..., :3] - tex) * lip[..., 3:]
    lay = glazed(tex, bowl_slope, 0.42)
    yy, xx = np.mgrid[0:d, 0:d].astype(np.float32)
    near = np.hypot(xx - d * 0.545, yy - d * 0.56) / (d / 2)
    inner = np.hypot(xx - d / 2, yy - d / 2) < d * 0.472
    deep = np.clip((near - 0.62) / 0.45, 0, 1) * inner
    lay[..., :3] *= (1 - 0.30 * blur(deep.astype(np.float32), d / 40))[..., None]
    return lay


def _steel(key: str) -> str:
    stops = ((0, "#8f9499"), (0.28, "#eef1f3"), (0.5, "#c3c8cc"), (0.8, "#f4f6f7"), (1, "#83888e"))
    inner = "".join(f'<stop offset="{at}" stop-color="{color}"/>' for at, color in stops)
    return f'<defs><linearGradient id="{key}" x1="0" x2="1">{inner}</linearGradient></defs>'


def spoon(length: int) -> Layer:
    """A spoon, its bowl upward."""
    body = (
        f'{_steel("s")}<path d="M34,150 C28,260 30,420 26,560 Q26,590 40,590 Q54,590 54,560 C50,420 '
        '52,260 46,150Z" fill="url(#s)"/>'
        '<path d="M40,6 C66,6 76,50 74,92 C72,134 56,160 40,160 C24,160 8,134 6,92 C4,50 14,6 40,6Z" fill="url(#s)"/>'
        '<path d="M40,18 C58,18 66,54 64,90 C62,122 52,144 40,144 C28,144 18,122 16,90 C14,54 22,18 40,18Z" '
        'fill="#8d939a" opacity=".55"/><path d="M24,52 Q30,26 42,24" fill="none" stroke="#fff" stroke-width="5" '
        'stroke-linecap="round" opacity=".8"/>'
    )
    return draw(body, max(8, int(length * 80 / 596)), length, (0, 0, 80, 596))


def cutlery(length: int) -> tuple[Layer, Layer]:
    """A fork and a knife."""
    tines = "".join(f"M{x},8 V128" for x in (13, 31, 49, 67))
    fork = (
        f'{_steel("f")}<path d="M34,190 C28,300 30,440 26,560 Q26,590 40,590 Q54,590 54,560 C50,440 '
        '52,300 46,190Z" fill="url(#f)"/>'
        '<path d="M8,112 H72 C74,160 62,196 40,204 C18,196 6,160 8,112Z" fill="url(#f)"/>'
        f'<path d="{tines}" stroke="#c9ced2" stroke-width="9" stroke-linecap="round"/>'
        f'<path d="{tines}" stroke="#f4f6f7" stroke-width="3" stroke-linecap="round" transform="translate(-1.5 0)"/>'
    )
    knife = (
        f'{_steel("k")}<path d="M24,10 C50,20 58,120 56,290 L24,300Z" fill="#d6dadd"/>'
        '<path d="M24,10 C40,20 46,120 45,294 L24,300Z" fill="#eef1f2"/>'
        '<path d="M22,296 H56 C54,420 58,500 54,566 Q52,592 38,592 Q24,592 24,566 C20,500 24,420 '
        '22,296Z" fill="url(#k)"/>'
    )
    w = max(8, int(length * 80 / 600 * 1.25))
    return draw(fork, w, length, (8, 0, 64, 600)), draw(knife, w, length, (8, 0, 64, 600))
