"""What the account refuses."""


class AddressBookFull(Exception):
    """As many addresses as a book holds: one must go first."""
