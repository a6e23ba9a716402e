"""{% delivery_estimate %}: when an order of now arrives, and what that costs at least."""

from typing import Any

from django import template

from shop.delivery import estimate
from shop.pages import shared

register = template.Library()


@register.inclusion_tag("delivery/parts/estimate.html")
def delivery_estimate() -> dict[str, Any]:
    """For the shared part of a page: the page is made anew when the days change."""
    found = estimate.now()
    shared.right_until(found.until if found else None)
    return {"estimate": found}
