"""What the checkout asks to agree to. A box nobody has ticked for the shopper; the words are kept by their version."""

from django.utils.translation import gettext_lazy as _

from shop.accounts.purposes import Purpose

LETTER = Purpose(
    code="newsletter",
    title=_("The monthly letter"),
    wordings={"2026-11": _("Receive the monthly letter: one a month, you leave with one click.")},
    order=10,
)


def given(*, letter: bool) -> list[dict[str, str]]:
    """What was agreed to, as a pending order keeps it until there is an order."""
    return [{"purpose": LETTER.code, "wording": LETTER.version}] if letter else []
