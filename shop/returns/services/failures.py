"""A refund that came to nothing: begun again, or settled by hand."""

from django.db import transaction
from django.db.models import QuerySet

from shop import clock
from shop.returns.exceptions import NotFailed
from shop.returns.models import Refund, RefundPart, State
from shop.returns.services.sending import nudge, settle


@transaction.atomic
def retry(refund: Refund) -> Refund:
    """Send what has failed again, to the same payment, under a new key. Raises NotFailed."""
    locked, failed = _failed(refund)
    for part in failed:
        name, _dash, beginning = part.key.rpartition("-")
        part.key, part.state, part.due_at = f"{name}-{int(beginning) + 1}", State.ASKED, clock.now()
        part.attempts, part.trouble, part.stripe_id, part.done_at = 0, "", "", None
        part.save()
    settle(locked)
    transaction.on_commit(nudge, robust=True)
    return locked


@transaction.atomic
def settle_by_hand(refund: Refund, *, note: str) -> Refund:
    """What has failed was given back some other way (a transfer, say): done. `note` says which. Raises NotFailed."""
    locked, failed = _failed(refund)
    failed.update(state=State.DONE, by_hand=True, done_at=clock.now())
    locked.note = "\n".join(line for line in (locked.note, note) if line)
    locked.save(update_fields=["note"])
    settle(locked)
    return locked


def _failed(refund: Refund) -> tuple[Refund, QuerySet[RefundPart]]:
    locked = Refund.objects.select_for_update(no_key=True).get(pk=refund.pk)
    failed = RefundPart.objects.filter(refund=locked, state=State.FAILED)
    if not failed.exists():
        raise NotFailed
    return locked, failed
