"""What a person recognises a device by."""

from django import template
from django.utils.translation import gettext

register = template.Library()

# The first that is found counts: most browsers claim to be several.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android")),
    *(("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux")),
)


@register.filter
def device(user_agent: str) -> str:
    """Browser and system out of what a browser says of itself: "Firefox, Linux"."""
    said = user_agent.replace("HeadlessChrome", "Chrome")
    found = [next((name for sign, name in names if sign in said), "") for names in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found)) or gettext("unknown device")
