"""The shop's past: so many orders over fourteen months, day by day, the same each time for the same day and shop."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import TextIOBase
from itertools import accumulate
from random import Random
from time import perf_counter

from django.core.management.base import OutputWrapper
from django.db import connection, transaction

from demo.fill.orders import fates, members, seasons
from demo.fill.orders.assortment import Assortment
from demo.fill.orders.buyers import Buyer, buyers
from demo.fill.orders.drafting import Drafter, Ways
from demo.fill.orders.fates import Fate
from demo.fill.orders.writer import OrdersWriter
from demo.fill.progress import Progress
from shop import clock
from shop.cents import split
from shop.order import sales
from shop.order.drafts import Draft
from shop.order.models import Order
from shop.order.models.orders import NUMBER_SIGNS

Out = OutputWrapper | TextIOBase
Drawn = tuple[Draft, str, Fate]
DAYS = 426  # fourteen months
BATCH = 2_000
# How often somebody who knows the shop comes again by a friend's link.
LED_AGAIN = 0.05


def add_orders(target: int, out: Out) -> int:
    """Add orders until there are `target`; returns how many rows were written.

    Nobody else may write orders meanwhile: their numbers are given out here.
    """
    have = Order.objects.count()
    if have >= target:
        out.write(f"There are {have} orders already.")
        return 0
    began = perf_counter()
    history, progress = History(target - have, have), Progress("orders added", target - have)
    if not history.is_possible:
        out.write("No orders added: nobody to buy, nothing on sale for so long, or no way to deliver.")
        return 0
    with transaction.atomic():
        written = history.introduce()
    writer, waiting = OrdersWriter(), 0
    for draft, number, fate in history.orders():
        writer.add(draft, number, fate)
        waiting += 1
        if waiting == BATCH:
            written += _flush(writer)
            progress.step(waiting)
            waiting = 0
    written += _flush(writer)
    progress.step(waiting)
    took = perf_counter() - began
    progress.close(f"{written} rows, {written / took:.0f} rows/s")
    _analyse()
    sales.count()
    sales.count_pairs()
    return written


def _flush(writer: OrdersWriter) -> int:
    with transaction.atomic():
        return writer.flush()


class History:
    """Draws days, buyers and orders. `begun`: how many orders there were, so that numbers go on."""

    def __init__(self, count: int, begun: int = 0) -> None:
        self.rng, self.now = Random(f"orders/{begun}"), clock.now()
        self.count, self.begun = count, begun
        self.last = clock.today()
        self.first = self.last - timedelta(days=DAYS)
        self.buyers = buyers(self.first, self.last, self.rng)
        self.assortment = Assortment()
        self.drafter = Drafter(self.rng, self.assortment, Ways())
        self.links: dict[int, str] = {}
        self.numbers = Numbers(begun)

    @property
    def is_possible(self) -> bool:
        """Whether there was somebody who could buy something from the first day on."""
        began = datetime.combine(self.first, time(), tzinfo=clock.zone())
        on_sale = any(good.published_at <= began for good in self.assortment.goods)
        return on_sale and bool(self.buyers) and bool(self.drafter.ways.by_country)

    def introduce(self) -> int:
        """Accounts and links of the cast; returns how many rows."""
        self.links = members.make_links(self.buyers)
        return members.open_accounts(self.buyers) + len(self.links)

    def orders(self) -> Iterator[Drawn]:
        """Every order with its number and its fate, oldest first; exactly as many as were asked for."""
        made, known = 0, Crowd([])
        coming = sorted((buyer for buyer in self.buyers if buyer.tastes), key=lambda buyer: buyer.since)
        many = len(self.buyers) - len(coming)
        for day, count in self._days():
            waiting = [buyer for buyer in coming if buyer.since <= day and not buyer.ordered]
            if len(known.buyers) != sum(buyer.since <= day for buyer in coming) + many:
                known = Crowd([buyer for buyer in self.buyers if buyer.since <= day])
            for moment in self._moments(day, count):
                buyer = waiting.pop(0) if waiting else known.draw(self.rng)
                drawn = self._order(buyer, moment, made)
                if drawn is not None:
                    made += 1
                    yield drawn

    def _days(self) -> Iterator[tuple[date, int]]:
        launches = {good.published_at.astimezone(clock.zone()).date() for good in self.assortment.goods}
        days = seasons.weights(self.first, self.last, launches)
        counts = split(self.count, [round(1_000 * weight) for _day, weight in days])
        for (day, _weight), count in zip(days, counts, strict=True):
            yield day, count

    def _moments(self, day: date, count: int) -> list[datetime]:
        """The hours of a day's orders, none of them in the future."""
        found = []
        for hour in self.rng.choices(range(24), weights=seasons.HOURS, k=count):
            at = time(hour, self.rng.randint(0, 59), self.rng.randint(0, 59))
            moment = datetime.combine(day, at, tzinfo=clock.zone())
            if moment > self.now:
                moment = self.now - timedelta(seconds=self.rng.randint(60, 7_200))
            found.append(moment)
        return sorted(found)

    def _order(self, buyer: Buyer, moment: datetime, made: int) -> Drawn | None:
        """Raises RuntimeError when there is nothing that could be bought: no goods, or no way to deliver."""
        touch = self._touch(buyer)
        for _try in range(20):
            drawn = self.drafter.draw(buyer, moment, reference=f"history-{self.begun + made}", touch=touch)
            if drawn is not None:
                draft, promised = drawn
                buyer.ordered += 1
                return draft, self.numbers.draw(), fates.draw(self.rng, draft, promised, self.now)
        raise RuntimeError("Nothing was on sale, or no parcel goes anywhere: fill the shop first.")

    def _touch(self, buyer: Buyer) -> str:
        """The link by which they came: that of who told them, at first; now and then a friend's again."""
        if buyer.by is None or (buyer.ordered and self.rng.random() > LED_AGAIN):
            return ""
        return self.links.get(buyer.by, "")


class Numbers:
    """Numbers that no order has, scattered as the shop's own are; none is remembered, however many are drawn."""

    STEP, BLOCK = 221_390_625_013, 500

    def __init__(self, begun: int) -> None:
        self._next = begun
        self._waiting: list[str] = []

    def draw(self) -> str:
        """The next one."""
        while not self._waiting:
            block = [_scattered(place * self.STEP) for place in range(self._next, self._next + self.BLOCK)]
            taken = set(Order.objects.filter(number__in=block).values_list("number", flat=True))
            self._next += self.BLOCK
            self._waiting = [number for number in reversed(block) if number not in taken]
        return self._waiting.pop()


def _scattered(place: int) -> str:
    """A number for each place: another one for each, as long as there are any."""
    signs = ""
    for _sign in range(8):
        place, sign = divmod(place, len(NUMBER_SIGNS))
        signs += NUMBER_SIGNS[sign]
    return f"{signs[:4]}-{signs[4:]}"


class Crowd:
    """Those who know the shop on a day, to draw from by how eager they are."""

    def __init__(self, buyers: list[Buyer]) -> None:
        self.buyers = buyers
        self.weights = list(accumulate(buyer.eager for buyer in buyers))

    def draw(self, rng: Random) -> Buyer:
        return rng.choices(self.buyers, cum_weights=self.weights)[0]


def _analyse() -> None:
    """The database knows how large its tables have become."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
