"""VAT rates of the European Union for what this shop can sell, as they stand in law; rows in the admin go before them.

In thousandths, by country and class, each with the day from which it holds (FROM: since that day or before it).

Sources. Standard rates: the European Commission's Taxes in Europe Database (TEDB) with its history, September 2026.
Reduced rates: TEDB (August 2025) and the laws that changed them since: Finland 14 → 13.5 % (1 January 2026), Lithuania
books 9 → 5 % (law XV-287, 1 January 2026), Romania 5 and 9 → 11 % (law 141/2025, 1 August 2025), Sweden food 12 → 6 %
(prop. 2025/26:55, 1 April 2026 to 31 December 2027), Latvia (books in languages of the Union stay at 5 %).
France: CGI art. 278, 278-0 bis. Monaco counts as France (Directive 2006/112/EC Art. 7).

Books: printed ones. Denmark has announced that its 25 % on books ends; no law was found, so 25 % stands (doubt).

Food: what a first shop sells is tea and the like. Where the law gives foodstuffs in general a reduced rate, that one
stands (LOW_FOR_FOOD); elsewhere only listed foods are cheaper, so the standard rate stands, which never leaves a debt:
Bulgaria, Croatia, Denmark, Estonia, Greece, Hungary, Italy, Latvia, Lithuania, Poland, Portugal. Doubt: tea and coffee
in Austria; sweets in Ireland, Malta, Romania and Slovakia (higher there); staple foods in Austria, Cyprus, Slovakia
and Spain (lower). Regions with rates of their own are not told apart: Corsica, Madeira and Azores, Greek islands,
Jungholz and Mittelberg.

A change in law: a line here and a migration that adds the row. Rows that are written stay as they are.
"""

from datetime import date

FROM = date(2025, 1, 1)
STANDARD = {
    "AT": 200, "BE": 210, "BG": 200, "CY": 190, "CZ": 210, "DE": 190, "DK": 250, "ES": 210, "FI": 255, "FR": 200,
    "GR": 240, "HR": 250, "HU": 270, "IE": 230, "IT": 220, "LT": 210, "LU": 170, "LV": 210, "MC": 200, "MT": 180,
    "NL": 210, "PL": 230, "PT": 230, "SE": 250, "SI": 220, "SK": 230,
}  # fmt: skip
BOOK = {
    "AT": 100, "BE": 60, "BG": 90, "CY": 30, "CZ": 0, "DE": 70, "DK": 250, "EE": 90, "ES": 40, "FR": 55, "GR": 60,
    "HR": 50, "HU": 50, "IE": 0, "IT": 40, "LU": 30, "LV": 50, "MC": 55, "MT": 50, "NL": 90, "PL": 50, "PT": 60,
    "SE": 60, "SI": 50, "SK": 50,
}  # fmt: skip
LOW_FOR_FOOD = {
    "AT": 100, "BE": 60, "CY": 50, "CZ": 120, "DE": 70, "ES": 100, "FR": 55, "IE": 0, "LU": 30, "MC": 55, "MT": 0,
    "NL": 90, "SI": 95, "SK": 190,
}  # fmt: skip
Rates = tuple[tuple[date, int], ...]
# What has changed since FROM, or will: each rate with its first day.
CHANGED: dict[tuple[str, str], Rates] = {
    ("EE", "standard"): ((FROM, 220), (date(2025, 7, 1), 240)),
    ("RO", "standard"): ((FROM, 190), (date(2025, 8, 1), 210)),
    ("RO", "book"): ((FROM, 50), (date(2025, 8, 1), 110)),
    ("RO", "food"): ((FROM, 90), (date(2025, 8, 1), 110)),
    ("FI", "book"): ((FROM, 140), (date(2026, 1, 1), 135)),
    ("FI", "food"): ((FROM, 140), (date(2026, 1, 1), 135)),
    ("LT", "book"): ((FROM, 90), (date(2026, 1, 1), 50)),
    ("SE", "food"): ((FROM, 120), (date(2026, 4, 1), 60), (date(2028, 1, 1), 120)),
}
CLASSES = ("standard", "food", "book")
COUNTRIES = tuple(sorted({*STANDARD, *(country for country, _class in CHANGED)}))


def periods(country: str, vat_class: str) -> Rates:
    """Each rate of a class in a country with the day it begins, the earliest first. Raises KeyError for other ones."""
    if (country, vat_class) in CHANGED:
        return CHANGED[country, vat_class]
    if vat_class == "book":
        return ((FROM, BOOK[country]),)
    if vat_class == "food" and country in LOW_FOR_FOOD:
        return ((FROM, LOW_FOR_FOOD[country]),)
    if vat_class not in CLASSES:
        raise KeyError(vat_class)
    return CHANGED.get((country, "standard")) or ((FROM, STANDARD[country]),)


def rate(country: str, vat_class: str, day: date) -> int:
    """The rate on a day; that of FROM for days before it, the standard one for a class that is not known."""
    known = periods(country, vat_class if vat_class in CLASSES else "standard")
    begun = [thousandths for since, thousandths in known if since <= day]
    return begun[-1] if begun else known[0][1]
