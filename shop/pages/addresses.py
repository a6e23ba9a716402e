"""Addresses of a page: whole ones, and those of the same page in the other languages."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

# Each language in its own words, for those who do not read the one they landed on.
OWN_NAMES = {"fr": "Français", "en": "English"}


@dataclass(frozen=True)
class Alternate:
    """The same page in one language; `current` is the one being read."""

    language: str
    label: str
    url: str
    current: bool

    @property
    def absolute(self) -> str:
        return absolute(self.url)


def absolute(path: str) -> str:
    """The whole address of a page or file of this shop, whatever host the request claims to be for."""
    return path if path.startswith(("http://", "https://")) else f"{settings.SITE_URL}{path}"


def alternates(url_of: Callable[[], str]) -> list[Alternate]:
    """The page in every language; `url_of` gives its address in the active one, or "" where it has none."""
    here, found = translation.get_language() or settings.LANGUAGE_CODE, []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            url = url_of()
        if url:
            found.append(Alternate(language, OWN_NAMES.get(language, language), url, language == here))
    return found
