"""The look and the table of contents of the administration (settings.UNFOLD)."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _


def may_see(model: str) -> Callable[[HttpRequest], bool]:
    """Whether the member of staff may look at a model: "catalogue.product"."""
    app, name = model.split(".")
    return lambda request: request.user.has_perm(f"{app}.view_{name}")


def entry(title: Any, icon: str, model: str) -> dict[str, Any]:
    link = reverse_lazy(f"admin:{model.replace('.', '_')}_changelist")
    return {"title": title, "icon": icon, "link": link, "permission": may_see(model)}


# The shop's paper, ink and blue (static/css/tokens.css) as the scales that the skin asks for.
PAPER_AND_INK = {
    "50": "#fbfaf7", "100": "#f1efe9", "200": "#dfdbd2", "300": "#c5c0b4", "400": "#85817a", "500": "#63666f",
    "600": "#555a66", "700": "#333f59", "800": "#222c42", "900": "#1a2336", "950": "#131a29",
}  # fmt: skip
BLUE = {
    "50": "#f2f5fb", "100": "#e5ebf6", "200": "#c9d6ee", "300": "#a9c3f2", "400": "#7f9fdc", "500": "#4a6cba",
    "600": "#2b4c9b", "700": "#223e80", "800": "#1a3066", "900": "#22335c", "950": "#131a29",
}  # fmt: skip

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": "Ricochet",
    "SITE_HEADER": "Ricochet",
    "SITE_SUBHEADER": _("administration"),
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/icon.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/icon.svg")}],
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_LANGUAGES": True,
    "SHOW_BACK_BUTTON": True,
    "STYLES": [lambda request: static("backoffice/look.css")],
    "SCRIPTS": [lambda request: static("backoffice/names.js")],
    "COLORS": {"base": PAPER_AND_INK, "primary": BLUE},
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "title": _("Sales"),
                "separator": False,
                "items": [
                    entry(_("Orders"), "package_2", "order.order"),
                    entry(_("Payments"), "credit_card", "payment.payment"),
                    entry(_("Refunds"), "undo", "returns.refund"),
                    entry(_("Events from Stripe"), "webhook", "payment.event"),
                ],
            },
            {
                "title": _("Goods"),
                "separator": True,
                "items": [
                    entry(_("Products"), "shopping_bag", "catalogue.product"),
                    entry(_("Categories"), "account_tree", "catalogue.category"),
                    entry(_("Kinds"), "category", "catalogue.productclass"),
                    entry(_("Lists of options"), "palette", "catalogue.attributeoptiongroup"),
                    entry(_("Stock and prices"), "inventory_2", "partner.stockrecord"),
                    entry(_("VAT rates"), "percent", "partner.vatrate"),
                ],
            },
            {
                "title": _("Delivery"),
                "separator": True,
                "items": [
                    entry(_("Ways to deliver"), "local_shipping", "shipping.method"),
                    entry(_("Zones"), "public", "shipping.zone"),
                    entry(_("Pick-up points"), "storefront", "shipping.pickuppoint"),
                ],
            },
            {
                "title": _("Content"),
                "separator": True,
                "items": [
                    entry(_("Home page"), "home", "content.homeslot"),
                    entry(_("Pages"), "article", "content.page"),
                    entry(_("Menus"), "menu", "content.menuitem"),
                ],
            },
            {
                "title": _("People"),
                "separator": True,
                "items": [
                    entry(_("Persons"), "group", "people.person"),
                    entry(_("Points and vouchers"), "account_balance_wallet", "ledger.account"),
                    entry(_("Links into the shop"), "link", "people.touchlink"),
                    entry(_("Mails"), "mail", "mail.mail"),
                    entry(_("Do not write to"), "unsubscribe", "people.suppression"),
                    entry(_("Accounts"), "badge", "accounts.user"),
                    entry(_("Rights"), "key", "auth.group"),
                ],
            },
        ],
    },
}
