"""What the frame of a page shows where the view does not bring it itself."""

from typing import Any

from django.http import HttpRequest
from django.urls import translate_url
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from shop.pages.addresses import alternates


def frame(request: HttpRequest) -> dict[str, Any]:
    """`alternates`: the same address in every language; asked for only when shown."""
    path = request.get_full_path()
    return {"alternates": SimpleLazyObject(lambda: alternates(lambda: translate_url(path, get_language() or "")))}
