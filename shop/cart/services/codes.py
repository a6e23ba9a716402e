"""Codes in a basket. Every refusal is one sentence that says why and that the basket is unchanged."""

from django.db import transaction
from django.utils.translation import gettext as _
from oscar.apps.basket.signals import voucher_addition, voucher_removal
from oscar.apps.offer.conditions import CountCondition, CoverageCondition, ValueCondition

from shop.cart import loading
from shop.cart.exceptions import Refused
from shop.cart.models import Basket
from shop.cart.reckoning import Applied
from shop.cart.services.baskets import changed, lock
from shop.cart.sums import Read, promote, read
from shop.cents import cents
from shop.pages.money import euros
from shop.people.models import Person
from shop.promotions import codes
from shop.promotions.codes import Code
from shop.promotions.usage import Buyer, used_by
from shop.promotions.voucher.models import Voucher

MOST_CODES = 5


class UnknownCode(Refused):
    """There is no such code: what guessing looks like."""


@transaction.atomic
def enter_code(basket: Basket, text: str, *, person: Person | None = None) -> Applied:
    """Put a code into the basket, if it makes it cheaper. Raises Refused (UnknownCode when there is none), Closed."""
    basket = lock(basket)
    if not text.strip():
        raise Refused(_("Write the code as it stands in the letter or on the card."))
    voucher = codes.find(text)
    if voucher is None:
        raise UnknownCode(_unchanged(_("We do not know this code.")))
    inside = list(basket.vouchers.values_list("pk", flat=True))
    if voucher.pk in inside:
        raise Refused(_("This code is in your basket already."))
    used = used_by(Buyer.of(person), vouchers=[voucher], offers=[])
    if why := codes.spent(voucher, was_used=voucher.pk in used.vouchers):
        raise Refused(_unchanged(why))
    if len(inside) >= MOST_CODES:
        raise Refused(_unchanged(_("A basket takes %(n)s codes at most.") % {"n": MOST_CODES}))
    found = read(basket, person=person, trying=voucher)
    applied = next((one for one in found.reckoning.applied if one.voucher_id == voucher.pk), None)
    if applied is None:
        raise Refused(_unchanged(_why_not(basket, found, voucher)))
    basket.vouchers.add(voucher)
    changed(basket)
    voucher_addition.send(sender=Basket, basket=basket, voucher=voucher)
    return applied


@transaction.atomic
def remove_code(basket: Basket, text: str) -> None:
    """Take a code out; one that is not in it: nothing. Raises Closed."""
    basket = lock(basket)
    voucher = codes.find(text)
    if voucher is None or not basket.vouchers.filter(pk=voucher.pk).exists():
        return
    basket.vouchers.remove(voucher)
    changed(basket)
    voucher_removal.send(sender=Basket, basket=basket, voucher=voucher)


def _unchanged(why: str) -> str:
    return why + " " + _("Your basket is unchanged.")


def _why_not(basket: Basket, found: Read, voucher: Voucher) -> str:
    """Why a code that counts makes nothing cheaper here: too little, the wrong things, or others that come first."""
    if not found.reckoning.lines:
        return _("There is nothing in it yet that this code could make cheaper.")
    absent = {line.line_id for line in found.reckoning.absent}
    rows = [row for row in loading.lines_of(basket) if row.pk not in absent]
    code = next((one for one in found.codes if one.voucher.pk == voucher.pk), Code(voucher, ()))
    alone, _spent = promote(rows, [code], Buyer(), public=False)
    if len(alone.offer_applications):
        return _("This code does not go together with the promotions that apply already.")
    for offer in code.offers:
        if offer.get_max_applications() == 0:
            return _("This code has been used up.")
    for offer in code.offers:
        condition = offer.condition.proxy()
        if not any(condition.can_apply_condition(row) for row in rows):
            continue
        if isinstance(condition, ValueCondition):
            worth = sum(
                cents(row.unit_effective_price) * row.quantity for row in rows if condition.can_apply_condition(row)
            )
            least = cents(condition.value)
            if worth < least:
                return _("This code counts from %(least)s on, and %(missing)s is missing.") % {
                    "least": euros(least),
                    "missing": euros(least - worth),
                }
        elif isinstance(condition, CountCondition) and not offer.is_condition_satisfied(alone):
            return _("This code asks for %(n)s pieces of what it is for.") % {"n": int(condition.value)}
        elif isinstance(condition, CoverageCondition) and not offer.is_condition_satisfied(alone):
            return _("This code asks for %(n)s different things of those it is for.") % {"n": int(condition.value)}
    return _("This code is for other things than those in your basket.")
