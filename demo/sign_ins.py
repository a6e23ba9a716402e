"""Who can sign in to the demo shop. Standard library only: the runner prints them, the demo data makes them."""

from typing import NamedTuple


class SignIn(NamedTuple):
    """One account of the demo: the page it starts from is relative to the shop's address."""

    role: str
    email: str
    password: str
    door: str


SHOPPER = SignIn("shopper", "ada@ricochet.example", "galets-et-ricochets", "fr/account/")
MERCHANT = SignIn("merchant", "mia@ricochet.example", "marchande-de-vagues", "admin/")
MARKETER = SignIn("marketer", "leo@ricochet.example", "lettres-de-saison", "admin/")
SIGN_INS = (SHOPPER, MERCHANT, MARKETER)
