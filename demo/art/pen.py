"""The pen: small pieces of SVG text, and what sets them out over a sheet or a repeat."""

import math
import random
from collections.abc import Callable, Sequence

Point = tuple[float, float]


def n(v: float) -> str:
    """A figure for SVG: one decimal."""
    return f"{v:.1f}"


def smooth(points: Sequence[Point], closed: bool = True, pull: float = 0.17) -> str:
    """A Catmull-Rom curve through the points, as cubic Béziers."""
    m = len(points)

    def at(i: int) -> Point:
        return points[i % m] if closed else points[max(0, min(m - 1, i))]

    d = [f"M{n(points[0][0])},{n(points[0][1])}"]
    for i in range(m if closed else m - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        c1 = (p1[0] + (p2[0] - p0[0]) * pull, p1[1] + (p2[1] - p0[1]) * pull)
        c2 = (p2[0] - (p3[0] - p1[0]) * pull, p2[1] - (p3[1] - p1[1]) * pull)
        d.append(f"C{n(c1[0])},{n(c1[1])} {n(c2[0])},{n(c2[1])} {n(p2[0])},{n(p2[1])}")
    return " ".join(d) + ("Z" if closed else "")


def fill(d: str, color: str, extra: str = "") -> str:
    """A filled path."""
    return f'<path d="{d}" fill="{color}" {extra}/>'


def line(d: str, color: str, w: float, extra: str = "") -> str:
    """A drawn path with round ends."""
    return (
        f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{n(w)}" stroke-linecap="round" '
        f'stroke-linejoin="round" {extra}/>'
    )


def circle(x: float, y: float, r: float, color: str, extra: str = "") -> str:
    """A disc."""
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{color}" {extra}/>'


def rect(x: float, y: float, w: float, h: float, color: str, extra: str = "") -> str:
    """A rectangle, its corner at x, y."""
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" fill="{color}" {extra}/>'


def put(body: str, x: float, y: float, turn: float = 0.0, scale: float = 1.0, sy: float | None = None) -> str:
    """The body moved to x, y, turned (degrees) and scaled."""
    return (
        f'<g transform="translate({n(x)} {n(y)}) rotate({n(turn)}) scale({scale:.3f} '
        f'{scale if sy is None else sy:.3f})">{body}</g>'
    )


def pebble(rng: random.Random, rx: float, ry: float, points: int = 9, wild: float = 0.09) -> str:
    """The outline of a pebble around 0, 0."""
    return smooth(
        [
            (math.cos(t) * rx * (1 + rng.uniform(-wild, wild)), math.sin(t) * ry * (1 + rng.uniform(-wild, wild)))
            for t in (i * math.tau / points for i in range(points))
        ]
    )


def scatter(
    rng: random.Random,
    draw: Callable[[int, int], str],
    cols: int,
    rows: int,
    size: int = 600,
    jitter: float = 0.16,
    stagger: bool = True,
) -> str:
    """Items on a shifted lattice, drawn again over the edges so that the tile joins."""
    out, dx, dy = [], size / cols, size / rows
    for r in range(rows):
        for q in range(cols):
            x = (q + 0.5 + (0.5 if stagger and r % 2 else 0) + rng.uniform(-jitter, jitter)) * dx % size
            y = (r + 0.5 + rng.uniform(-jitter, jitter)) * dy
            item = draw(r, q)
            for ox in (-size, 0, size):
                for oy in (-size, 0, size):
                    if -0.45 * size < x + ox < 1.45 * size and -0.45 * size < y + oy < 1.45 * size:
                        out.append(put(item, x + ox, y + oy))
    return "".join(out)
