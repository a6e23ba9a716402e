"""The motifs. Each gives two drawings as SVG text: `art`, a composed sheet of 900 × 1200,
and `tile`, a repeat of 600 × 600 that joins at its edges. Same seed, same drawing."""

import random
from collections.abc import Callable

from demo.art.motifs.flowers import cerises_art, cerises_tile, tournesols_art, tournesols_tile
from demo.art.motifs.land import collines_art, collines_tile, phare_art, phare_tile
from demo.art.motifs.pines import pins_art, pins_tile
from demo.art.motifs.plants import algues_art, algues_tile, citrons_art, citrons_tile
from demo.art.motifs.sea import baleines_art, baleines_tile, sardines_art, sardines_tile
from demo.art.motifs.sky import hirondelles_art, hirondelles_tile, lunes_art, lunes_tile
from demo.art.motifs.stones import galets_art, galets_tile, terrazzo_art, terrazzo_tile
from demo.art.motifs.water import ricochets_art, ricochets_tile, vagues_art, vagues_tile, voiles_art, voiles_tile
from demo.art.palette import MOODS, Mood
from demo.art.pen import n, rect

Drawing = Callable[[random.Random, Mood], str]

MOTIFS: dict[str, tuple[Drawing, Drawing]] = {
    "ricochets": (ricochets_art, ricochets_tile),
    "vagues": (vagues_art, vagues_tile),
    "galets": (galets_art, galets_tile),
    "algues": (algues_art, algues_tile),
    "phare": (phare_art, phare_tile),
    "hirondelles": (hirondelles_art, hirondelles_tile),
    "citrons": (citrons_art, citrons_tile),
    "lunes": (lunes_art, lunes_tile),
    "terrazzo": (terrazzo_art, terrazzo_tile),
    "sardines": (sardines_art, sardines_tile),
    "collines": (collines_art, collines_tile),
    "voiles": (voiles_art, voiles_tile),
    "pins": (pins_art, pins_tile),
    "cerises": (cerises_art, cerises_tile),
    "baleines": (baleines_art, baleines_tile),
    "tournesols": (tournesols_art, tournesols_tile),
}

SHEET_PAPER = "#fbf8f1"


def art(motif: str, mood: str, seed: int = 0) -> str:
    """The composed sheet, 900 × 1200, as SVG elements."""
    return MOTIFS[motif][0](random.Random(f"{motif}/art/{seed}"), MOODS[mood])


def tile(motif: str, mood: str, seed: int = 0) -> str:
    """The repeat, 600 × 600, as SVG elements."""
    return MOTIFS[motif][1](random.Random(f"{motif}/tile/{seed}"), MOODS[mood])


def sheet_svg(motif: str, mood: str, w: int, h: int, seed: int = 0, margin: float = 0.0) -> str:
    """The composed sheet, cut to fill w × h, with a paper margin (share of the width) if wanted."""
    m = margin * w
    s = max((w - 2 * m) / 900, (h - 2 * m) / 1200)
    ox, oy = (w - 900 * s) / 2, (h - 1200 * s) / 2
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">'
        f'{rect(0, 0, w, h, SHEET_PAPER)}<clipPath id="cut">'
        f'<rect x="{n(m)}" y="{n(m)}" width="{n(w - 2 * m)}" height="{n(h - 2 * m)}"/></clipPath>'
        f'<g clip-path="url(#cut)"><g transform="translate({n(ox)} {n(oy)}) scale({s:.4f})">'
        f"{art(motif, mood, seed)}</g></g></svg>"
    )


def tile_svg(motif: str, mood: str, px: int, seed: int = 0) -> str:
    """One repeat as a picture of px × px."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{px}" height="{px}" viewBox="0 0 600 600">'
        f"{tile(motif, mood, seed)}</svg>"
    )
