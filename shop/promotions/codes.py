"""Codes: finding one however it is typed, and saying in one sentence why it does not count."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from shop import clock
from shop.pages.money import in_french
from shop.promotions.folding import folded
from shop.promotions.offer.models import ConditionalOffer
from shop.promotions.voucher.models import Voucher

LONGEST = 128


@dataclass(frozen=True)
class Code:
    """A code with the promotions it opens."""

    voucher: Voucher
    offers: tuple[ConditionalOffer, ...]


def find(text: str) -> Voucher | None:
    """The code that was typed, whatever its case, spaces and hyphens. One statement, none for what is no code."""
    wanted = folded(text[: 4 * LONGEST])
    if not wanted or len(wanted) > LONGEST or not wanted.isprintable():
        return None
    return Voucher.objects.filter(folded=wanted).first()


def opened(vouchers: QuerySet[Voucher]) -> list[Code]:
    """These codes with what they open, oldest first; suspended promotions are left out. One statement."""
    through: Any = Voucher.offers.through
    rows = through.objects.filter(voucher__in=vouchers.order_by().values("pk")).select_related(
        "voucher", "conditionaloffer__condition__range", "conditionaloffer__benefit__range"
    )
    found: dict[int, tuple[Voucher, list[ConditionalOffer]]] = {}
    for row in sorted(rows.order_by(), key=lambda row: (row.voucher_id, row.conditionaloffer_id)):
        voucher, offers = found.setdefault(row.voucher_id, (row.voucher, []))
        row.conditionaloffer.set_voucher(voucher)
        if not row.conditionaloffer.is_suspended:
            offers.append(row.conditionaloffer)
    return [Code(voucher, tuple(offers)) for voucher, offers in found.values()]


def spent(voucher: Voucher, *, was_used: bool = False) -> str:
    """Why a code does not count now, in words without what follows from it; empty where it does."""
    now = clock.now()
    if voucher.start_datetime > now:
        return _("This code begins on %(day)s.") % {"day": in_words(voucher.start_datetime)}
    if voucher.end_datetime < now:
        # Until midnight is until the day before.
        return _("This code ended on %(day)s.") % {"day": in_words(voucher.end_datetime - timedelta(microseconds=1))}
    if voucher.is_used_up:
        return _("This code has been used up.")
    if was_used:
        return _("You have used this code before, and it counts once.")
    return ""


def in_words(moment: datetime) -> str:
    """A day as one says it: "30 September", "1er octobre", with the year where it is not this one."""
    day = moment.astimezone(clock.zone()).date()
    words = date_format(day, "j F" if day.year == clock.today().year else "j F Y")
    return f"1er {words.removeprefix('1 ')}" if in_french() and day.day == 1 else words
