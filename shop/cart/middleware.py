"""Puts the basket's cookie on the answer, whoever changed the basket: a page, a sign-in, a paid order."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shop.cart import cookies


class BasketCookie:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        cookies.write(request, response)
        return response
