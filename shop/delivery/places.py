"""The countries the shop knows, and the zones a first shop begins with.

Shipped to: the European Union, and Monaco, which counts as France for VAT (Directive 2006/112/EC Art. 7). Neighbours
outside the Union's VAT area are known by name and not shipped to: customs declarations, and sales free of French VAT
with import VAT on arrival (Directive 2006/112/EC Art. 146), are not done by this shop (docs/law.md).
"""

import unicodedata
from typing import Any

from babel import Locale

HOME = "FR"
UNION = (
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
)  # fmt: skip
SHIPPED_TO = (*UNION, "MC")
OUTSIDE = ("AD", "CH", "GB", "IS", "LI", "NO", "SM", "VA")
KNOWN = (*SHIPPED_TO, *OUTSIDE)
# Three letters and figures of ISO 3166-1.
ISO = {
    "AD": ("AND", "020"), "AT": ("AUT", "040"), "BE": ("BEL", "056"), "BG": ("BGR", "100"), "CH": ("CHE", "756"),
    "CY": ("CYP", "196"), "CZ": ("CZE", "203"), "DE": ("DEU", "276"), "DK": ("DNK", "208"), "EE": ("EST", "233"),
    "ES": ("ESP", "724"), "FI": ("FIN", "246"), "FR": ("FRA", "250"), "GB": ("GBR", "826"), "GR": ("GRC", "300"),
    "HR": ("HRV", "191"), "HU": ("HUN", "348"), "IE": ("IRL", "372"), "IS": ("ISL", "352"), "IT": ("ITA", "380"),
    "LI": ("LIE", "438"), "LT": ("LTU", "440"), "LU": ("LUX", "442"), "LV": ("LVA", "428"), "MC": ("MCO", "492"),
    "MT": ("MLT", "470"), "NL": ("NLD", "528"), "NO": ("NOR", "578"), "PL": ("POL", "616"), "PT": ("PRT", "620"),
    "RO": ("ROU", "642"), "SE": ("SWE", "752"), "SI": ("SVN", "705"), "SK": ("SVK", "703"), "SM": ("SMR", "674"),
    "VA": ("VAT", "336"),
}  # fmt: skip
# French name, English name, countries; the last takes all of the Union that is left.
NEAR = ("BE", "LU", "DE", "NL", "ES", "IT", "PT")
FIRST_ZONES = (
    ("France et Monaco", "France and Monaco", ("FR", "MC")),
    ("Pays voisins", "Neighbouring countries", NEAR),
    (
        "Reste de l’Union européenne",
        "Rest of the European Union",
        tuple(code for code in UNION if code not in (*NEAR, "FR")),
    ),
)


def name(code: str, language: str) -> str:
    """A country's name as its readers say it: "Pays-Bas", "Netherlands". The code where Babel knows none."""
    return str(Locale.parse(language[:2]).territories.get(code, code))


def fill(country: Any, zone: Any, entry: Any) -> None:
    """Write the countries, and the first zones where there is none yet. Again: nothing.

    Takes the models (address.Country, Zone, ZoneCountry), so that a migration can hand in its own.
    """
    for code in KNOWN:
        three, figures = ISO[code]
        country.objects.get_or_create(
            pk=code,
            defaults={
                "iso_3166_1_a3": three,
                "iso_3166_1_numeric": figures,
                "printable_name": name(code, "en"),
                "name": name(code, "en"),
                "display_order": 1 if code == HOME else 0,
                "is_shipping_country": code in SHIPPED_TO,
            },
        )
    if zone.objects.exists():
        return
    for position, (french, english, codes) in enumerate(FIRST_ZONES):
        made = zone.objects.create(name=french, name_fr=french, name_en=english, position=position)
        entry.objects.bulk_create(entry(zone=made, country_id=code) for code in codes)


def folded(text: str) -> str:
    """A name as lists sort it: "États" beside "Etats"."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()
