"""One visit to the checkout: whose basket, who is known, what has been typed, and the form over all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import get_language

from shop.accounts.models import User
from shop.accounts.selectors import addresses
from shop.cart.models import Basket
from shop.cart.services import basket_of
from shop.checkout import shown, typed
from shop.checkout.forms import NEW, CheckoutForm
from shop.checkout.models import FormDraft
from shop.delivery import places
from shop.delivery.addresses import Address
from shop.delivery.selectors import country_name
from shop.people.models import Person
from shop.people.services import person_for_user


@dataclass(frozen=True)
class Kept:
    """A saved address as it is picked."""

    id: str
    address: Address

    @property
    def name(self) -> str:
        return self.address.name

    @property
    def line(self) -> str:
        """In one line, with the country where it is another than the shop's."""
        where, home = self.address, places.HOME
        country = country_name(where.country) if where.country != home else ""
        parts = (where.line1, where.line2, f"{where.postcode} {where.city}".strip(), country)
        return ", ".join(part for part in parts if part)


@dataclass
class Visit:
    """Made by `begin`. `given` is what was typed: now, or kept from before; empty on a first look."""

    request: HttpRequest
    basket: Basket
    user: User | None
    person: Person | None
    given: Mapping[str, str] = field(default_factory=dict)
    draft: FormDraft | None = None

    @property
    def language(self) -> str:
        return (get_language() or "fr")[:2]

    @property
    def member(self) -> str:
        """The e-mail of who is signed in; empty for a guest."""
        return self.user.email if self.user else ""

    @cached_property
    def book(self) -> list[Kept]:
        saved = addresses(self.user) if self.user else []
        return [Kept(str(one.id), Address(**one.values())) for one in saved]

    @cached_property
    def fields(self) -> dict[str, str]:
        """What the form holds: as typed, else what is known of a member."""
        fields = dict(self.given)
        if fields.get("saved") not in {NEW, *(kept.id for kept in self.book)}:
            fields["saved"] = self.book[0].id if self.book else NEW
        if fields["saved"] == NEW and self.person and not fields.get("first_name") and not fields.get("last_name"):
            first, _space, last = self.person.name.partition(" ")
            fields |= {"first_name": first, "last_name": last}
        return fields

    @cached_property
    def shown(self) -> shown.Shown:
        picked = next((kept.address for kept in self.book if kept.id == self.fields["saved"]), None)
        where = {"country": picked.country, "postcode": picked.postcode} if picked else {}
        return shown.look(self.basket, self.person, {**self.fields, **where})

    @cached_property
    def form(self) -> CheckoutForm:
        """Bound to what was typed in this request; unbound on a first look."""
        bound, choice = self.request.method == "POST", self.shown.choice
        # The nearest point is chosen as shown, where nobody chose another.
        return CheckoutForm(
            self.fields | {"point": choice.point} if bound else None,
            initial=None if bound else self.fields,
            choice=choice,
            member=self.member,
            book=[(kept.id, kept.address) for kept in self.book],
        )

    def keep(self) -> FormDraft:
        """Note what was typed in this request."""
        self.draft = typed.keep(self.basket, self.person, dict(self.given))
        return self.draft


def begin(request: HttpRequest) -> Visit | None:
    """The visit of this request; None when there is no basket. What was typed: now, else before."""
    basket = basket_of(request)
    if basket is None:
        return None
    user = request.user if isinstance(request.user, User) else None
    person = person_of(user)
    if request.method == "POST":
        return Visit(request, basket, user, person, typed.of_post(request.POST))
    draft = typed.load(request, basket, person)
    return Visit(request, basket, user, person, draft.fields if draft else {}, draft)


def person_of(user: User | None) -> Person | None:
    """Who is signed in; None for a guest, who becomes a person with the order."""
    return person_for_user(user=user, language=(get_language() or "fr")[:2]) if user else None
