"""Socket: which kinds of mail there are. Every room registers its own in ready()."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from shop.mail.errors import UnknownKind
from shop.mail.models import Klass

if TYPE_CHECKING:
    from shop.mail.models import Mail

TRANSACTIONAL, SERVICE, MARKETING = Klass.TRANSACTIONAL, Klass.SERVICE, Klass.MARKETING


class Moot(Exception):
    """Raised by a builder: by now there is nothing to say (the order is cancelled, the basket is paid). Skipped."""


def nothing(mail: "Mail") -> dict[str, Any]:
    """The builder of a mail whose texts need nothing but its secrets."""
    return {}


@dataclass(frozen=True)
class Kind:
    """A kind of mail.

    `name` names it in rows and its texts: templates/mail/<template or name>.subject.txt, .txt, .mjml.
    `build(mail)` is called when the mail leaves, in its language, and gives the words of the templates; it may raise
    Moot. What it makes (a link) it must not make when `mail.is_preview`.
    `gather(mails)` may look up what `build` needs for many mails of the kind at once, in their language, just before
    they leave, and leave it with each as `mail.known`; `build` must work without.
    `secrets` names what `enqueue(secrets=…)` may carry: sealed in the row, given to the templates beside what `build`
    says, wiped afterwards.
    `good_for`: how long after `due` it still makes sense (a code of 15 minutes does not after 15 minutes).
    `purpose`: the consent that a marketing kind needs. `leave(mail)`: the address that a service or marketing mail
    carries for whoever wants no more of them (for marketing it answers to POST, RFC 8058); templates get it as
    `leave_url`.
    """

    name: str
    klass: Klass
    title: Any
    build: "Callable[[Mail], dict[str, Any]]" = nothing
    gather: "Callable[[Sequence[Mail]], None] | None" = None
    template: str = ""
    secrets: tuple[str, ...] = ()
    good_for: timedelta | None = None
    purpose: str = ""
    leave: "Callable[[Mail], str] | None" = None

    @property
    def texts(self) -> str:
        """The common part of its templates' names."""
        return f"mail/{self.template or self.name}"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known. Registered again (tests, a reload): the last one holds."""
    _kinds[kind.name] = kind


def forget(name: str) -> None:
    """Take a kind away again (tests)."""
    _kinds.pop(name, None)


def get(name: str) -> Kind:
    """The kind of this name; raises UnknownKind."""
    try:
        return _kinds[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def find(name: str) -> Kind | None:
    """The kind of this name; None where this release does not know it."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """All that are registered, by name."""
    return [_kinds[name] for name in sorted(_kinds)]
