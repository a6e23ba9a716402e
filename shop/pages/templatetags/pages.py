"""{% hole "account" %}: a place that differs from person to person."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from shop.pages import holes

register = template.Library()


@register.simple_tag(takes_context=True)
def hole(context: dict[str, Any], name: str) -> SafeString:
    """Filled at once when the page is rendered for a request, marked when it is a shared part."""
    request = context.get("request")
    return mark_safe(holes.fill(name, request) if request else holes.mark(name))
