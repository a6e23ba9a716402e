"""What became of an order: parcels, and now and then a cancellation or something that came back."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random

from shop import clock
from shop.delivery.dates import HOME, Promise, next_working_day
from shop.order.drafts import Draft
from shop.order.models import Parcel, State
from shop.returns.models import Refund

CARRIERS = {"relais": "Mondial Relay", "domicile": "Colissimo", "express": "Chronopost"}
CANCELLED, RETURNED, TWO_PARCELS = 0.02, 0.035, 0.25
Reason = Refund.Reason


@dataclass(frozen=True)
class Pack:
    """A parcel with (place of a line in the draft, pieces)."""

    state: str
    lines: tuple[tuple[int, int], ...]
    carrier: str
    tracking: str = ""
    shipped_at: datetime | None = None
    delivered_at: datetime | None = None


@dataclass(frozen=True)
class Back:
    """Money that went back: these lines of the draft wholly, with or without the delivery."""

    lines: tuple[int, ...]
    delivery: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class Fate:
    """What became of an order until now."""

    state: State
    packs: tuple[Pack, ...] = ()
    back: Back | None = None

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    def away(self, line: int) -> int:
        """Pieces of a line that have left."""
        gone = (Parcel.State.SHIPPED, Parcel.State.DELIVERED)
        return sum(pieces for pack in self.packs if pack.state in gone for at, pieces in pack.lines if at == line)


def draw(rng: Random, draft: Draft, promised: Promise, now: datetime) -> Fate:
    """The fate of an order as it stands now."""
    assert draft.placed_at is not None
    if rng.random() < CANCELLED and draft.placed_at + timedelta(hours=6) < now:
        at = draft.placed_at + timedelta(minutes=rng.randint(10, 300))
        reason = rng.choice((Reason.CANCELLED, Reason.CANCELLED, Reason.UNAVAILABLE))
        return Fate(State.CANCELLED, back=Back(tuple(range(len(draft.lines))), True, reason, at))
    packs = tuple(_packs(rng, draft, promised, now))
    state = _state(packs, len(draft.lines))
    if state == State.DELIVERED and rng.random() < RETURNED:
        arrived = max(pack.delivered_at for pack in packs if pack.delivered_at)
        at = arrived + timedelta(days=rng.randint(2, 13), minutes=rng.randint(0, 600))
        if at < now:
            back = _back(rng, draft, at)
            is_whole = back.delivery and len(back.lines) == len(draft.lines)
            return Fate(State.REFUNDED if is_whole else State.DELIVERED, packs, back)
    return Fate(state, packs)


def _back(rng: Random, draft: Draft, at: datetime) -> Back:
    reason = rng.choices((Reason.WITHDRAWAL, Reason.DEFECT, Reason.MISSING), weights=(6, 3, 1))[0]
    some = tuple(sorted(rng.sample(range(len(draft.lines)), rng.randint(1, len(draft.lines)))))
    return Back(some, len(some) == len(draft.lines), reason, at)


def _packs(rng: Random, draft: Draft, promised: Promise, now: datetime) -> list[Pack]:
    """One parcel, or two a working day apart; each as far as it can be by now."""
    places = list(range(len(draft.lines)))
    parts = [places]
    if len(places) > 2 and rng.random() < TWO_PARCELS:
        cut = rng.randint(1, len(places) - 1)
        parts = [places[:cut], places[cut:]]
    leaves = promised.until.astimezone(clock.zone()).date()
    found = []
    for part in parts:
        shipped = datetime.combine(leaves, time(16, rng.randint(0, 59)), tzinfo=clock.zone())
        span = (promised.latest - promised.earliest).days
        day = max(promised.earliest + timedelta(days=rng.randint(0, span)), leaves + timedelta(days=1))
        day = day if day.weekday() < 5 else _next(day)
        arrived = datetime.combine(day, time(rng.randint(9, 17), rng.randint(0, 59)), tzinfo=clock.zone())
        lines = tuple((at, draft.lines[at].quantity) for at in part)
        found += _pack(rng, draft.delivery.code, lines, shipped, arrived, now)
        leaves = _next(leaves)
    return found


@lru_cache(maxsize=1_000)
def _next(day: date) -> date:
    """The working day after this one; remembered, for many orders share it."""
    return next_working_day(day, HOME)


def _pack(
    rng: Random, way: str, lines: tuple[tuple[int, int], ...], shipped: datetime, arrived: datetime, now: datetime
) -> list[Pack]:
    """Nothing yet on the day of the order; being prepared on the day it leaves."""
    carrier, tracking = (
        CARRIERS.get(way, "Colissimo"),
        f"{rng.choice('68')}{rng.choice('ACLQ')}{rng.randrange(10**11):011}",
    )
    if shipped > now:
        soon = shipped - now < timedelta(hours=8)
        return [Pack(Parcel.State.PREPARING, lines, carrier)] if soon else []
    if arrived > now:
        return [Pack(Parcel.State.SHIPPED, lines, carrier, tracking, shipped)]
    return [Pack(Parcel.State.DELIVERED, lines, carrier, tracking, shipped, arrived)]


def _state(packs: tuple[Pack, ...], lines: int) -> State:
    states = {pack.state for pack in packs}
    packed = sum(len(pack.lines) for pack in packs if pack.state != Parcel.State.PREPARING)
    if packed == lines:
        return State.DELIVERED if states == {Parcel.State.DELIVERED} else State.SHIPPED
    if packed:
        return State.PARTLY
    return State.PREPARING if states else State.PLACED
