"""Cuts the widths of a picture, in AVIF and WebP. Runs in Celery (or in the demo's filling), never in a request."""

import hashlib
import io

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from catalog.models import ProductImage
from shop import clock

WIDTHS = (360, 720, 1200)
FIRST_WIDTHS = (360, 720)
FORMATS = {"avif": {"quality": 55, "speed": 8}, "webp": {"quality": 78, "method": 3}}
LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_PIXELS = 25_000_000
ACCEPTED = ("JPEG", "PNG", "WEBP")


class UnusablePicture(ValueError):
    """The file is no picture we take: wrong kind, broken, or too large. The text says which."""


def opened(data: bytes) -> Image.Image:
    """The picture upright, without metadata, as RGB. Raises UnusablePicture before decoding what is too large."""
    if len(data) > LARGEST_BYTES:
        raise UnusablePicture(f"The file has {len(data) / 1e6:.1f} MB; at most 5 MB are taken.")
    try:
        image = Image.open(io.BytesIO(data), formats=ACCEPTED)
        if image.width * image.height > LARGEST_PIXELS:
            raise UnusablePicture(
                f"The picture has {image.width} × {image.height} pixels; at most 25 million are taken."
            )
        return ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError, SyntaxError, ValueError) as error:
        if isinstance(error, UnusablePicture):
            raise
        raise UnusablePicture("This is no JPEG, PNG or WebP picture.") from error


def stem_of(data: bytes) -> str:
    """Where the cuts of this file lie, by its content: the same picture is never cut twice under two names."""
    digest = hashlib.blake2b(data, digest_size=12).hexdigest()
    return f"pictures/{digest[:2]}/{digest}"


def cut(image: Image.Image, stem: str, widths: tuple[int, ...]) -> list[int]:
    """Write the missing cuts of these widths (pixels; never wider than the picture) and return the widths."""
    done = []
    for width in sorted({min(width, image.width) for width in widths}):
        height = round(image.height * width / image.width)
        smaller = image if width == image.width else image.resize((width, height), Image.Resampling.LANCZOS)
        for kind, options in FORMATS.items():
            name = f"{stem}-{width}.{kind}"
            if default_storage.exists(name):
                continue
            buffer = io.BytesIO()
            smaller.save(buffer, kind.upper(), **options)
            default_storage.save(name, ContentFile(buffer.getvalue()))
        done.append(width)
    return done


def cut_picture(picture: ProductImage, widths: tuple[int, ...] = WIDTHS, *, data: bytes | None = None) -> None:
    """Cut one product picture and note its widths. Twice does nothing new. Raises UnusablePicture."""
    if data is None:
        with picture.original.open("rb") as file:
            data = file.read()
    image = opened(data)
    stem = stem_of(data)
    done = cut(image, stem, widths)
    if picture.stem == stem:
        done = sorted({*picture.widths, *done})
    picture.width, picture.height, picture.stem, picture.widths = image.width, image.height, stem, done
    picture.cut_trouble = ""
    if {min(width, image.width) for width in WIDTHS} <= set(done):
        picture.cut_at = clock.now()
    picture.save(update_fields=["width", "height", "stem", "widths", "cut_at", "cut_trouble"])
