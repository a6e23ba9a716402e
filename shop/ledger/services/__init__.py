"""Everything that writes to the ledger. Each verb is one transaction, or part of the caller's.

Amounts are whole numbers of the account's unit, above zero. Every verb is known by its (kind, source), a hold by its
key: called again it returns what it wrote the first time and writes nothing; called with another content it raises
Contradiction. Rivals wait for the account's row lock.
"""

from shop.ledger.services.accounts import absorb, move, open_account
from shop.ledger.services.entries import correct, credit, debit
from shop.ledger.services.expiry import Expired, expire_due
from shop.ledger.services.holds import capture, hold, release
from shop.ledger.services.reversals import give_back, reverse

__all__ = [
    "Expired",
    "absorb",
    "capture",
    "correct",
    "credit",
    "debit",
    "expire_due",
    "give_back",
    "hold",
    "move",
    "open_account",
    "release",
    "reverse",
]
