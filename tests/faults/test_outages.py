"""F1, F2, E6: database, Redis, worker or mail server are gone for a while. What was bought stays bought, once."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
import pytest

from tests.faults.conftest import RUNS
from tests.faults.goods import Goods
from tests.faults.island import Island
from tests.faults.shopper import Shopper, at_once
from tests.faults.test_payment import money
from tests.faults.test_stock import shoppers

LONG = RUNS > 1
# Seconds that the database is away, and that errors may go on after it is back; the latter only where time is measured.
OUTAGE, AFTER = (5.0, 5.0) if LONG else (1.0, None)
PATIENCE = 150
MAIL_FAULTS = ("die", "451 4.3.0 come back later", "away", "worker")
MAIL_FAULTS = MAIL_FAULTS if LONG else ("die", "worker")
RETRY = "UPDATE mail_mail SET next_attempt_at = now() WHERE state = 'waiting'"
OVER = "UPDATE mail_mail SET lease_until = now() - interval '1 second' WHERE state = 'claimed'"
WAKE = "from shop.mail.nudges import nudge\nnudge()"


class Stubborn:
    """A shopper who tries again until the order stands; when each try failed, and how."""

    def __init__(self, island: Island, shopper: Shopper, slug: str) -> None:
        self.island, self.shopper, self.slug = island, shopper, slug
        self.failed: list[tuple[float, str]] = []

    def buy(self) -> None:
        ends = time.monotonic() + PATIENCE
        while not self.has_bought():
            assert time.monotonic() < ends, self.failed[-5:]
            try:
                said = self.shopper.check_out() if self.has_basket() else self.fill()
            except (OSError, ValueError, AssertionError, KeyError) as error:
                said = type(error).__name__
            if said not in ("placed", "sold out", "filled"):
                self.failed.append((time.monotonic(), said))
                time.sleep(0.2)

    def fill(self) -> str:
        self.shopper.add(self.slug)
        return "filled"

    def has_basket(self) -> bool:
        return "basket" in self.shopper.session.cookies

    def has_bought(self) -> bool:
        with suppress(psycopg.OperationalError):
            return money(self.island, self.shopper)[0] > 0
        return False


@contextmanager
def buying(buyers: list[Stubborn]) -> Any:
    """All of them at once, while something else happens."""
    with ThreadPoolExecutor(len(buyers)) as pool:
        going = [pool.submit(buyer.buy) for buyer in buyers]
        yield
        for one in going:
            one.result(PATIENCE + 60)


@pytest.mark.parametrize("moment", [0, 1, 3] if LONG else [1])
def test_the_database_crashes_amid_purchases_and_nothing_is_lost_or_doubled(
    island: Island, run: int, moment: int
) -> None:
    goods = Goods(island, in_stock=50)
    buyers = [Stubborn(island, shopper, goods.slug) for shopper in shoppers(island, 6)]
    with buying(buyers):
        island.until(lambda: goods.orders >= moment, "the first orders")
        went = time.monotonic()
        island.database.crash()
        time.sleep(OUTAGE)
        island.database.again()
        back = time.monotonic()
    island.execute("UPDATE payment_payment SET looked_at = NULL, created_at = now() - interval '10 minutes'")
    island.sweep()

    assert [money(island, buyer.shopper) for buyer in buyers] == [(1, 1)] * 6
    assert (goods.orders, goods.sold, goods.stock) == (6, 6, (50, 6))
    emails = [buyer.shopper.email for buyer in buyers]
    island.until(lambda: all(island.letters_to(email) for email in emails), "the mails")
    island.audit()
    errors = [(round(when - back, 1), said) for buyer in buyers for when, said in buyer.failed]
    print(f"outage of {back - went:.1f} s, {len(errors)} errors, the last {max(errors, default=(0, ''))[0]} s after it")
    if AFTER is not None:
        assert [error for error in errors if error[0] > AFTER] == []
        assert all(when >= went for buyer in buyers for when, _said in buyer.failed)


@pytest.mark.parametrize("how", ["gone", "hangs"] if LONG else ["gone"])
def test_without_redis_people_browse_and_buy_limits_hold_and_tasks_catch_up(island: Island, run: int, how: str) -> None:
    goods, other = Goods(island, in_stock=50), Goods(island, in_stock=5, price=3410)
    [mia] = shoppers(island, 1)
    assert "34,10" in mia.get(f"/fr/p/{other.slug}/").text
    go: Callable[[], None] = island.redis.go if how == "gone" else lambda: island.below.pause("redis")
    back: Callable[[], None] = island.redis.again if how == "gone" else lambda: island.below.resume("redis")
    rivals = shoppers(island, 6)
    went = time.monotonic()
    go()
    try:
        answers = at_once([lambda rival=rival: rival.buy(goods.slug) for rival in rivals])  # type: ignore[misc]
        island.shell(
            "from shop.stock.models import StockRecord; from shop.stock.services import set_price\n"
            f"set_price(StockRecord.objects.get(pk={other.record}), 3720)"
        )
        assert "37,20" in mia.get(f"/fr/p/{other.slug}/").text
        guesses = Counter(guess(mia) for _guess in range(12))
        time.sleep(max(0.0, went + 60 - time.monotonic()) if LONG and run == 0 else 0)
    finally:
        back()

    assert answers == ["placed"] * 6
    assert guesses[429] >= 2
    assert set(guesses) <= {200, 429}
    assert [money(island, rival) for rival in rivals] == [(1, 1)] * 6
    island.until(lambda: all(len(island.letters_to(rival.email)) == 1 for rival in rivals), "the mails")
    island.until(lambda: "37,20" in mia.get(f"/fr/p/{other.slug}/").text, "the new price")
    island.until(lambda: '"worker": {"state": "ok"}' in island.health(), "a sign of the worker")
    island.audit()


def guess(shopper: Shopper) -> int:
    """One wrong password at an account that is always the same; the status answered."""
    fields = shopper.form("/fr/account/login/", "/account/login/")
    return shopper.post("/fr/account/login/", fields | {"login": "owner@example.org", "password": "guess"}).status_code


@pytest.mark.parametrize("fault", MAIL_FAULTS)
def test_every_order_is_told_by_one_mail_whoever_dies_while_it_is_sent(island: Island, run: int, fault: str) -> None:
    goods = Goods(island, in_stock=5)
    [shopper] = shoppers(island, 1)
    if fault == "away":
        island.below.kill("smtp", stay_down=True)
    else:
        island.break_mail("data hang" if fault == "worker" else fault)

    assert shopper.buy(goods.slug) == "placed"
    tried = "SELECT count(*) FROM mail_mail WHERE \"to\" = %s AND (attempts > 0 OR reason <> '')"
    island.until(lambda: island.rows(tried, shopper.email) == [(1,)], "the first try")
    if fault == "worker":
        island.keeper.kill("worker")
    if fault == "away":
        island.below.again("smtp")
    island.break_mail("")

    def arrived() -> bool:
        island.execute(OVER)
        island.execute(RETRY)
        island.shell(WAKE)
        return island.rows('SELECT state FROM mail_mail WHERE "to" = %s', shopper.email) == [("sent",)]

    island.until(arrived, "the mail")
    found = island.letters_to(shopper.email)
    assert len(set(found)) == 1
    assert len(found) == (2 if fault == "die" else 1)
    assert money(island, shopper) == (1, 1)
