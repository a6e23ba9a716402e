"""What the account forgets when a person is erased (the user itself goes with the person, and what hangs on it)."""

from oscar.apps.address.models import UserAddress

from shop.accounts import services
from shop.people.models import Person


def erase(person: Person) -> None:
    """Addresses, and the sessions in which one that was taken out may still lie. Repeated: nothing."""
    if person.user is None:
        return
    UserAddress.objects.filter(user=person.user).delete()
    services.end_sessions(user=person.user)
