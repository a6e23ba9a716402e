"""Work that is done so that the time a page takes tells nobody whether an address has an account."""

import secrets

from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from django.db import transaction
from django.http import HttpRequest

from shop.accounts.models import User
from shop.people.services import person_for_user


def open_for_nobody(*, request: HttpRequest, password: str) -> None:
    """What opening an account costs: hash, user, address, person. Nothing of it stays."""
    email = f"{secrets.token_hex(16)}@nobody.invalid"
    with transaction.atomic():
        user = User(email=email)
        user.set_password(password)
        user.save()
        setup_user_email(request, user, [EmailAddress(email=email)])
        person_for_user(user=user)
        transaction.set_rollback(True)
