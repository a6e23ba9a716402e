"""The basket at the door: it joins the member's at sign-in, and its cookie goes at sign-out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shop.accounts.models import User
from shop.cart import cookies
from shop.cart.exceptions import Closed
from shop.cart.services import adopt


@receiver(user_logged_in)
def signed_in(sender: Any, request: HttpRequest | None, user: User, **kwargs: Any) -> None:
    """A sentence says so when two baskets were put together. No sign-in fails because of a basket."""
    if request is None:
        return
    try:
        both = adopt(user=user, request=request)
    except Closed:
        return
    if both:
        sentence = _(
            "Your basket from last time is back, with what you chose today. Of each thing we kept the larger quantity."
        )
        messages.info(request, sentence, fail_silently=True)


@receiver(user_logged_out)
def signed_out(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    if request is not None:
        cookies.forget(request)
        request.__dict__.pop("_basket", None)
