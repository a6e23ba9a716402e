"""Writing mails down. They leave by themselves: a sweep is woken on commit, and wakes by itself every minute."""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from shop import clock
from shop.mail import forgetting, gate, kinds, nudges, seals, sweeping
from shop.mail.errors import BadAddress, NotAgain, NotIds
from shop.mail.models import ENDS, Klass, Mail, State
from shop.people.addresses import canonical
from shop.people.exceptions import NotAnAddress
from shop.people.models import Person


def enqueue(
    *,
    kind: str,
    person: Person | None = None,
    to: str = "",
    occasion: str,
    language: str,
    due: datetime | None = None,
    context: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Mail:
    """Write a mail down in the caller's transaction; two statements. It leaves after the commit, or when it is due.

    One for a kind, an occasion and a person (without person: an address): said again, the same row, unchanged. `to` may
    be left out for a person: the address they have when it leaves. `context` holds ids and short names only.
    Raises UnknownKind, BadAddress, NotIds; ValueError for a secret that the kind does not name.
    """
    known = kinds.get(kind)
    address = _address(to) if to or person is None else ""
    if unnamed := set(secrets or {}) - set(known.secrets):
        raise ValueError(f"The kind {kind} names no secret {sorted(unnamed)}.")
    moment = due or clock.now()
    row = Mail(
        kind=kind,
        klass=known.klass,
        person=person,
        to=address,
        occasion=occasion,
        language=language,
        due=moment,
        next_attempt_at=moment,
        context=_ids(dict(context or {})),
        sealed=seals.seal(secrets or {}),
    )
    # A rival who writes the same mail is waited for, and wins.
    Mail.objects.bulk_create([row], ignore_conflicts=True)
    same = Mail.objects.filter(kind=kind, occasion=occasion)
    mail = same.get(person=person) if person is not None else same.get(person=None, to=address)
    if moment <= clock.now():
        nudges.after_commit()
    return mail


def post(
    kind: str,
    to: str,
    language: str,
    context: Mapping[str, Any] | None = None,
    *,
    secrets: Mapping[str, str] | None = None,
) -> Mail:
    """An answer to a click (a code): each one is an occasion of its own. Raises like `enqueue`."""
    return enqueue(kind=kind, to=to, occasion=str(uuid.uuid4()), language=language, context=context, secrets=secrets)


def resend(*, mail: Mail, by: Person) -> None:
    """Staff let a mail leave once more, under the same row. Raises NotAgain with the sentence for them.

    It passes the gate again, but for vetoes, budgets and the night: somebody asked for it.
    """
    if mail.kind not in {kind.name for kind in kinds.all_kinds()}:
        raise NotAgain(_("This release does not know this kind of mail."))
    if mail.klass == Klass.MARKETING:
        raise NotAgain(_("Marketing is sent once."))
    if kinds.get(mail.kind).secrets:
        raise NotAgain(_("What it carried was wiped when it left. A new one has to be asked for."))
    if mail.created_at < forgetting.horizon():
        raise NotAgain(_("It was written more than a year ago: what it said is forgotten."))
    if not gate.address(mail)[0]:
        raise NotAgain(_("There is no address any more."))
    moment = clock.now()
    ended = Mail.objects.filter(pk=mail.pk, state__in=ENDS)
    if not ended.update(
        state=State.WAITING, reason="", due=moment, next_attempt_at=moment, resends=F("resends") + 1, resend_by=by
    ):
        raise NotAgain(_("It is still on its way."))
    nudges.after_commit()


def sweep(**limits: Any) -> Counter[str]:
    """Send what is due, here and now (tests, and whoever runs a shop without worker): see `sweeping.sweep`."""
    return sweeping.sweep(**limits)


def _address(to: str) -> str:
    try:
        return canonical(to)
    except NotAnAddress as error:
        raise BadAddress("One plain e-mail address is needed.") from error


def _ids(context: dict[str, Any]) -> dict[str, Any]:
    for name, value in context.items():
        if not all(_is_id(each) for each in (value if isinstance(value, list | tuple) else [value])):
            raise NotIds(f"{name}: what a mail says is looked up when it leaves; its row holds ids.")
    return context


def _is_id(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= 64 and "@" not in value
    return value is None or isinstance(value, int)
