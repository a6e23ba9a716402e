"""What a purchase has been promised of promotions and codes, so that nobody is promised the same twice.

Every limit is counted by a conditional UPDATE of the promotion's or code's own row. That row stays locked until the
transaction ends, so what is counted per person behind it is counted by one purchase at a time (SQLite: one writer).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from shop.cents import euros
from shop.people.models import Person
from shop.promotions.offer.models import ConditionalOffer
from shop.promotions.usage import Buyer, digests, used_by
from shop.promotions.voucher.models import Claim, Voucher, VoucherApplication

HELD, USED, RELEASED = Claim.State.HELD, Claim.State.USED, Claim.State.RELEASED


class Applied(Protocol):
    """A promotion as a basket's reckoning has it (shop.cart.reckoning.Applied)."""

    @property
    def offer_id(self) -> int: ...
    @property
    def voucher_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def times(self) -> int: ...


class CodeSpent(ValueError):
    """Somebody else has used it up meanwhile, or this person before; `sentence` says so."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@transaction.atomic
def claim(source: str, applied: Iterable[Applied], *, person_id: int | None, email: str) -> None:
    """Hold these promotions for a purchase (`source`: its reference), all or none. Raises CodeSpent, a sentence.

    The same source with the same promotions again: nothing, nor once it was used. With others: those of before are
    given back first.
    """
    wanted = {one.offer_id: one for one in sorted(applied, key=lambda one: one.offer_id)}
    buyer = Buyer(person_id, digests(email))
    # First the promotions, then what is known of the source: twice at once for one source is once after the other.
    list(ConditionalOffer.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk").values_list("pk"))
    rows = list(Claim.objects.select_for_update().filter(source=source).exclude(state=RELEASED))
    held = {row.offer_id: (row.voucher_id, row.times, row.amount) for row in rows}
    is_same = held == {pk: (one.voucher_id, one.times, one.amount) for pk, one in wanted.items()}
    if is_same or any(row.state == USED for row in rows):
        return
    release(source)
    Claim.objects.filter(source=source).exclude(offer_id__in=wanted).delete()
    _hold(source, list(wanted.values()), buyer)
    for one in wanted.values():
        fields = {
            "voucher_id": one.voucher_id,
            "person_id": buyer.person_id,
            "digest": buyer.digests[0] if buyer.digests else "",
            "times": one.times,
            "amount": one.amount,
            "state": HELD,
        }
        if not Claim.objects.filter(source=source, offer_id=one.offer_id).update(**fields):
            Claim.objects.create(source=source, offer_id=one.offer_id, **fields)


@transaction.atomic
def claim_again(source: str) -> None:
    """What was given back is held anew for the same purchase: it was paid after all. Raises CodeSpent, nothing then."""
    rows = Claim.objects.select_for_update(of=("self",)).filter(source=source, state=RELEASED)
    gone = list(rows.select_related("offer", "voucher").order_by("offer_id"))
    if not gone:
        return
    again = [
        _Again(
            offer_id=row.offer_id,
            voucher_id=row.voucher_id,
            name=str(row.offer.name),
            code=row.voucher.code if row.voucher else "",
            amount=row.amount,
            times=row.times,
        )
        for row in gone
    ]
    buyer = Buyer(gone[0].person_id, (gone[0].digest,) if gone[0].digest else ())
    _hold(source, again, buyer)
    Claim.objects.filter(pk__in=[row.pk for row in gone]).update(state=HELD)


@transaction.atomic
def capture(source: str, order_id: int) -> None:
    """The purchase is an order: what was held is used. Again: nothing.

    What was given back meanwhile (the hold ran out, the money came all the same) is used, too: the order was paid at
    that price. Promotions of Oscar know how often and how much, codes get their application.
    """
    claims = list(Claim.objects.select_for_update().filter(source=source).exclude(state=USED).order_by("offer_id"))
    for row in claims:
        held = row.times if row.state == HELD else 0
        off = euros(row.amount)
        offer = ConditionalOffer.objects.filter(pk=row.offer_id)
        offer.update(
            num_held=F("num_held") - held,
            held_discount=F("held_discount") - (off if held else euros(0)),
            num_applications=F("num_applications") + row.times,
            total_discount=F("total_discount") + off,
            num_orders=F("num_orders") + 1,
        )
    for voucher_id in sorted({row.voucher_id for row in claims if row.voucher_id is not None}):
        theirs = [row for row in claims if row.voucher_id == voucher_id]
        _use_voucher(voucher_id, theirs, order_id)
    Claim.objects.filter(pk__in=[row.pk for row in claims]).update(state=USED)


@transaction.atomic
def release(source: str) -> None:
    """The purchase is off: what was held is free again. Again, or after it was used: nothing."""
    claims = list(Claim.objects.select_for_update().filter(source=source, state=HELD).order_by("offer_id"))
    for row in claims:
        ConditionalOffer.objects.filter(pk=row.offer_id).update(
            num_held=F("num_held") - row.times, held_discount=F("held_discount") - euros(row.amount)
        )
    for voucher_id in sorted({row.voucher_id for row in claims if row.voucher_id is not None}):
        Voucher.objects.filter(pk=voucher_id).update(num_held=F("num_held") - 1)
    Claim.objects.filter(pk__in=[row.pk for row in claims]).update(state=RELEASED)


@dataclass(frozen=True)
class _Again:
    """A claim in the shape it was made from."""

    offer_id: int
    voucher_id: int | None
    name: str
    code: str
    amount: int
    times: int


def _hold(source: str, wanted: Sequence[Applied], buyer: Buyer) -> None:
    """All or none. Promotions before codes, each by number: rivals wait for one another, never in a ring."""
    for one in wanted:
        _hold_offer(one)
    by_voucher = {one.voucher_id: one for one in wanted if one.voucher_id is not None}
    for voucher_id in sorted(by_voucher):
        _hold_voucher(voucher_id, by_voucher[voucher_id])
    _check_person(buyer, wanted, source)


def _hold_offer(one: Applied) -> None:
    """Oscar's limits of a promotion: how often in all, and how much in all (the last one may go beyond)."""
    unlimited = Q(max_global_applications__isnull=True) | Q(max_global_applications=0)
    often = unlimited | Q(max_global_applications__gte=F("num_applications") + F("num_held") + one.times)
    unbounded = Q(max_discount__isnull=True) | Q(max_discount=0)
    much = unbounded | Q(max_discount__gt=F("total_discount") + F("held_discount"))
    rows = ConditionalOffer.objects.filter(often & much, pk=one.offer_id)
    if not rows.update(num_held=F("num_held") + one.times, held_discount=F("held_discount") + euros(one.amount)):
        raise CodeSpent(_spent_sentence(one))


def _hold_voucher(voucher_id: int, one: Applied) -> None:
    taken = F("num_orders") + F("num_held")
    single = Q(usage=Voucher.SINGLE_USE, num_orders=0, num_held=0)
    many = ~Q(usage=Voucher.SINGLE_USE) & (Q(max_uses__isnull=True) | Q(max_uses__gt=taken))
    if not Voucher.objects.filter(single | many, pk=voucher_id).update(num_held=F("num_held") + 1):
        raise CodeSpent(_spent_sentence(one))


def _check_person(buyer: Buyer, wanted: Sequence[Applied], source: str) -> None:
    """Once a person is once, also while another purchase of theirs is being paid."""
    offers = list(ConditionalOffer.objects.filter(pk__in=[one.offer_id for one in wanted]))
    vouchers = list(Voucher.objects.filter(pk__in=[one.voucher_id for one in wanted if one.voucher_id is not None]))
    used = used_by(buyer, vouchers=vouchers, offers=offers, states=(HELD, USED), but_source=source)
    limits = {offer.pk: offer.max_user_applications for offer in offers}
    for one in wanted:
        limit = limits.get(one.offer_id)
        if one.voucher_id in used.vouchers or (limit and used.offers.get(one.offer_id, 0) + one.times > limit):
            raise CodeSpent(_person_sentence(one))


def _use_voucher(voucher_id: int, claims: list[Claim], order_id: int) -> None:
    held = 1 if any(row.state == HELD for row in claims) else 0
    off = euros(sum(row.amount for row in claims))
    Voucher.objects.filter(pk=voucher_id).update(
        num_held=F("num_held") - held, num_orders=F("num_orders") + 1, total_discount=F("total_discount") + off
    )
    person_id = claims[0].person_id or 0
    user_id = Person.objects.filter(pk=person_id).values_list("user_id", flat=True).first()
    VoucherApplication.objects.create(voucher_id=voucher_id, order_id=order_id, user_id=user_id)


def _spent_sentence(one: Applied) -> str:
    if one.code:
        return _("Somebody has just used up the code %(code)s. Nothing was charged.") % {"code": one.code}
    return _("The promotion “%(name)s” has just been used up. Nothing was charged.") % {"name": one.name}


def _person_sentence(one: Applied) -> str:
    if one.code:
        return _("You have used the code %(code)s before, and it counts once. Nothing was charged.") % {
            "code": one.code
        }
    return _("You have used the promotion “%(name)s” before. Nothing was charged.") % {"name": one.name}
