"""What the templates of mails need beside Django's own."""

from django import template
from django.conf import settings

register = template.Library()


@register.filter
def absolute(address: str) -> str:
    """An address inside the shop as a mail must say it: /media/a.webp becomes https://shop.example/media/a.webp."""
    return address if address.startswith(("https://", "http://")) else f"{settings.SITE_URL}{address}"
