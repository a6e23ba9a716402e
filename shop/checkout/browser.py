"""What a browser keeps of its checkout: one signed cookie with the key of its draft and what it has paid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

SALT = "shop.checkout.till"
KEPT = timedelta(hours=24)
MOST = 5


@dataclass(frozen=True)
class Till:
    """`draft` is the token of a FormDraft; `references` are pending orders begun here, newest first."""

    draft: str = ""
    references: tuple[str, ...] = ()

    def knows(self, reference: str) -> bool:
        """Whether this browser began the payment: only then it is shown who ordered."""
        return reference in self.references

    def with_reference(self, reference: str) -> "Till":
        others = [known for known in self.references if known != reference]
        return replace(self, references=(reference, *others)[:MOST])


def name() -> str:
    return "__Host-till" if settings.HTTPS else "till"


def read(request: HttpRequest) -> Till:
    """The cookie of this browser; an empty one when there is none, or it is old, or not ours."""
    try:
        found = signing.loads(request.COOKIES.get(name(), ""), salt=SALT, max_age=KEPT)
        draft, references = found["d"], found["r"]
    except (signing.BadSignature, KeyError, TypeError):
        return Till()
    return Till(str(draft), tuple(_texts(references)))


def write(response: HttpResponseBase, till: Till) -> None:
    """Keep it for a day from now. Lax: it comes back with the visitor who returns from the hosted page."""
    response.set_cookie(
        name(),
        signing.dumps({"d": till.draft, "r": list(till.references)}, salt=SALT),
        max_age=int(KEPT.total_seconds()),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _texts(found: Sequence[object]) -> list[str]:
    return [str(one) for one in found][:MOST]
