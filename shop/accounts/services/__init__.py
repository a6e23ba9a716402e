"""What somebody does to their account, beside allauth's own pages. One function a thing that is done."""

from shop.accounts.services.addresses import MOST, put_first, remove_address, save_address
from shop.accounts.services.decoy import open_for_nobody
from shop.accounts.services.keys import end_sessions, take_keys
from shop.accounts.services.profile import introduce

__all__ = [
    "MOST",
    "end_sessions",
    "introduce",
    "open_for_nobody",
    "put_first",
    "remove_address",
    "save_address",
    "take_keys",
]
