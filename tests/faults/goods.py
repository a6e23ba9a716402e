"""What the rig sells: made in the shop's own process, by the services that make it in the shop."""

import itertools
import json

from tests.faults.house import House

_number = itertools.count(1)

MAKE = """
import json, sys
from django.utils import translation
translation.activate("fr")
from shop.delivery.models import Method
from tests import factories as make
from tests import delivery_factories as deliver
if not Method.objects.exists():
    deliver.method("home", steps=((1_000_000, None, 490),), free_from=None)
made = make.product("Affiche {number}", "Print {number}", price={price}, in_stock={in_stock})
record = made.stockrecords.get()
print(json.dumps({{"slug": made.slug_fr, "variant": made.pk, "record": record.pk}}))
"""


class Goods:
    """A product of the rig: its address, its numbers, and what the database says of its stock."""

    def __init__(self, house: House, *, in_stock: int, price: int = 3400) -> None:
        number = next(_number)
        told = house.shell(MAKE.format(number=number, price=price, in_stock=in_stock))
        found = json.loads(told.splitlines()[-1])
        self.house, self.slug, self.variant, self.record = house, found["slug"], found["variant"], found["record"]

    @property
    def stock(self) -> tuple[int, int]:
        """(in stock, promised)."""
        sql = "SELECT num_in_stock, COALESCE(num_allocated, 0) FROM partner_stockrecord WHERE id = %s"
        return self.house.rows(sql, self.record)[0]  # type: ignore[return-value]

    @property
    def orders(self) -> int:
        """Orders that hold it."""
        return int(
            self.house.rows("SELECT count(DISTINCT order_id) FROM order_line WHERE product_id = %s", self.variant)[0][0]
        )

    @property
    def sold(self) -> int:
        sql = "SELECT COALESCE(sum(quantity), 0) FROM order_line WHERE product_id = %s"
        return int(self.house.rows(sql, self.variant)[0][0])
