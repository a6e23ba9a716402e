"""What can be done to a person. One function a thing that somebody does."""

from shop.people.services.consents import grant, withdraw
from shop.people.services.persons import erase, merge, person_for_email, person_for_user, prove_email
from shop.people.services.suppressions import alive, lift, suppress
from shop.people.services.touches import count_touch, make_link

__all__ = [
    "alive",
    "count_touch",
    "erase",
    "grant",
    "lift",
    "make_link",
    "merge",
    "person_for_email",
    "person_for_user",
    "prove_email",
    "suppress",
    "withdraw",
]
