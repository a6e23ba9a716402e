"""The basket in the header: how many pieces are in it, told by the cookie alone."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from shop.cart import cookies


def counter(request: HttpRequest) -> str:
    """The link to the basket with its counter; the same for everybody without the cookie."""
    seen = cookies.read(request)
    return render_to_string("cart/parts/counter.html", {"count": max(0, seen.count) if seen else 0})
