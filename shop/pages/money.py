"""Money in words for people: cents in, the reader's own spelling out."""

from django.utils.formats import number_format
from django.utils.translation import get_language

NO_BREAK, NARROW = "\u00a0", "\u202f"


def in_french() -> bool:
    """Whether the page being made is French (the shop's first language)."""
    return (get_language() or "fr").startswith("fr")


def euros(cents: int | None) -> str:
    """Cents as the page's reader writes them: "20,40 €", "€20.40"; whole euros without decimals. None is nothing."""
    if cents is None:
        return ""
    figures = number_format(abs(cents) / 100, decimal_pos=2 if cents % 100 else 0, use_l10n=True, force_grouping=True)
    sign = "−" if cents < 0 else ""
    if in_french():
        return f"{sign}{figures.replace(NO_BREAK, NARROW)}{NO_BREAK}€"
    return f"{sign}€{figures}"


def plain_euros(cents: int | None) -> str:
    """Cents as one types them into a field: "24", "24,50" or "24.50". None is nothing."""
    if cents is None:
        return ""
    return number_format(cents / 100, decimal_pos=2 if cents % 100 else 0, use_l10n=True, force_grouping=False)
