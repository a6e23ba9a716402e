"""The stage: one picture being set up. Places are given in 1200ths of its height."""

from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image

from demo.art import room
from demo.art.layers import place, shadow
from demo.art.palette import COLORS, MOODS, Mood
from demo.art.raster import Layer
from demo.art.things.props import stone

FULL = 1200


class Stage:
    """A room that things are put into: on the shelf (`stand`) or on the wall or table (`hang`)."""

    def __init__(self, motif: str, mood: str, seed: int = 0, size: int = FULL, width: int = FULL) -> None:
        """size: height in pixels; width: in 1200ths of the height."""
        self.motif, self.mood, self.seed = motif, mood, seed
        self.hue: Mood = MOODS[mood]
        self.unit = size / FULL
        self.w, self.h = self.px(width), size
        self.base: Layer = np.ones((self.h, self.w, 3), np.float32)

    def px(self, v: float) -> int:
        """1200ths to pixels."""
        return int(v * self.unit)

    def make(self, thing: Callable[..., Layer], width: float, **how: Any) -> Layer:
        """The thing in this picture's motif, mood and seed (`how` may say otherwise), width in 1200ths."""
        how = {"motif": self.motif, "mood": self.mood, "seed": self.seed} | how
        return thing(how.pop("motif"), how.pop("mood"), self.px(width), **how)

    def room(self, wall: str, shelf: str | None, horizon: float, kind: str, strength: float) -> None:
        """A wall in daylight through a window, past leaves, or plain; perhaps with a shelf."""
        self.base = room.room(self.w, self.h, wall, shelf, horizon, kind, strength, self.seed)

    def table(self, color: str, kind: str = "leaves", strength: float = 0.13) -> None:
        """A table seen from above."""
        self.room(color, None, 0.74, kind, strength)

    def shade(self, layer: Layer, x: float, y: float, dx: float, dy: float, soft: float, strength: float) -> None:
        """Only the shadow of a layer whose corner is at x, y."""
        px, u = self.px, self.unit
        shadow(self.base, layer[..., 3], px(x), px(y), px(dx), px(dy), soft * u, strength)

    def stand(
        self, layer: Layer, x: float, y: float, soft: float = 26, strength: float = 0.42, tilt: float = 0.19
    ) -> None:
        """Put a thing on the shelf, the middle of its foot at x, y: contact shade, and a cast shadow to the right."""
        x, y, soft = x * self.unit, y * self.unit, soft * self.unit
        layer = layer[: int(np.flatnonzero(layer[..., 3].max(1) > 0.5)[-1]) + 2]
        h, w = layer.shape[:2]
        left, top = int(x - w / 2), int(y - h)
        span = np.flatnonzero(layer[-max(6, h // 12) :, :, 3].max(0) > 0.5)
        a, b = (int(span[0]), int(span[-1])) if len(span) else (0, w)
        fw = max(4, b - a)
        fh = max(self.px(10), 2, int(fw * tilt))
        yy, xx = np.mgrid[0:fh, 0:fw].astype(np.float32)
        foot = (((xx - fw / 2) / (fw / 2)) ** 2 + ((yy - fh / 2) / (fh / 2)) ** 2 < 1).astype(np.float32)
        fy = int(y - fh - 3 * self.unit)
        for i, (step, grow) in enumerate(((0.14, 0.62), (0.34, 0.48), (0.58, 0.34))):
            drop = int(-fh * 0.10 * i) + self.px(4)
            far = strength * grow * 1.3
            shadow(self.base, foot, left + a, fy, int(fw * step), drop, soft * (0.6 + i * 0.5), far)
        shadow(self.base, foot, left + a, fy, self.px(4), self.px(5), soft * 0.30, strength * 1.25)
        place(self.base, layer, left, top)

    def hang(
        self,
        layer: Layer,
        x: float,
        y: float,
        soft: float = 34,
        dx: float = 22,
        dy: float = 30,
        strength: float = 0.34,
    ) -> None:
        """Put a thing on the wall, or lay it on a table, its corner at x, y: near and far shadow."""
        px, u = self.px, self.unit
        m = layer[..., 3]
        shadow(self.base, m, px(x), px(y), px(dx), px(dy), soft * u, strength)
        shadow(self.base, m, px(x), px(y), px(dx // 4), px(dy // 4), max(4 * u, soft * u // 5), strength * 0.7)
        place(self.base, layer, px(x), px(y))

    def lay(
        self,
        layer: Layer,
        x: float,
        y: float,
        soft: float = 24,
        dx: float = 18,
        dy: float = 24,
        strength: float = 0.42,
    ) -> None:
        """Lay a thing on a table, its middle at x, y."""
        h, w = layer.shape[:2]
        self.hang(layer, x - w / self.unit / 2, y - h / self.unit / 2, soft, dx, dy, strength)

    def stone(self, w: float, h: float, color: str, seed: int = 0) -> Layer:
        """A pebble of w × h."""
        return stone(self.px(w), self.px(h), color, seed)

    def pebbles(self, x: float, y: float, tones: tuple[str, str, str] | None = None) -> None:
        """Three pebbles, one upon the other."""
        tones = tones or (COLORS["galet"], self.hue.b, self.hue.a)
        for i, (w, h, dx, dy) in enumerate(((120, 62, 0, 0), (88, 52, 8, -50), (56, 36, 2, -90))):
            self.stand(self.stone(w, h, tones[i], i + 1), x + dx, y + dy, 12, 0.16 if i else 0.40)

    def done(self) -> Image.Image:
        """The finished picture."""
        return room.finish(np.clip(self.base, 0, 1))
