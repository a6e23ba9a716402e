"""Who has used what: "once per person" goes by the person and by the mailbox, not by the account."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils.crypto import salted_hmac

from shop.people.addresses import abuse_key
from shop.people.exceptions import NotAnAddress
from shop.people.models import Person
from shop.promotions.offer.models import ConditionalOffer
from shop.promotions.voucher.models import Claim, Voucher

SALT = "shop.promotions.claims"


@dataclass(frozen=True)
class Buyer:
    """Who asks: a person, and the keyed hashes of their mailbox (without dots and tags), that of today's key first."""

    person_id: int | None = None
    digests: tuple[str, ...] = ()

    @classmethod
    def of(cls, person: Person | None, email: str = "") -> "Buyer":
        return cls(person.pk if person else None, digests(email or (person.email if person else "")))

    @property
    def is_known(self) -> bool:
        return self.person_id is not None or bool(self.digests)

    def theirs(self) -> Q:
        """Claims of this buyer."""
        found = Q(pk__in=())
        if self.person_id is not None:
            found |= Q(person_id=self.person_id)
        if self.digests:
            found |= Q(digest__in=self.digests)
        return found


@dataclass(frozen=True)
class Used:
    """What a buyer has used: codes by id, and how often each promotion."""

    vouchers: frozenset[int] = frozenset()
    offers: dict[int, int] = field(default_factory=dict)


def digests(email: str) -> tuple[str, ...]:
    """The keyed hashes of the mailbox behind an address, under each key; none for what is no address."""
    try:
        owner = abuse_key(email) if email else ""
    except NotAnAddress:
        owner = ""
    if not owner:
        return ()
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return tuple(salted_hmac(SALT, owner, secret=key, algorithm="sha256").hexdigest() for key in keys)


def used_by(
    buyer: Buyer,
    *,
    vouchers: Iterable[Voucher],
    offers: Iterable[ConditionalOffer],
    states: Collection[str] = (Claim.State.USED,),
    but_source: str = "",
) -> Used:
    """What this buyer has used of what is limited per person. One statement; none where nothing is."""
    once = [voucher.pk for voucher in vouchers if voucher.usage == Voucher.ONCE_PER_CUSTOMER]
    limited = [offer.pk for offer in offers if offer.max_user_applications]
    if not buyer.is_known or not (once or limited):
        return Used()
    rows = Claim.objects.filter(buyer.theirs(), Q(voucher_id__in=once) | Q(offer_id__in=limited), state__in=states)
    known_vouchers: set[int] = set()
    known_offers: dict[int, int] = {}
    for voucher_id, offer_id, times in rows.exclude(source=but_source).values_list("voucher_id", "offer_id", "times"):
        known_offers[offer_id] = known_offers.get(offer_id, 0) + times
        if voucher_id is not None:
            known_vouchers.add(voucher_id)
    return Used(frozenset(known_vouchers & set(once)), {pk: n for pk, n in known_offers.items() if pk in limited})
