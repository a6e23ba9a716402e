"""The pictures of the demo shop: same arguments, same pixels; no two alike; clear words when a name is wrong."""

import hashlib
from itertools import combinations

import numpy as np
import pytest
from PIL import Image

from demo import art
from demo.art.contact import contact_sheet, sample
from demo.art.motifs import sheet_svg, tile_svg
from demo.art.raster import svg

SMALL = 240


def prints(image: Image.Image) -> str:
    return hashlib.sha256(image.tobytes()).hexdigest()


def difference_hash(image: Image.Image) -> np.ndarray:
    """16 × 16 signs of the slope to the right in the middle of the picture, in each of three colours."""
    box = (SMALL * 0.2, SMALL * 0.2, SMALL * 0.8, SMALL * 0.8)
    small = np.asarray(image.resize((17, 16), Image.Resampling.LANCZOS, box), np.int16)
    return (small[:, 1:] > small[:, :-1]).ravel()


@pytest.mark.parametrize("thing", art.VIEWS)
def test_every_view_of_every_thing_draws(thing: str) -> None:
    assert len(art.VIEWS[thing]) == 3
    for view in range(len(art.VIEWS[thing])):
        image = art.picture(thing, "citrons", "galerne", view, size=SMALL)
        assert (image.size, image.mode) == ((SMALL, SMALL), "RGB")
        assert np.asarray(image, np.float32).std() > 12, "an empty picture"


@pytest.mark.parametrize("motif", art.MOTIFS)
def test_every_motif_draws_its_sheet_and_a_repeat_that_joins(motif: str) -> None:
    for mood in ("rivage", "nocturne"):
        sheet = svg(sheet_svg(motif, mood, 150, 200))
        tile = svg(tile_svg(motif, mood, 160))[..., :3]
        assert sheet.shape == (200, 150, 4)
        assert sheet[..., :3].std() > 0.04
        assert tile.std() > 0.04
        # Across the seam neighbours differ no more than neighbours do inside.
        inside = np.abs(np.diff(tile, axis=1)).mean((0, 2)).max()
        assert np.abs(tile[:, 0] - tile[:, -1]).mean() <= inside * 1.05
        inside = np.abs(np.diff(tile, axis=0)).mean((1, 2)).max()
        assert np.abs(tile[0] - tile[-1]).mean() <= inside * 1.05


def test_same_arguments_give_the_same_pixels() -> None:
    first = art.picture("mug", "vagues", "rivage", 0, size=SMALL)
    assert prints(art.picture("mug", "vagues", "rivage", 0, size=SMALL)) == prints(first)
    assert prints(art.picture("mug", "vagues", "rivage", 0, seed=1, size=SMALL)) != prints(first)


def test_a_picture_is_1200_pixels_square_unless_told() -> None:
    assert art.picture("affiche", "lunes", "galerne").size == (1200, 1200)


def test_no_two_pictures_look_alike() -> None:
    keys = sample()[::3]
    keys += [("mug", motif, "rivage", 0) for motif in art.MOTIFS]
    keys += [("affiche", "phare", mood, 0) for mood in art.MOODS]
    drawn = {key: art.picture(*key, size=SMALL) for key in dict.fromkeys(keys)}
    looks = {key: (difference_hash(im), np.asarray(im.resize((16, 16)), np.float32)) for key, im in drawn.items()}
    for (one, (slope, tone)), (two, (other_slope, other_tone)) in combinations(looks.items(), 2):
        bits = int((slope != other_slope).sum())
        assert bits >= 40 or np.abs(tone - other_tone).mean() > 8, f"{one} and {two} differ by {bits} of 768 bits"


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("chaise", "vagues", "rivage", 0), "no thing 'chaise': there are affiche, mug"),
        (("mug", "chats", "rivage", 0), "no motif 'chats': there are ricochets"),
        (("mug", "vagues", "lundi", 0), "no mood 'lundi': there are rivage"),
        (("mug", "vagues", "rivage", 9), "no view 9 of mug: it has views 0 to 2"),
        (("mug", "vagues", "rivage", -1), "no view -1 of mug"),
    ],
)
def test_an_unknown_name_says_what_there_is(args: tuple[str, str, str, int], words: str) -> None:
    with pytest.raises(KeyError, match=words):
        art.picture(*args)


def test_the_hero_is_wide_and_its_phone_cut_square() -> None:
    assert art.hero(SMALL).size == (2 * SMALL, SMALL)
    assert art.hero_phone(SMALL).size == (SMALL, SMALL)


def test_a_contact_sheet_holds_every_key_and_reports() -> None:
    told: list[tuple[int, int]] = []
    keys = sample()[:3]
    page = contact_sheet(keys, cell=64, cols=2, report=lambda done, total, key: told.append((done, total)))
    assert page.size == (2 * 66 + 2, 2 * 66 + 2)
    assert told == [(1, 3), (2, 3), (3, 3)]
