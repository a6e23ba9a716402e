"""Postcodes by country: how many figures, how they are written, and what to say of one that is wrong.

Patterns follow the Universal Postal Union's addressing guide by country; they are read without spaces and hyphens.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy


@dataclass(frozen=True)
class Rule:
    """A country's postcodes. `digits` None: letters and figures, told by their example alone.

    `pattern` reads the bare signs; its groups are written with `between` between them and `lead` before them.
    """

    adjective: Promise
    digits: int | None
    pattern: str
    example: str
    between: str = ""
    lead: str = ""
    sign: str = ""  # put before the postcode by habit, as on cars: "D-10115"

    def read(self, bare: str) -> str | None:
        """The postcode as it is written, or None where the signs are none."""
        found = re.fullmatch(self.pattern, bare)
        if not found:
            return None
        return self.lead + self.between.join(part for part in (found.groups() or (found.group(),)) if part)


RULES = {
    "AD": Rule(pgettext_lazy("postcode", "Andorran"), None, r"(?:AD)?([1-7]\d\d)", "AD500", lead="AD"),
    "AT": Rule(pgettext_lazy("postcode", "Austrian"), 4, r"[1-9]\d{3}", "1010", sign="A"),
    "BE": Rule(pgettext_lazy("postcode", "Belgian"), 4, r"[1-9]\d{3}", "1000", sign="B"),
    "BG": Rule(pgettext_lazy("postcode", "Bulgarian"), 4, r"[1-9]\d{3}", "1000"),
    "CH": Rule(pgettext_lazy("postcode", "Swiss"), 4, r"[1-9]\d{3}", "1200"),
    "CY": Rule(pgettext_lazy("postcode", "Cypriot"), 4, r"[1-9]\d{3}", "1010"),
    "CZ": Rule(pgettext_lazy("postcode", "Czech"), 5, r"([1-7]\d\d)(\d\d)", "110 00", between=" "),
    "DE": Rule(pgettext_lazy("postcode", "German"), 5, r"(?!00)\d{5}", "10115", sign="D"),
    "DK": Rule(pgettext_lazy("postcode", "Danish"), 4, r"\d{4}", "1050"),
    "EE": Rule(pgettext_lazy("postcode", "Estonian"), 5, r"\d{5}", "10111"),
    "ES": Rule(pgettext_lazy("postcode", "Spanish"), 5, r"(?:0[1-9]|[1-4]\d|5[0-2])\d{3}", "28001", sign="E"),
    "FI": Rule(pgettext_lazy("postcode", "Finnish"), 5, r"\d{5}", "00100", sign="FIN"),
    "FR": Rule(pgettext_lazy("postcode", "French"), 5, r"(?:0[1-9]|[1-8]\d|9[0-578])\d{3}", "44000", sign="F"),
    "GB": Rule(
        *(pgettext_lazy("postcode", "British"), None),
        *(r"([A-Z]{1,2}\d[A-Z\d]?)(\d[A-Z]{2})", "SW1A 1AA"),
        between=" ",
    ),
    "GR": Rule(pgettext_lazy("postcode", "Greek"), 5, r"([1-8]\d\d)(\d\d)", "104 31", between=" "),
    "HR": Rule(pgettext_lazy("postcode", "Croatian"), 5, r"[1-5]\d{4}", "10000"),
    "HU": Rule(pgettext_lazy("postcode", "Hungarian"), 4, r"[1-9]\d{3}", "1011", sign="H"),
    "IE": Rule(pgettext_lazy("postcode", "Irish"), None, r"([A-Z]\d[\dW])([A-Z\d]{4})", "D02 AF30", between=" "),
    "IS": Rule(pgettext_lazy("postcode", "Icelandic"), 3, r"[1-9]\d\d", "101"),
    "IT": Rule(pgettext_lazy("postcode", "Italian"), 5, r"\d{5}", "00118", sign="I"),
    "LI": Rule(pgettext_lazy("postcode", "Liechtenstein"), 4, r"94[89]\d", "9490", sign="FL"),
    "LT": Rule(pgettext_lazy("postcode", "Lithuanian"), 5, r"\d{5}", "LT-01100", lead="LT-"),
    "LU": Rule(pgettext_lazy("postcode", "Luxembourg"), 4, r"[1-9]\d{3}", "1111", sign="L"),
    "LV": Rule(pgettext_lazy("postcode", "Latvian"), 4, r"[1-5]\d{3}", "LV-1010", lead="LV-"),
    "MC": Rule(pgettext_lazy("postcode", "Monegasque"), 5, r"980\d\d", "98000"),
    "MT": Rule(pgettext_lazy("postcode", "Maltese"), None, r"([A-Z]{3})(\d{4})", "VLT 1117", between=" "),
    "NL": Rule(pgettext_lazy("postcode", "Dutch"), None, r"([1-9]\d{3})([A-Z]{2})", "1012 AB", between=" "),
    "NO": Rule(pgettext_lazy("postcode", "Norwegian"), 4, r"\d{4}", "0150", sign="N"),
    "PL": Rule(pgettext_lazy("postcode", "Polish"), 5, r"(\d\d)(\d{3})", "00-950", between="-"),
    "PT": Rule(pgettext_lazy("postcode", "Portuguese"), 7, r"([1-9]\d{3})(\d{3})", "1000-205", between="-", sign="P"),
    "RO": Rule(pgettext_lazy("postcode", "Romanian"), 6, r"\d{6}", "010011"),
    "SE": Rule(pgettext_lazy("postcode", "Swedish"), 5, r"([1-9]\d\d)(\d\d)", "111 22", between=" ", sign="S"),
    "SI": Rule(pgettext_lazy("postcode", "Slovenian"), 4, r"[1-9]\d{3}", "1000"),
    "SK": Rule(pgettext_lazy("postcode", "Slovak"), 5, r"([089]\d\d)(\d\d)", "811 01", between=" "),
    "SM": Rule(pgettext_lazy("postcode", "Sammarinese"), 5, r"4789\d", "47890"),
    "VA": Rule(pgettext_lazy("postcode", "Vatican"), 5, r"00120", "00120"),
}
# Parts of member states outside the Union's VAT area (Directive 2006/112/EC Art. 6), by the bare postcode.
BEYOND = {
    "DE": (
        (r"78266", pgettext_lazy("we deliver", "to Büsingen")),
        (r"27498", pgettext_lazy("we deliver", "to Heligoland")),
    ),
    "DK": ((r"39\d\d", pgettext_lazy("we deliver", "to Greenland")),),
    "ES": (
        (r"(?:35|38)\d{3}", pgettext_lazy("we deliver", "to the Canary Islands")),
        (r"5[12]\d{3}", pgettext_lazy("we deliver", "to Ceuta and Melilla")),
    ),
    "FI": ((r"22\d{3}", pgettext_lazy("we deliver", "to the Åland Islands")),),
    "FR": ((r"97\d{3}|98[1-9]\d\d", pgettext_lazy("we deliver", "to French territories overseas")),),
    "GR": ((r"6308[67]", pgettext_lazy("we deliver", "to Mount Athos")),),
    "IT": (
        (r"23041", pgettext_lazy("we deliver", "to Livigno")),
        (r"2206[01]", pgettext_lazy("we deliver", "to Campione d’Italia")),
    ),
}
NUMBERS = {
    3: pgettext_lazy("figures", "three"),
    4: pgettext_lazy("figures", "four"),
    5: pgettext_lazy("figures", "five"),
    6: pgettext_lazy("figures", "six"),
    7: pgettext_lazy("figures", "seven"),
}


def bare(country: str, text: str) -> str:
    """The signs of a postcode alone: no spaces, no hyphens, capitals, no sign of the country before the figures."""
    signs = re.sub(r"[\s.\-–—]+", "", text).upper()
    rule = RULES.get(country)
    if rule is None or rule.digits is None:
        return signs
    for lead in filter(None, (country, rule.sign)):
        if re.match(rf"{lead}\d", signs):
            return signs.removeprefix(lead)
    return signs


def beyond(country: str, postcode: str) -> str:
    """Why this place is not delivered to although its country is, in a sentence; empty where it is."""
    signs = bare(country, postcode)
    for pattern, place in BEYOND.get(country, ()):
        if re.fullmatch(pattern, signs):
            words = _("We do not deliver %(place)s yet: customs lie in between. Choose an address on the mainland.")
            return words % {"place": place}
    return ""


def complaint(rule: Rule, signs: str) -> str:
    """What is wrong with these signs, and an example: the voice of look.md."""
    given = {"adjective": rule.adjective, "example": rule.example}
    if rule.digits is None:
        return _("%(adjective)s postcodes look like this: %(example)s.") % given
    given["number"] = NUMBERS[rule.digits]
    if not signs.isdigit():
        return _("%(adjective)s postcodes have %(number)s digits and nothing else, for example %(example)s.") % given
    missing = rule.digits - len(signs)
    given["n"] = str(abs(missing))
    if missing > 0:
        return (
            ngettext(
                "One digit is missing: %(adjective)s postcodes have %(number)s, for example %(example)s.",
                "%(n)s digits are missing: %(adjective)s postcodes have %(number)s, for example %(example)s.",
                missing,
            )
            % given
        )
    if missing < 0:
        return (
            ngettext(
                "There is one digit too many: %(adjective)s postcodes have %(number)s, for example %(example)s.",
                "There are %(n)s digits too many: %(adjective)s postcodes have %(number)s, for example %(example)s.",
                -missing,
            )
            % given
        )
    return _("There is no such %(adjective)s postcode. This one exists: %(example)s.") % given
