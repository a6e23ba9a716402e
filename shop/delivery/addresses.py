"""Where a parcel goes: one shape for form, pending order and order, and how what people type becomes it."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from shop.delivery import postcodes

LONGEST_NAME, LONGEST_LINE, LONGEST_CITY = 60, 80, 60


@dataclass(frozen=True)
class Address:
    """A postal address; `country` in two letters. `point` is the code of a pick-up point, empty for a home."""

    first_name: str = ""
    last_name: str = ""
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "FR"
    phone: str = ""
    point: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def tidy(text: str) -> str:
    """One line of text: composed (NFC), no signs that cannot be seen, single spaces."""
    text = unicodedata.normalize("NFC", text)
    seen = "".join(" " if sign.isspace() else sign for sign in text if sign.isspace() or not _is_unseen(sign))
    return " ".join(seen.split())


def clean_name(text: str) -> str:
    """A name in any script, as its owner writes it. Raises ValidationError when there is no letter in it."""
    name = tidy(text)
    if not any(sign.isalpha() for sign in name):
        raise ValidationError(_("A name has at least one letter. Write it as it stands on your letter box."))
    return name


def clean_line(text: str) -> str:
    """A line of an address or a town. Raises ValidationError when there is neither letter nor figure in it."""
    line = tidy(text)
    if not any(sign.isalnum() for sign in line):
        raise ValidationError(_("This cannot be delivered to. Write it as it stands on a letter to you."))
    return line


def clean_postcode(country: str, text: str) -> str:
    """The postcode as the country writes it: "44000", "1012 AB", "LV-1010".

    Spaces, hyphens, small letters and the country's sign before it do not matter. Raises ValidationError with a
    sentence and an example; also for places that are not delivered to although their country is.
    """
    rule = postcodes.RULES.get(country)
    if rule is None:
        raise ValidationError(_("We do not know the postcodes of this country. Choose another one."))
    signs = postcodes.bare(country, _ascii_digits(unicodedata.normalize("NFKC", tidy(text))))
    if not signs:
        raise ValidationError(_("The postcode is missing, for example %(example)s.") % {"example": rule.example})
    written = rule.read(signs)
    if written is None:
        raise ValidationError(postcodes.complaint(rule, signs))
    if outside := postcodes.beyond(country, written):
        raise ValidationError(outside)
    return written


def clean_phone(country: str, text: str) -> str:
    """A telephone number as the world writes it ("+33612345678"), read as one of the country; empty stays empty.

    Raises ValidationError with a sentence and an example of that country.
    """
    typed = tidy(text)
    if not typed:
        return ""
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise ValidationError(
            _("No telephone answers to this number. Write it like %(example)s.") % {"example": _example(country)}
        )
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _example(country: str) -> str:
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        return "+33 6 12 34 56 78"
    written = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.sub(r"\s", "\u00a0", written)


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _is_unseen(sign: str) -> bool:
    # Joiners between letters are part of names in some scripts; everything else unseen is left out.
    return unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cs", "Cn") and sign not in "\u200c\u200d"


def check(values: Mapping[str, str]) -> dict[str, str]:
    """The eight fields of an address, tidied; empty ones stay empty. Raises ValidationError by field."""
    country = values.get("country", "")
    clean: dict[str, Callable[[str], str]] = {
        "first_name": clean_name,
        "last_name": clean_name,
        "line1": clean_line,
        "line2": tidy,
        "city": clean_line,
        "country": str.upper,
        "postcode": partial(clean_postcode, country),
        "phone": partial(clean_phone, country),
    }
    found, wrong = {}, {}
    for name, cleaner in clean.items():
        typed = values.get(name) or ""
        try:
            found[name] = cleaner(typed) if typed.strip() else ""
        except ValidationError as error:
            wrong[name] = error
    if wrong:
        raise ValidationError(wrong)
    return found
