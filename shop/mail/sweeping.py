"""The sweep: everything that is due leaves, or it is written down why not."""

import logging
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import override

from shop import clock
from shop.mail import claims, gate, kinds, message
from shop.mail.errors import SealBroken, UnknownKind
from shop.mail.kinds import Kind, Moot
from shop.mail.line import Answer, Away, Line
from shop.mail.models import ENDS, Attempt, Klass, Mail, State
from shop.people.models import Suppression
from shop.people.services import alive, suppress

log = logging.getLogger(__name__)

# The pause after each attempt; the last one repeats until GIVE_UP.
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 3, 10, 30, 60, 120, 240)]
GIVE_UP = timedelta(days=3)
# Seconds for which what was looked up for a batch is what a mail may say: behind a slow server it is asked anew.
FRESH = 5.0
# So often may a line break after a transactional mail was said before we stop saying it.
MOST_UNSURE = 5


def sweep(*, seconds: float = 50, limit: int | None = None) -> Counter[str]:
    """Send what is due; returns how many came to which end: sent, skipped, failed, unsure, waiting, postponed.

    Any number may run at once. Ends after about so many `seconds`, or so many mails (`limit`), or when the mail server
    is away: then everything stays as it is and the next sweep tries again.
    """
    until, done, token = time.monotonic() + seconds, Counter[str](), claims.new_token()
    claims.recover()
    with Line() as line:
        while time.monotonic() < until:
            room = claims.BATCH if limit is None else min(claims.BATCH, limit - done.total())
            batch = claims.claim(token, room) if room > 0 else []
            if not batch:
                break
            _gather(batch)
            fresh_until = time.monotonic() + FRESH
            for place, mail in enumerate(batch):
                if time.monotonic() > fresh_until:
                    mail.known = None
                try:
                    done[_handle(mail, token, line)] += 1
                    line.must_hold()
                except Away as away:
                    log.error("The mail server is away, mails wait: %s", away)
                    claims.release(batch[place:], token, "the mail server is away")
                    return done
    return done


def _gather(batch: Sequence[Mail]) -> None:
    """Let each kind look up what its mails of this batch are about, all at once; what fails is asked mail by mail."""
    alike: dict[tuple[str, str], list[Mail]] = {}
    for mail in batch:
        alike.setdefault((mail.kind, mail.language), []).append(mail)
    for (name, language), mails in alike.items():
        kind = kinds.find(name)
        if kind is None or kind.gather is None:
            continue
        try:
            with override(language):
                kind.gather(mails)
        except Exception:
            log.exception("What %s mails are about could not be looked up together.", name)
            for mail in mails:
                mail.known = None


def _handle(mail: Mail, token: str, line: Line) -> str:
    """One claimed mail, from the gate to its end; says how it ended. Raises Away."""
    try:
        kind = kinds.get(mail.kind)
        to, person = gate.address(mail)
        if refusal := gate.refusal(mail, kind, to, person):
            return _stop(mail, token, refusal.reason, refusal.until)
        built, version = message.build(mail, to)
    except Moot as moot:
        return _stop(mail, token, f"moot: {moot}", None)
    except SealBroken:
        return _end(mail, token, State.FAILED, "sealed with a key that is gone")
    except UnknownKind:
        # A newer release wrote it: that one's worker will know it.
        return _put_off(mail, token, "unknown kind")
    except Exception as error:
        # One mail that cannot be written must not keep the others from leaving.
        log.exception("The mail %s (%s) cannot be put together.", mail.pk, mail.kind)
        return _put_off(mail, token, f"error: {type(error).__name__}")
    line.open()
    if not claims.begin(mail, token, to=to, version=version):
        return "lost"
    return _finish(mail, token, line.deliver(built), kind, to)


def _finish(mail: Mail, token: str, answer: Answer, kind: Kind, to: str) -> str:
    """Write down what the server said, and what follows from it."""
    # Servers repeat the address in their answer; it is kept in one place only.
    reply = answer.reply.replace(to, "…")[:300]
    with transaction.atomic():
        claims.ended([mail], answer.outcome, reply)
        if answer.outcome == "sent":
            if mail.resends:
                alive(email=to)
            return _sent(mail, token)
        if answer.outcome == "refused":
            if answer.dead:
                suppress(email=to, scope=Suppression.Scope.ALL, reason=Suppression.Reason.BOUNCE)
            return _end(mail, token, State.FAILED, f"refused: {reply}")
        if answer.outcome == "unsure":
            unsure = Attempt.objects.filter(mail=mail, outcome=Attempt.Outcome.UNSURE).count()
            if kind.klass != Klass.TRANSACTIONAL or unsure >= MOST_UNSURE:
                return _end(mail, token, State.UNSURE, f"the line broke: {reply}")
            _put_off(mail, token, f"the line broke: {reply}")
            return "unsure"
        return _put_off(mail, token, f"not yet: {reply}")


def _sent(mail: Mail, token: str) -> str:
    """Taken. Should the lease have run out meanwhile, the row is put right unless another sweep has begun with it."""
    row = Mail.objects.filter(pk=mail.pk)
    taken = {"state": State.SENT, "sent_at": clock.now(), "reason": "", "sealed": ""}
    if not row.filter(claimed_by=token).update(**_free(), **taken):
        row.filter(state__in=(State.WAITING, State.UNSURE), claimed_by="").update(**taken)
    return "sent"


def _stop(mail: Mail, token: str, reason: str, until: datetime | None) -> str:
    """The gate's answer: waiting until then, or never."""
    if until is None:
        return _end(mail, token, State.SKIPPED, reason)
    _back(mail, token, reason, until)
    return "waiting"


def _put_off(mail: Mail, token: str, reason: str) -> str:
    """Tried again after a growing pause; given up three days after it was due."""
    moment = clock.now()
    if moment > mail.due + GIVE_UP:
        return _end(mail, token, State.FAILED, f"given up, {reason}")
    _back(mail, token, reason, moment + _pause(mail))
    return "postponed"


def _pause(mail: Mail) -> timedelta:
    """Longer after each attempt; half its age for a mail that did not even get to one."""
    if mail.attempts:
        return PAUSES[min(mail.attempts, len(PAUSES)) - 1]
    return min(max((clock.now() - mail.due) / 2, PAUSES[0]), PAUSES[-1])


def _back(mail: Mail, token: str, reason: str, until: datetime) -> None:
    Mail.objects.filter(pk=mail.pk, claimed_by=token).update(
        **_free(), state=State.WAITING, reason=reason[:250], next_attempt_at=until
    )


def _end(mail: Mail, token: str, state: State, reason: str) -> str:
    assert state in ENDS
    Mail.objects.filter(pk=mail.pk, claimed_by=token).update(**_free(), state=state, reason=reason[:250], sealed="")
    return str(state)


def _free() -> dict[str, object]:
    return {"claimed_by": "", "lease_until": None, "sending_since": None}
