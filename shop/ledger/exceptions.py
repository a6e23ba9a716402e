"""What the ledger refuses. Each refusal leaves everything as it was."""


class NotEnough(Exception):
    """More is wanted than is there; both in the account's unit."""

    def __init__(self, available: int, wanted: int) -> None:
        super().__init__(f"{wanted} wanted, {available} available")
        self.available = available
        self.wanted = wanted


class Contradiction(Exception):
    """This key was used before for something else: same (kind, source), or same hold key, but another content."""


class HoldIsOver(Exception):
    """The hold was captured, released or has run out: what is asked now comes too late."""

    def __init__(self, key: str, state: str) -> None:
        super().__init__(f"hold {key} is {state}")
        self.key = key
        self.state = state


class WrongUnit(Exception):
    """Points are not money: the account counts something else."""

    def __init__(self, has: str, asked: str) -> None:
        super().__init__(f"the account counts {has}, not {asked}")
        self.has = has
        self.asked = asked


class UnknownUnit(LookupError):
    """No room has registered this unit."""


class BadAmount(ValueError):
    """Not a whole number between 1 and 10^15."""


class BadExpiry(ValueError):
    """It would be gone before it is there."""


class NoReason(ValueError):
    """A correction says why."""


class NotReversible(Exception):
    """Only an earning is taken back, only a spending is given back, and neither of them twice over."""


class Rival(Exception):
    """Somebody else wrote to the account although it was locked: nothing was written, try again."""
