"""The hole that every page has: what the shop has to tell this person since the last one."""

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.loader import render_to_string


def messages(request: HttpRequest) -> str:
    """Messages waiting for this person; reading them takes them away."""
    waiting = list(get_messages(request))
    return render_to_string("elements/messages.html", {"messages": waiting}) if waiting else ""
