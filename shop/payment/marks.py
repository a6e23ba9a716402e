"""Which means of payment the shop says it takes: what is switched on at Stripe, asked once a day."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.db import transaction

from shop.pages import versions
from shop.payment import lettering, models
from shop.payment.gateway import Visit

if TYPE_CHECKING:
    from stripe import PaymentMethodConfiguration

# Stripe's switch → what is shown for it, in the order in which it is shown. Names of makers are not translated.
SWITCHES: dict[str, tuple[tuple[str, str], ...]] = {
    "cartes_bancaires": (("cartes_bancaires", "CB"),),
    "card": (("visa", "Visa"), ("mastercard", "Mastercard")),
    "apple_pay": (("apple_pay", "Apple Pay"),),
    "google_pay": (("google_pay", "Google Pay"),),
    "paypal": (("paypal", "PayPal"),),
    "link": (("link", "Link"),),
    "amazon_pay": (("amazon_pay", "Amazon Pay"),),
    "revolut_pay": (("revolut_pay", "Revolut Pay"),),
    "bancontact": (("bancontact", "Bancontact"),),
    "ideal": (("ideal", "iDEAL"),),
    "eps": (("eps", "EPS"),),
    "p24": (("p24", "P24"),),
    "blik": (("blik", "BLIK"),),
    "mb_way": (("mb_way", "MB Way"),),
    "twint": (("twint", "TWINT"),),
    "klarna": (("klarna", "Klarna"),),
    "alma": (("alma", "Alma"),),
}
CACHED = "payment-marks"
NAMES = {code: name for shown in SWITCHES.values() for code, name in shown}


@dataclass(frozen=True)
class Mark:
    """A means of payment to be shown: its name, drawn in our lettering."""

    code: str
    name: str

    @cached_property
    def _word(self) -> tuple[float, tuple[tuple[float, str], ...]]:
        return lettering.word(self.name)

    @property
    def box(self) -> str:
        """Width of the drawing with half a line to either side, as SVG writes numbers in any language."""
        return str(round(self._word[0] + 2, 2))

    @property
    def letters(self) -> tuple[tuple[str, str], ...]:
        """(where it begins, its path)"""
        return tuple((str(at), path) for at, path in self._word[1])


def refresh() -> bool:
    """Asks Stripe what is switched on and keeps it; True when it is not what was kept. Raises StripeDown, Refused."""
    configurations = Visit().ask(
        lambda client, options: client.v1.payment_method_configurations.list({"limit": 100}, options)
    )
    ours = [found for found in configurations.data if found.active and found.is_default and found.application is None]
    codes = switched_on(ours[0]) if ours else []
    with transaction.atomic():
        kept = list(models.Mark.objects.select_for_update().values_list("code", flat=True))
        if kept == codes:
            return False
        models.Mark.objects.all().delete()
        models.Mark.objects.bulk_create([models.Mark(code=code, position=at) for at, code in enumerate(codes)])
        transaction.on_commit(lambda: cache.set(CACHED, codes))
        # The marks stand in the frame of every page.
        versions.bump("content")
    return True


def switched_on(configuration: "PaymentMethodConfiguration") -> list[str]:
    """Codes of what a configuration offers. A switch that Stripe does not name is off."""
    codes = []
    for switch, shown in SWITCHES.items():
        method = getattr(configuration, switch, None)
        if method is not None and method.available and method.display_preference.value == "on":
            codes += [code for code, _name in shown]
    return codes
