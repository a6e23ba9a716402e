"""Days in words, for pages and mails about refunds."""

from datetime import date

from django import template

from shop.delivery.dates import day_in_words

register = template.Library()


@register.filter
def in_words(day: date) -> str:
    """ "vendredi 4 décembre", "Friday 4 December"."""
    return day_in_words(day)
