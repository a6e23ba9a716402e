"""Orders: answers to Oscar's label `order`."""

from django.utils.translation import gettext_lazy as _
from oscar.apps.order.apps import OrderConfig as Oscar


class OrderConfig(Oscar):
    name = "shop.order"
    verbose_name = _("Orders")

    def ready(self) -> None:
        """What this room plugs in below. Oscar's own would load its views and what they drag along."""
        from catalog import kin
        from catalog.shelf import facts
        from shop.accounts import menu
        from shop.ledger import audits as ledger
        from shop.order import audits, emails, forgetting, parcel_emails, sales
        from shop.people import erasing

        emails.register()
        parcel_emails.register()
        erasing.register("order", forgetting.erase)
        facts.register("sales", sales.shelf_facts)
        kin.register("order", sales.bought_with)
        menu.register(menu.Entry(key="orders", title=_("My orders"), url="order:list", icon="parcel", order=10))
        for check in audits.CHECKS:
            ledger.register(check)

    def get_urls(self) -> list[object]:
        return []
