"""One look at the versions a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shop.pages import versions


class OneLook:
    """Asks the shared cache once for all the versions that a request needs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with versions.one_look():
            return self.get_response(request)
