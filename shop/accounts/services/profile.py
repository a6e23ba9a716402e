"""What somebody says of themselves."""

from shop.accounts.models import User
from shop.people import services as people
from shop.people.models import Person


def introduce(*, user: User, name: str, language: str) -> Person:
    """The person says their name and the language of pages and mails."""
    person = people.person_for_user(user=user, language=language)
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    return person
