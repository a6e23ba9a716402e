"""What the ledger does when two persons turn out to be one."""

from shop.ledger.models import Account
from shop.ledger.services import absorb
from shop.people.models import Person


def merge_accounts(into: Person, gone: Person) -> None:
    """An account of a unit that the other lacks changes hands; otherwise its content moves by entries."""
    for account in Account.objects.filter(person=gone, moved_to=None):
        other = Account.objects.filter(person=into, unit=account.unit, moved_to=None).first()
        if other is None:
            Account.objects.filter(pk=account.pk).update(person=into)
        else:
            absorb(into=other, gone=account)
