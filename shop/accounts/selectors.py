"""What the account knows of somebody, for the rooms above."""

from dataclasses import dataclass

from oscar.apps.address.models import UserAddress

from shop.accounts.models import User
from shop.accounts.places import FIELDS


@dataclass(frozen=True)
class SavedAddress:
    """An address of the book; `country` in two letters, `phone` as "+33612345678" or empty."""

    id: int
    is_default: bool
    first_name: str
    last_name: str
    line1: str
    line2: str
    postcode: str
    city: str
    country: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def values(self) -> dict[str, str]:
        """The eight fields of the address itself, as delivery and forms call them."""
        return {field: getattr(self, field) for field in FIELDS}


def saved(row: UserAddress) -> SavedAddress:
    """A row of the book as others see it: Oscar calls the town `line4`."""
    return SavedAddress(
        id=row.pk,
        is_default=row.is_default_for_shipping,
        first_name=row.first_name,
        last_name=row.last_name,
        line1=row.line1,
        line2=row.line2,
        postcode=row.postcode,
        city=row.line4,
        country=row.country_id,
        phone=str(row.phone_number or ""),
    )


def addresses(user: User) -> list[SavedAddress]:
    """Somebody's address book, the first choice first; one statement."""
    return [saved(row) for row in UserAddress.objects.filter(user=user).order_by("-is_default_for_shipping", "pk")]


def address(user: User, id: int) -> SavedAddress | None:
    """One of their own addresses; None for one that is not theirs."""
    row = UserAddress.objects.filter(user=user, pk=id).first()
    return saved(row) if row is not None else None
