"""An order as it was placed: what somebody took, how it was sent, what made it cheaper."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from random import Random

from demo.fill.orders.assortment import MANY, Assortment, Good, Sold
from demo.fill.orders.buyers import Buyer
from shop import clock
from shop.cents import split, tax_within
from shop.delivery import dates
from shop.delivery.addresses import Address
from shop.delivery.dates import Promise
from shop.delivery.models import Method, PickupPoint, Step
from shop.delivery.selectors import at_point, fitting_step, price
from shop.order.drafts import Draft, DraftDelivery, DraftLine, DraftReduction
from shop.stock import vat

# How many lines an order has: one in nearly half of all.
LINES = ((1, 2, 3, 4, 5), (46, 75, 90, 96, 100))
WELCOME, CHRISTMAS = "BIENVENUE", "NOEL5"
LABELS = {
    WELCOME: {"fr": "Bienvenue", "en": "Welcome"},
    CHRISTMAS: {"fr": "Cinq euros pour Noël", "en": "Five euros for Christmas"},
}


@dataclass(frozen=True)
class Way:
    """A method with its tariff, and its name by language."""

    method: Method
    steps: Sequence[Step]
    names: dict[str, str]


class Ways:
    """All ways to deliver, read once."""

    def __init__(self) -> None:
        self.by_country: dict[str, list[Way]] = defaultdict(list)
        methods = Method.objects.filter(active=True).order_by("position", "pk").prefetch_related("steps")
        for method in methods.prefetch_related("zone__countries"):
            way = Way(method, list(method.steps.all()), {"fr": method.name_fr, "en": method.name_en})  # type: ignore[attr-defined]
            for country in method.zone.countries.all():
                self.by_country[country.pk].append(way)
        self.points: dict[str, list[PickupPoint]] = defaultdict(list)
        for point in PickupPoint.objects.filter(active=True).order_by("pk"):
            self.points[f"{point.country_id}{point.postcode[:2]}"].append(point)

    def draw(self, rng: Random, address: Address, weight: int, total: int) -> tuple[Way, int, Address] | None:
        """A way that carries this, what it costs, and where the parcel goes; None when nothing does."""
        points = self.points[f"{address.country}{address.postcode[:2]}"]
        fitting = []
        for way in self.by_country[address.country]:
            step = fitting_step(way.steps, weight=weight, total=total)
            if step is not None and (points or way.method.kind != Method.Kind.PICKUP):
                fitting.append((way, price(way.method, step, total=total, free=False)))
        if not fitting:
            return None
        liked = [1 if cost > 800 else 5 if way.method.kind == Method.Kind.PICKUP else 4 for way, cost in fitting]
        way, cost = rng.choices(fitting, weights=liked)[0]
        if way.method.kind == Method.Kind.PICKUP:
            return way, cost, at_point(address, rng.choice(points))
        return way, cost, address


@lru_cache(maxsize=20_000)
def _promise(before: str, days: tuple[int, int], country: str, day: date, is_late: bool) -> Promise:
    cut = datetime.strptime(before, "%H:%M").time()  # noqa: DTZ007  an hour without a day
    moment = datetime.combine(day, cut, tzinfo=clock.zone())
    if not is_late:
        moment = moment.replace(hour=0, minute=0)
    return dates.promise(order_before=cut, days_min=days[0], days_max=days[1], country=country, moment=moment)


def promise(method: Method, country: str, moment: datetime) -> Promise:
    """What was promised to who ordered at this moment; remembered, for many orders share a day."""
    here = moment.astimezone(clock.zone())
    late, days = here.time() >= method.order_before, (method.days_min, method.days_max)
    return _promise(f"{method.order_before:%H:%M}", days, country, here.date(), late)


class Drafter:
    """Draws orders. `rates`: VAT by country and class, asked for once."""

    def __init__(self, rng: Random, assortment: Assortment, ways: Ways) -> None:
        self.rng, self.assortment, self.ways = rng, assortment, ways
        self._rates: dict[str, dict[str, int]] = {}

    def draw(self, buyer: Buyer, moment: datetime, *, reference: str, touch: str) -> tuple[Draft, Promise] | None:
        """What this buyer ordered at this moment, and when it was promised. None when nothing fits."""
        goods = self._goods(buyer, moment)
        before = [sold.price(moment) * quantity for _good, sold, quantity in goods]
        reduction = self._reduction(buyer, moment, sum(before), touch)
        off = split(reduction.amount if reduction else 0, before) if before else []
        weight = sum(sold.weight * quantity for _good, sold, quantity in goods)
        total = sum(before) - sum(off)
        way = self.ways.draw(self.rng, buyer.address, weight, total) if goods else None
        if way is None:
            return None
        chosen, cost, address = way
        lines = self._lines(goods, before, off, buyer, moment)
        promised = promise(chosen.method, address.country, moment)
        draft = Draft(
            reference=reference,
            person_id=buyer.person_id,
            user_id=buyer.user_id,
            email=buyer.email,
            language=buyer.language,
            address=address,
            lines=lines,
            delivery=DraftDelivery(
                code=chosen.method.code,
                name=chosen.names[buyer.language],
                price=cost,
                shares=_shares(cost, lines),
                earliest=promised.earliest.isoformat(),
                latest=promised.latest.isoformat(),
            ),
            reductions=(reduction,) if reduction else (),
            touch=touch,
            channel="express" if self.rng.random() < 0.12 else "web",
            placed_at=moment,
        )
        return draft, promised

    def _goods(self, buyer: Buyer, moment: datetime) -> list[tuple[Good, Sold, int]]:
        """Some goods, each once; every other further one goes with the first."""
        rng = self.rng
        found: dict[int, tuple[Good, Sold, int]] = {}
        first: Good | None = None
        for _line in range(rng.choices(LINES[0], cum_weights=LINES[1])[0]):
            good = self.assortment.beside(rng, first, moment) if first and rng.random() < 0.5 else None
            good = good or self.assortment.draw(rng, moment, buyer.tastes)
            if good is None:
                break
            first = first or good
            if good.product_id not in found:
                found[good.product_id] = (good, rng.choice(good.variants), self._pieces(good))
        return list(found.values())

    def _pieces(self, good: Good) -> int:
        most = MANY.get(good.marks[0], 2) if good.marks else 1
        return self.rng.randint(2, most) if most > 1 and self.rng.random() < 0.2 else 1

    def _reduction(self, buyer: Buyer, moment: datetime, total: int, touch: str) -> DraftReduction | None:
        """A tenth off for who was sent by a friend; five euros at Christmas."""
        code, amount = "", 0
        if touch and not buyer.ordered and self.rng.random() < 0.7:
            code, amount = WELCOME, total // 10
        elif moment.month == 12 and moment.day < 20 and total >= 6_000 and self.rng.random() < 0.35:
            code, amount = CHRISTMAS, 500
        return DraftReduction("promotion", LABELS[code][buyer.language], amount, code=code) if amount else None

    def _lines(
        self, goods: list[tuple[Good, Sold, int]], before: list[int], off: list[int], buyer: Buyer, moment: datetime
    ) -> tuple[DraftLine, ...]:
        rates = self._rates.get(buyer.address.country)
        if rates is None:
            rates = self._rates[buyer.address.country] = vat.rates(buyer.address.country)
        lines = []
        for (good, sold, quantity), gross, less in zip(goods, before, off, strict=True):
            rate = rates.get(sold.vat_class, rates["standard"])
            lines.append(
                DraftLine(
                    variant_id=sold.variant_id,
                    stockrecord_id=sold.record_id,
                    quantity=quantity,
                    unit_price=sold.price(moment),
                    total=gross - less,
                    tax=tax_within(gross - less, rate),
                    vat_rate=rate,
                    unit_cost=sold.cost,
                    title=good.titles[buyer.language],
                    variant=sold.words[buyer.language],
                    sku=sold.sku,
                    picture=sold.picture,
                )
            )
        return tuple(lines)


def _shares(cost: int, lines: Sequence[DraftLine]) -> tuple[tuple[int, int, int], ...]:
    """The delivery parted over the rates of the goods, as the checkout does it."""
    gross: dict[int, int] = {}
    for line in lines:
        gross[line.vat_rate] = gross.get(line.vat_rate, 0) + line.total
    rates = sorted(gross, reverse=True)
    parts = split(cost, [gross[rate] for rate in rates])
    return tuple((rate, part, tax_within(part, rate)) for rate, part in zip(rates, parts, strict=True) if part)
