"""`manage.py demo_data`: fills the demo shop, draws its pictures, and makes it as large as one likes."""

from argparse import ArgumentParser
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand

from catalog.models import Product, ProductImage
from demo import stripe_past
from demo.fill import many, pictures, shop
from demo.fill.orders import add_orders
from demo.fill.progress import counted
from demo.sign_ins import SIGN_INS
from demo.tasks import draw_pictures
from shop.payment.tasks import refresh_marks
from shop.people.models import Person


class Command(BaseCommand):
    help = "Fills the demo shop if it is empty; draws its pictures; adds products, persons and orders up to a number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pictures",
            choices=("none", "first", "rest", "all"),
            default="none",
            help="first: the first picture of each product, now; rest: the others, by Celery; all: every one, now",
        )
        parser.add_argument("--products", type=int, default=0, metavar="N", help="add products until there are N")
        parser.add_argument("--persons", type=int, default=0, metavar="N", help="add persons until there are N")
        parser.add_argument("--orders", type=int, default=0, metavar="N", help="add orders until there are N")
        parser.add_argument("--processes", type=int, default=2, help="how many draw side by side (2)")

    def handle(self, *args: Any, **options: Any) -> None:
        self._fill()
        if options["products"]:
            many.add_products(options["products"], self.stdout)
        if options["persons"]:
            many.add_persons(options["persons"], self.stdout)
        if refresh_marks():
            self.stdout.write("Marks of payment as the stand-in for Stripe has them switched on.")
        if options["orders"]:
            add_orders(options["orders"], self.stdout)
            self._tell_stripe()
        self._draw(options["pictures"], options["processes"])

    def _fill(self) -> None:
        if shop.is_filled():
            self.stdout.write(f"The shop is filled already: {self._count()}.")
            return
        began = perf_counter()
        shop.fill_shop()
        self.stdout.write(f"Filled in {perf_counter() - began:.1f} s: {self._count()}.")
        for who in SIGN_INS:
            self.stdout.write(f"  {who.role:<9} {who.email:<28} {who.password}")

    def _tell_stripe(self) -> None:
        try:
            told = stripe_past.tell()
        except OSError as trouble:
            self.stdout.write(f"The stand-in for Stripe does not know the past: {trouble}")
        else:
            if told:
                self.stdout.write(f"{told} payments told to the stand-in for Stripe.")

    def _count(self) -> str:
        parents = Product.objects.exclude(structure=Product.CHILD).count()
        variants = Product.objects.filter(structure=Product.CHILD).count()
        return (
            f"{parents} products, {variants} variants, {ProductImage.objects.count()} pictures, "
            f"{Person.objects.count()} persons"
        )

    def _draw(self, which: str, processes: int) -> None:
        if which in ("first", "all"):
            pictures.draw_hero()
            self.stdout.write(f"{pictures.draw_first(processes)} first pictures drawn.")
        if which == "rest":
            waiting = pictures.batches(pictures.rest_keys())
            for batch in waiting:
                draw_pictures.delay(batch)
            self.stdout.write(f"{len(waiting)} batches of pictures handed to the worker.")
        if which == "all":
            waiting = pictures.batches(pictures.rest_keys())
            for batch in counted("batches of pictures drawn", waiting, len(waiting)):
                draw_pictures(batch)
