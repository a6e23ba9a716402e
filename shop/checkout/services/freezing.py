"""Freeze: what the shopper saw becomes a pending order, and everything in it is held in its name."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop import clock
from shop.cart.models import Basket
from shop.cart.reckoning import Problem, Reckoning
from shop.cart.services import reckon
from shop.checkout import means, reductions
from shop.checkout.errors import AlreadyPaid, Changed, EmptyBasket, NoDelivery, NotToBeHad
from shop.checkout.models import PendingOrder
from shop.checkout.services import releasing
from shop.checkout.sums import Delivery, Reduced, Sums, delivery_price, sum_up
from shop.delivery import selectors as delivery
from shop.delivery.addresses import Address
from shop.people.models import Person
from shop.promotions import claims
from shop.stock import holds, vat

CARD_HOLD = timedelta(minutes=15)
HOSTED_HOLD = timedelta(minutes=31)  # Stripe keeps a hosted page open for 30 at least
HOLDS = {"express": HOSTED_HOLD, "hosted": HOSTED_HOLD}
# A pending order about to run out is not worth going on with.
MARGIN = timedelta(minutes=2)


@dataclass(frozen=True)
class Ask:
    """What the shopper asked for, as typed and chosen. `wanted` goes to the plugs by name ({"points": 500})."""

    email: str
    language: str
    address: Address
    delivery: str
    shown_total: int | None = None
    consents: Sequence[Mapping[str, str]] = ()
    wanted: Mapping[str, Any] = field(default_factory=dict)


def preview(
    basket: Basket,
    *,
    person: Person | None,
    country: str,
    postcode: str = "",
    delivery_code: str = "",
    wanted: Any = None,
) -> tuple[Reckoning, Sums]:
    """What the basket comes to with this destination; without a (valid) way of delivery that costs nothing yet."""
    reckoning = reckon(basket, person=person)
    chosen = None
    if delivery_code:
        chosen = delivery.quote(
            delivery_code,
            country=country,
            postcode=postcode,
            weight=reckoning.weight,
            total=reckoning.goods,
            free=reckoning.has_free_delivery,
        )
    return reckoning, sums_of(reckoning, person=person, country=country, chosen=chosen, wanted=wanted)


def sums_of(
    reckoning: Reckoning,
    *,
    person: Person | None,
    country: str,
    chosen: delivery.Quote | None,
    wanted: Mapping[str, Any] | None = None,
) -> Sums:
    """What a reckoned basket comes to when it goes to this country in this way; None: delivery costs nothing yet."""
    way = Delivery(chosen.code, chosen.name, chosen.price, chosen.earliest, chosen.latest) if chosen else None
    return _sums(reckoning, way or Delivery("", "", 0), country, person, wanted or {})[0]


def freeze(
    *, basket: Basket, person: Person | None, ask: Ask, channel: str = "web", reckoned: Reckoning | None = None
) -> PendingOrder:
    """The live pending order of this basket with exactly this content: the one there is, or a new one with its holds.

    A live one with other content is given up first: its intent is cancelled at Stripe, then its holds are released.
    `reckoned`: what the same request has just found out about this basket, which is then not asked for again. Raises
    EmptyBasket, NotToBeHad, NoDelivery, Changed, claims.CodeSpent, reductions.Refused; AlreadyPaid when the
    money for this basket is under way or here; payment.errors.StripeDown. After an error nothing new is held.
    """
    reckoning = _sellable(basket, person, reckoned)
    chosen = delivery.quote(
        ask.delivery,
        country=ask.address.country,
        postcode=ask.address.postcode,
        weight=reckoning.weight,
        total=reckoning.goods,
        free=reckoning.has_free_delivery,
        language=ask.language,
    )
    if chosen is None:
        raise NoDelivery(ask.delivery)
    way = Delivery(chosen.code, chosen.name, chosen.price, chosen.earliest, chosen.latest)
    sums, held = _sums(reckoning, way, ask.address.country, person, ask.wanted)
    if ask.shown_total is not None and ask.shown_total != sums.total:
        raise Changed(ask.shown_total, sums)
    made = _row(basket, person, reckoning, sums, held, ask.language, channel)
    made.email, made.consents, made.asked = ask.email, [dict(one) for one in ask.consents], dict(ask.wanted)
    made.address, made.delivery = asdict(ask.address), asdict(sums.delivery)
    return _hold(made, basket, reckoning)


def freeze_express(
    *,
    basket: Basket,
    person: Person | None,
    language: str,
    channel: str = "express",
    wanted: Mapping[str, Any] | None = None,
) -> PendingOrder:
    """Freeze a basket for the hosted page: goods are held for 31 minutes, address and delivery come with the payment.

    Raises as `freeze` does; NoDelivery when the shop has no zone of one tariff.
    """
    reckoning = _sellable(basket, person)
    countries, quotes = delivery.express_zone(
        weight=reckoning.weight, total=reckoning.goods, free=reckoning.has_free_delivery, language=language
    )
    if not quotes:
        raise NoDelivery("express")
    sums, held = _sums(reckoning, Delivery("", "", 0), countries[0], person, wanted or {})
    made = _row(basket, person, reckoning, sums, held, language, channel)
    made.asked = dict(wanted or {})
    made.rates = [
        {
            "code": quote.code,
            "name": quote.name,
            "price": delivery_price(reckoning, quote.price),
            "earliest": quote.earliest.isoformat(),
            "latest": quote.latest.isoformat(),
            "countries": list(countries),
        }
        for quote in quotes
    ]
    return _hold(made, basket, reckoning)


def _sellable(basket: Basket, person: Person | None, reckoned: Reckoning | None = None) -> Reckoning:
    if basket.status != Basket.OPEN:
        done = PendingOrder.objects.filter(basket=basket, state=PendingOrder.State.PLACED).first()
        if done is not None:
            raise AlreadyPaid(done)
        raise EmptyBasket
    reckoning = reckoned or reckon(basket, person=person)
    if reckoning.problems:
        raise NotToBeHad(reckoning.problems)
    if not reckoning.lines:
        raise EmptyBasket
    return reckoning


def _sums(
    reckoning: Reckoning, way: Delivery, country: str, person: Person | None, wanted: Mapping[str, Any]
) -> tuple[Sums, dict[str, dict[str, int]]]:
    """The sums with what the plugs take off and pay, and how much each of them has to hold."""
    who = person.pk if person else None
    taken, left = [], reckoning.goods
    for name, plug in reductions.plugs().items():
        quote = plug.quote(person_id=who, goods=left, wanted=wanted.get(name))
        if quote and quote.amount > 0:
            taken.append(Reduced(name, quote.label, min(quote.amount, left)))
            left -= taken[-1].amount
    sums = sum_up(reckoning, delivery=way, rates=vat.rates(country), reduced=taken)
    paid: dict[str, int] = {}
    for name, means_plug in means.plugs().items():
        quote = means_plug.quote(person_id=who, due=sums.total - sum(paid.values()), wanted=wanted.get(name))
        if quote and quote.amount > 0:
            paid[name] = min(quote.amount, sums.total - sum(paid.values()))
    held = {"reductions": {one.kind: one.amount for one in taken}, "means": paid}
    return Sums(sums.lines, sums.reductions, sums.delivery, sum(paid.values())), held


def _row(
    basket: Basket,
    person: Person | None,
    reckoning: Reckoning,
    sums: Sums,
    held: dict[str, dict[str, int]],
    language: str,
    channel: str,
) -> PendingOrder:
    until = clock.now() + HOLDS.get(channel, CARD_HOLD)
    classes = [line.vat_class for line in reckoning.lines]
    return PendingOrder(
        basket=basket,
        person=person,
        user_id=person.user_id if person else None,
        language=language,
        channel=channel,
        lines=[asdict(line) | {"vat_class": name} for line, name in zip(sums.lines, classes, strict=True)],
        reductions=[asdict(one) for one in sums.reductions],
        held=held,
        claims=bool(reckoning.applied),
        touch=basket.touch,
        goods=sums.goods,
        total=sums.total,
        due=sums.due,
        expires_at=until,
        look_at=until,
    )


def _fingerprint(pending: PendingOrder) -> str:
    """The content: two requests with the same one are the same wish (a double click, a second try with the card)."""
    content = [
        *(pending.channel, pending.email, pending.language, pending.address, pending.lines, pending.reductions),
        *(pending.delivery, pending.rates, pending.asked, pending.held, pending.total, pending.person_id),
        pending.consents,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, default=str).encode()).hexdigest()


def _hold(made: PendingOrder, basket: Basket, reckoning: Reckoning) -> PendingOrder:
    made.fingerprint = _fingerprint(made)
    for _attempt in range(5):  # a rival window may come first each time
        live = PendingOrder.objects.filter(basket=basket, state__in=PendingOrder.LIVE).first()
        if live is not None:
            if live.fingerprint == made.fingerprint and live.expires_at > clock.now() + MARGIN:
                return live
            releasing.abandon(live)
        try:
            return _hold_now(made, basket, reckoning)
        except IntegrityError:
            made.pk = None
    raise IntegrityError("The basket is being paid for in too many windows at once.")


@transaction.atomic
def _hold_now(made: PendingOrder, basket: Basket, reckoning: Reckoning) -> PendingOrder:
    """Row and holds in one transaction; locks in the order basket, pending order, stock."""
    locked = Basket.objects.select_for_update(no_key=True).filter(pk=basket.pk, status=Basket.OPEN)
    if not locked.values_list("pk", flat=True):
        done = PendingOrder.objects.filter(basket=basket, state=PendingOrder.State.PLACED).first()
        raise AlreadyPaid(done) if done else EmptyBasket
    made.save(force_insert=True)
    wanted: dict[int, int] = {}
    for line in made.lines:
        wanted[line["stockrecord_id"]] = wanted.get(line["stockrecord_id"], 0) + line["quantity"]
    try:
        holds.hold(made.reference, wanted, made.expires_at)
    except holds.Gone as gone:
        raise NotToBeHad(_problems(reckoning, gone.left)) from gone
    if made.claims:
        claims.claim(made.reference, reckoning.applied, person_id=made.person_id, email=made.email)
    hold_plugs(made)
    return made


def hold_plugs(pending: PendingOrder) -> None:
    """Let every plug keep aside what it quoted."""
    for socket, kind in ((reductions.plugs(), "reductions"), (means.plugs(), "means")):
        for name, amount in pending.held.get(kind, {}).items():
            socket[name].hold(
                reference=pending.reference,
                person_id=pending.person_id,
                amount=amount,
                wanted=pending.asked.get(name),
            )


def _problems(reckoning: Reckoning, left: Mapping[int, int]) -> tuple[Problem, ...]:
    """Somebody was quicker, between the look at the basket and the hold."""
    found = []
    for line in reckoning.lines:
        if line.stockrecord_id in left:
            rest = left[line.stockrecord_id]
            words = {"title": line.title, "left": rest}
            sentence = (
                ngettext("%(left)s left of %(title)s.", "%(left)s left of %(title)s.", rest) % words
                if rest
                else _("Someone just took the last “%(title)s”. Your card was not charged.") % words
            )
            found.append(Problem(line.line_id, "fewer" if rest else "gone", sentence, rest))
    return tuple(found)
