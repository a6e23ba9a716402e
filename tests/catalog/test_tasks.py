"""Pictures are cut outside requests, once, and every task may run twice."""

import io
from unittest.mock import patch

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from catalog import tasks
from catalog.models import ProductImage, ShelfItem
from catalog.pictures.cutting import UnusablePicture, opened
from tests import factories as make

pytestmark = pytest.mark.django_db


def png(width: int = 1400, height: int = 700, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_mandelbrot((width, height), (-2, -1.2, 1, 1.2), 20).convert("RGB").save(buffer, kind, **options)
    return buffer.getvalue()


def upload(data: bytes) -> ProductImage:
    product = make.product()
    return ProductImage.objects.create(product=product, original=ContentFile(data, name="a.png"), alt_fr="Une affiche")


def test_a_picture_is_cut_in_three_widths_and_two_formats_and_stands_on_the_shelf() -> None:
    picture = upload(png())

    assert tasks.cut_pictures([picture.pk]) == 1

    picture.refresh_from_db()
    assert (picture.width, picture.height, picture.widths) == (1400, 700, [360, 720, 1200])
    for width in (360, 720, 1200):
        for kind in ("avif", "webp"):
            with default_storage.open(f"{picture.stem}-{width}.{kind}") as file:
                assert Image.open(file).size == (width, width // 2)
    assert ShelfItem.objects.get().picture["widths"] == [360, 720, 1200]


def test_cutting_twice_writes_nothing_twice() -> None:
    picture = upload(png())
    tasks.cut_pictures([picture.pk])

    with patch.object(default_storage, "save", side_effect=AssertionError("written again")):
        assert tasks.cut_pictures([picture.pk]) == 0
        ProductImage.objects.update(cut_at=None)
        assert tasks.cut_pictures([picture.pk]) == 1


def test_a_small_picture_is_never_blown_up_and_is_done_all_the_same() -> None:
    picture = upload(png(500, 500))

    assert tasks.sweep_pictures() == 1
    assert tasks.sweep_pictures() == 0

    picture.refresh_from_db()
    assert picture.widths == [360, 500]


def test_a_broken_file_says_why_and_is_not_tried_again() -> None:
    picture = upload(b"<svg onload=alert(1)>")
    whole = upload(png())

    assert tasks.sweep_pictures() == 1
    assert tasks.sweep_pictures() == 0

    picture.refresh_from_db()
    assert picture.cut_trouble == "This is no JPEG, PNG or WebP picture."
    assert picture.widths == []
    whole.refresh_from_db()
    assert len(whole.widths) == 3


def test_where_a_photo_was_taken_is_cut_away_and_it_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010E] = "taken at home"
    data = png(1300, 650, "JPEG", exif=exif)
    picture = upload(data)

    tasks.cut_pictures([picture.pk])

    picture.refresh_from_db()
    assert (picture.width, picture.height) == (650, 1300)
    with default_storage.open(f"{picture.stem}-360.webp") as file:
        assert dict(Image.open(file).getexif()) == {}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GIF89a<script>", "no JPEG"),
        (b"", "no JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 100, "no JPEG"),
        (b"0" * 5_300_000, "5 MB"),
    ],
)
def test_what_is_no_picture_of_ours_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnusablePicture, match=why):
        opened(data)


def test_a_picture_beyond_measure_is_refused_before_it_is_decoded() -> None:
    buffer = io.BytesIO()
    Image.new("1", (6000, 5000)).save(buffer, "PNG")

    with (
        patch("PIL.PngImagePlugin.PngImageFile.load", side_effect=AssertionError("decoded")),
        pytest.raises(UnusablePicture, match="25 million"),
    ):
        opened(buffer.getvalue())


def test_the_sweep_of_the_shelf_twice_does_nothing_the_second_time() -> None:
    make.product()
    ShelfItem.objects.all().delete()

    assert [tasks.sweep_shelf(), tasks.sweep_shelf()] == [1, 0]
