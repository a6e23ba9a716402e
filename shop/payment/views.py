"""What Stripe calls: look at the signature, store, answer. The work comes later."""

import logging

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from shop.payment import gateway, nudges, services

log = logging.getLogger(__name__)
LARGEST = 256 * 1024


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """200 for every event whose signature is right, however often it comes; 400 and a line in the log for any other."""
    if _size(request) > LARGEST:
        # Refused by what it says of itself: not read, so not waited for.
        return HttpResponse("That is too much.", status=413, content_type="text/plain")
    body = request.body
    try:
        key, kind = gateway.signed_event(body, request.headers.get("Stripe-Signature", ""))
    except gateway.BadSignature as error:
        log.warning("A webhook was refused: %s.", error)
        return HttpResponse("This signature is not right.", status=400, content_type="text/plain")
    if services.receive(key, kind, body.decode()):
        nudges.work_events()
    return HttpResponse("ok", content_type="text/plain")


def _size(request: HttpRequest) -> int:
    """What the caller says it sends, in bytes; text that is no number is too much."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() else LARGEST + 1
