"""News of the people room, sent after the commit."""

from django.dispatch import Signal

# person_id: who goes on; gone_id: who is now the same.
person_merged = Signal()
# person_id: whose data was erased.
person_erased = Signal()
