"""The one gate that every mail passes before it leaves: who, whether, and when."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from shop import clock
from shop.mail import budgets, vetoes
from shop.mail.kinds import Kind
from shop.mail.models import Klass, Mail
from shop.mail.refusals import Refusal
from shop.people.models import Person, Suppression
from shop.people.selectors import agreed, is_suppressed, live

# Nobody is written to at night by a shop that is not asked: the person's own night.
QUIET_FROM, QUIET_UNTIL = time(21), time(8)

ERASED = Refusal("erased")
NO_ADDRESS = Refusal("no address")
TOO_LATE = Refusal("too late")
SUPPRESSED = Refusal("suppressed")
NO_CONSENT = Refusal("no consent")
SCOPES = {
    Klass.TRANSACTIONAL: "transactional",
    Klass.SERVICE: Suppression.Scope.SERVICE,
    Klass.MARKETING: Suppression.Scope.MARKETING,
}


def address(mail: Mail) -> tuple[str, Person | None]:
    """Where the mail goes, and to whom as of now. Empty when there is nowhere left."""
    person = mail.person
    if person is not None and person.merged_into_id is not None:
        person = live(person)
    if person is not None and person.erased_at is not None:
        return "", person
    return mail.to or (person.email if person else ""), person


def refusal(mail: Mail, kind: Kind, to: str, person: Person | None) -> Refusal | None:
    """Why this mail does not leave now, or None. The order is from what is final to what is only for now."""
    if person is not None and person.erased_at is not None:
        return ERASED
    if not to:
        return NO_ADDRESS
    if kind.good_for is not None and clock.now() > mail.due + kind.good_for:
        return TOO_LATE
    if is_suppressed(to, SCOPES[kind.klass], besides=_forgiven(mail)):
        return SUPPRESSED
    if kind.klass == Klass.MARKETING and not (person and agreed(person, kind.purpose)):
        return NO_CONSENT
    if kind.klass == Klass.TRANSACTIONAL or mail.resends:
        return None
    return vetoes.first(mail) or quiet(person) or budgets.first(mail)


def _forgiven(mail: Mail) -> tuple[str, ...]:
    """Staff who send an order again may try a mailbox that was dead: whoever answers for it asked them to."""
    return (Suppression.Reason.BOUNCE,) if mail.resends and mail.klass == Klass.TRANSACTIONAL else ()


def quiet(person: Person | None) -> Refusal | None:
    """Whether it is night where the person lives, and until when."""
    zone = ZoneInfo(person.zone if person else settings.TIME_ZONE)
    there = clock.now().astimezone(zone)
    if QUIET_UNTIL <= there.time() < QUIET_FROM:
        return None
    morning = there.date() + timedelta(days=1 if there.time() >= QUIET_FROM else 0)
    return Refusal("quiet hours", until=datetime.combine(morning, QUIET_UNTIL, tzinfo=zone))
