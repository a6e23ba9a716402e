"""Two things every request passes: one policy for the admin, and no nonsense from outside."""

import base64
import hashlib
import re
from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest

Next = Callable[[HttpRequest], HttpResponse]


class AdminPolicy:
    """The admin skin needs evaluated expressions and inline styles; the shop does not. For /admin/ only.

    The editor's import map stands inside the page: its hash, not inline scripts at large, is allowed.
    """

    IMPORT_MAP = re.compile(rb'<script type="importmap"[^>]*>(.*?)</script>', re.S)

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response._csp_replace = {  # type: ignore[attr-defined]  # django-csp reads it
                "script-src": [SELF, UNSAFE_EVAL, *self.hashes(response)],
                "style-src": [SELF, UNSAFE_INLINE],
                "img-src": [SELF, "data:", "blob:"],
                "default-src": [NONE],
            }
        return response

    def hashes(self, response: HttpResponse) -> list[str]:
        """Of the import maps in the page, as the browser computes them."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
            return []
        found = self.IMPORT_MAP.findall(response.content)
        return [f"'sha256-{base64.b64encode(hashlib.sha256(text).digest()).decode()}'" for text in found]


class GoodRequest:
    """Answers 400 to what no browser sends and no database takes: NUL in the address, a query beyond measure."""

    LONGEST_QUERY = 16_000

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or "%00" in query or "\x00" in query or len(query) > self.LONGEST_QUERY:
            return HttpResponseBadRequest("This address cannot be read.")
        return self.get_response(request)
