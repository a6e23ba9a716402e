"""What is typed is kept while somebody goes elsewhere: to sign in, to the hosted page, to the basket."""

from django.db import transaction
from django.http import HttpRequest, QueryDict

from shop import clock
from shop.cart.models import Basket
from shop.checkout import browser
from shop.checkout.models.drafts import KEPT, FormDraft
from shop.people.models import Person

# Never a password, never a code, nothing of the card: that one does not come here at all.
FIELDS = (
    *("email", "saved", "first_name", "last_name", "line1", "line2", "postcode", "city", "country", "phone"),
    *("delivery", "point", "letter"),
)
LONGEST = 300


def of_post(posted: QueryDict) -> dict[str, str]:
    """The fields that are kept, as they were sent."""
    return {name: str(posted[name])[:LONGEST].replace("\x00", "") for name in FIELDS if name in posted}


def load(request: HttpRequest, basket: Basket, person: Person | None) -> FormDraft | None:
    """What was typed for this basket; what this browser typed for a basket that has gone into this one comes along.

    None when there is nothing, it is older than a day, or somebody else typed it.
    """
    token = browser.read(request).draft
    brought = FormDraft.objects.filter(token=token).first() if token else None
    if brought is not None and brought.basket_id != basket.pk and brought.basket.status == Basket.MERGED:
        with transaction.atomic():
            FormDraft.objects.filter(basket=basket).delete()
            brought.basket = basket
            brought.save(update_fields=["basket"])
    draft = FormDraft.objects.filter(basket=basket).first()
    if draft is None or draft.is_old or (draft.person_id and draft.person_id != (person.pk if person else None)):
        return None
    return draft


def keep(basket: Basket, person: Person | None, fields: dict[str, str]) -> FormDraft:
    """Note what is typed so far. Two windows: the later one stays."""
    given = {"person": person, "fields": fields, "changed_at": clock.now()}
    draft, _made = FormDraft.objects.update_or_create(basket=basket, defaults=given)
    return draft


def keep_for_later(request: HttpRequest, basket_id: int, fields: dict[str, str]) -> bool:
    """Who typed is no longer signed in: noted in the draft that this browser has the key of. False without one."""
    token = browser.read(request).draft
    found = FormDraft.objects.filter(token=token, basket_id=basket_id) if token else FormDraft.objects.none()
    return bool(found.update(fields=fields, changed_at=clock.now()))


def forget(basket_id: int | None) -> None:
    """The basket has been ordered."""
    if basket_id:
        FormDraft.objects.filter(basket_id=basket_id).delete()


def forget_person(person: Person) -> None:
    """Erasure."""
    FormDraft.objects.filter(person=person).delete()


def forget_old() -> int:
    """Drafts that nobody has touched for a day; how many went."""
    return FormDraft.objects.filter(changed_at__lt=clock.now() - KEPT).delete()[0]
