"""The emulator's own clock: Stripe's time does not follow the shop's, and a test or the demo may move it."""

import time
from collections.abc import Callable


def true_time() -> float:
    """Seconds since 1970. Signatures and deliveries go by it whatever the emulator's clock says."""
    return time.time()  # noqa: TID251  Stripe is not the shop: its clock is its own


class Clock:
    """Whole seconds since 1970, moved by an offset."""

    def __init__(self, offset: int = 0, source: Callable[[], float] = true_time) -> None:
        self.offset = offset
        self._source = source

    def now(self) -> int:
        return int(self._source()) + self.offset
