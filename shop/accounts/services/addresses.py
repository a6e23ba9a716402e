"""The address book: kept, changed, put first, taken out."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import QuerySet
from oscar.apps.address.models import Country, UserAddress

from shop.accounts.exceptions import AddressBookFull
from shop.accounts.models import User
from shop.accounts.selectors import SavedAddress, saved

MOST = 20


@transaction.atomic
def save_address(
    *, user: User, values: Mapping[str, str], id: int | None = None, default: bool | None = None
) -> SavedAddress:
    """Keep an address, or change the one with this id; the first of a book comes first by itself.

    `values` are the eight fields as `places.check` gives them. `default` True puts it first; None leaves the order as
    it is. One that is in the book already is that one, not a second. Raises AddressBookFull, and
    UserAddress.DoesNotExist for an id that is not theirs.
    """
    book = _locked(user)
    row = book.get(pk=id) if id is not None else UserAddress(user=user)
    row.first_name, row.last_name = values["first_name"], values["last_name"]
    row.line1, row.line2, row.line4 = values["line1"], values["line2"], values["city"]
    row.postcode, row.phone_number = values["postcode"], values["phone"]
    row.country = _country(values["country"])
    twin = book.filter(hash=str(row.generate_hash())).exclude(pk=row.pk).first()
    if twin is not None:
        # The same address: what is new about it (the telephone) is kept, the one that was changed into it goes.
        twin.phone_number = row.phone_number or twin.phone_number
        twin.is_default_for_shipping |= row.is_default_for_shipping
        if row.pk:
            row.delete()
        row = twin
    elif row.pk is None and book.count() >= MOST:
        raise AddressBookFull(MOST)
    if default or not book.filter(is_default_for_shipping=True).exists():
        row.is_default_for_shipping = True
    row.save()
    return saved(row)


@transaction.atomic
def remove_address(*, user: User, id: int) -> SavedAddress | None:
    """Take an address out; the oldest of the others comes first then. Gives what it was; None when it was not there."""
    book = _locked(user)
    row = book.filter(pk=id).first()
    if row is None:
        return None
    gone = saved(row)
    row.delete()
    heir = book.order_by("pk").first()
    if gone.is_default and heir is not None:
        heir.is_default_for_shipping = True
        heir.save()
    return gone


@transaction.atomic
def put_first(*, user: User, id: int) -> bool:
    """The address that forms begin with; False when it is not theirs. Repeated: nothing."""
    row = _locked(user).filter(pk=id).first()
    if row is None:
        return False
    row.is_default_for_shipping = True
    row.save()
    return True


def _locked(user: User) -> QuerySet[UserAddress]:
    """Their book, while nobody else changes it: two tabs never make two first choices, nor one more than the most."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return UserAddress.objects.filter(user=user)


def _country(code: str) -> Country:
    """Oscar's row for a country; made with its code for a name where none was loaded."""
    country, _made = Country.objects.get_or_create(pk=code, defaults={"name": code, "printable_name": code})
    return country
