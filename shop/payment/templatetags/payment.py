"""Marks of payment for footer and checkout: {% payment_marks %}."""

from typing import Any

from django import template

from shop.payment import selectors

register = template.Library()


@register.inclusion_tag("elements/marks.html")
def payment_marks() -> dict[str, Any]:
    """What can be paid with; nothing where nothing is known."""
    return {"marks": selectors.marks()}
