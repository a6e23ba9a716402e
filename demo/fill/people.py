"""The eighty persons, and the three who can sign in."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission

from demo.goods.cast import people
from demo.sign_ins import SIGN_INS, SignIn
from shop import clock
from shop.accounts.models import User
from shop.people.models import Person
from shop.people.services import person_for_email, person_for_user, prove_email

# What a marketer may do in the admin: write pages, menus and the home page, and look at the catalogue.
MARKETER_WRITES = ("page", "menuitem", "homeslot")
MARKETER_READS = ("product", "category", "productimage")


def fill_people() -> None:
    """Everybody of the cast as a person; those with a sign-in as users, their e-mail proven."""
    sign_ins = {sign_in.email: sign_in for sign_in in SIGN_INS}
    for spec in people():
        if spec.email in sign_ins:
            person = _user(sign_ins[spec.email], spec.name, spec.language)
        else:
            person = person_for_email(email=spec.email, language=spec.language)
        Person.objects.filter(pk=person.pk).update(name=spec.name, town=spec.town)


def _user(sign_in: SignIn, name: str, language: str) -> Person:
    first, _, last = name.partition(" ")
    user = User.objects.create_user(
        sign_in.email,
        sign_in.password,
        first_name=first,
        last_name=last,
        is_staff=sign_in.role != "shopper",
        is_superuser=sign_in.role == "merchant",
        date_joined=clock.now(),
    )
    EmailAddress.objects.create(user=user, email=sign_in.email, verified=True, primary=True)
    if sign_in.role == "marketer":
        user.groups.add(_marketing())
    person = person_for_user(user=user, language=language)
    return prove_email(person=person, email=sign_in.email)


def _marketing() -> Group:
    group, _made = Group.objects.get_or_create(name="Marketing")
    writes = Permission.objects.filter(content_type__app_label="content", content_type__model__in=MARKETER_WRITES)
    reads = Permission.objects.filter(
        content_type__app_label="catalogue", content_type__model__in=MARKETER_READS, codename__startswith="view_"
    )
    group.permissions.add(*writes, *reads)
    return group
