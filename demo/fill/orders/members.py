"""Accounts that buyers opened, and the links by which they told each other."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from hashlib import sha256

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from demo.fill.orders.buyers import Buyer
from shop import clock
from shop.accounts.models import User
from shop.people.models import Person, TouchDay, TouchLink


def open_accounts(buyers: Sequence[Buyer]) -> int:
    """Every other of the cast has an account since the day they came, its address proven, without a password: they
    sign in by a code. Returns how many rows; repeated: nought."""
    new = [buyer for buyer in buyers[::2] if buyer.tastes and buyer.user_id is None]
    users = User.objects.bulk_create(
        User(
            email=buyer.email,
            password=make_password(None),
            first_name=buyer.address.first_name,
            last_name=buyer.address.last_name,
            date_joined=noon(buyer),
        )
        for buyer in new
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    for buyer, user in zip(new, users, strict=True):
        buyer.user_id = user.pk
        Person.objects.filter(pk=buyer.person_id).update(user=user, email_proven_at=user.date_joined)
    return 3 * len(new)


def make_links(buyers: Sequence[Buyer]) -> dict[int, str]:
    """A link for everybody through whom somebody came: place in the list → token. Repeated: the same links."""
    told = Counter(buyer.by for buyer in buyers if buyer.by is not None)
    tokens = {place: sha256(buyers[place].email.encode()).hexdigest()[:12] for place in sorted(told)}
    known = set(TouchLink.objects.filter(token__in=tokens.values()).values_list("token", flat=True))
    links = TouchLink.objects.bulk_create(
        TouchLink(
            token=token,
            target=f"/{buyers[place].language}/",
            kind="share",
            owner_id=buyers[place].person_id,
            created_at=noon(buyers[place]),
        )
        for place, token in tokens.items()
        if token not in known
    )
    by_token = {link.token: link.pk for link in links}
    days = Counter(
        (by_token[tokens[buyer.by]], buyer.since)
        for buyer in buyers
        if buyer.by is not None and tokens[buyer.by] in by_token
    )
    # Who comes has looked twice.
    TouchDay.objects.bulk_create(TouchDay(link_id=link, day=day, count=2 * n) for (link, day), n in days.items())
    return tokens


def noon(buyer: Buyer) -> datetime:
    """The moment they came."""
    return datetime.combine(buyer.since, time(12), tzinfo=clock.zone())
