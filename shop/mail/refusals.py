"""What vetoes, budgets and the gate answer: why not, and whether for now or for good."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Refusal:
    """`reason` is shown to staff (an English msgid or a code). With `until` the mail waits, without it is skipped."""

    reason: str
    until: datetime | None = None
