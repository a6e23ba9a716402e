"""Socket: which countries an address may be in, and how one is written there. Delivery, which stands above, fills it.

Working when empty: the countries that are in the database, and nothing but spaces put right.
"""

from collections.abc import Callable, Mapping

import phonenumbers
from babel import Locale
from django.utils.translation import get_language
from oscar.apps.address.models import Country

FIELDS = ("first_name", "last_name", "line1", "line2", "postcode", "city", "country", "phone")
HOME = "FR"
Countries = Callable[[str | None], list[tuple[str, str]]]
Check = Callable[[Mapping[str, str]], dict[str, str]]


def _countries(language: str | None = None) -> list[tuple[str, str]]:
    codes = list(Country.objects.filter(is_shipping_country=True).values_list("pk", flat=True)) or [HOME]
    names = Locale.parse(language or get_language() or "fr").territories
    return [(code, str(names.get(code, code))) for code in codes]


def _check(values: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(values.get(name, "").split()) for name in FIELDS}


_socket: tuple[Countries, Check] = (_countries, _check)


def register(*, countries: Countries, check: Check) -> None:
    """Fill the socket.

    `countries(language)` gives codes and names in that language (None: the active one), in the order they are shown.
    `check(values)` gives the eight fields tidied, or raises ValidationError by field.
    """
    global _socket
    _socket = (countries, check)


def countries(language: str | None = None) -> list[tuple[str, str]]:
    """Two letters and the name of each country to choose from."""
    return _socket[0](language)


def name(code: str) -> str:
    """The country in the words of the active language."""
    return str(Locale.parse(get_language() or "fr").territories.get(code, code))


def readable(phone: str) -> str:
    """A number as one reads it: "+33 6 12 34 56 78"; what cannot be read stays as it is."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return written.replace(" ", "\u00a0")


def check(values: Mapping[str, str]) -> dict[str, str]:
    """The address as it is kept. Raises ValidationError with a sentence for each field."""
    return _socket[1](values)
