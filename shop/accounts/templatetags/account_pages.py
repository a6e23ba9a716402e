"""The menu beside the pages of the account."""

from typing import Any, cast

from django import template
from django.template import RequestContext

from shop.accounts import menu
from shop.accounts.models import User

register = template.Library()


@register.inclusion_tag("account/parts/menu.html", takes_context=True)
def account_menu(context: RequestContext) -> dict[str, Any]:
    """The entries, the current one marked: the page names it as `menu_key`, or its address tells."""
    request = context["request"]
    if not request.user.is_authenticated:
        return {"groups": []}
    key = str(context.get("menu_key") or "")
    return {"groups": menu.items(cast(User, request.user), path=request.path, key=key), "request": request}
