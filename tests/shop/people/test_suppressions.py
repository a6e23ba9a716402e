"""Who must not be written to, known by hash only."""

import pytest

from shop.people.models import Suppression
from shop.people.selectors import is_suppressed
from shop.people.services import lift, suppress

Scope, Reason = Suppression.Scope, Suppression.Reason
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("scope", "stopped"),
    [
        (Scope.MARKETING, {"marketing"}),
        (Scope.SERVICE, {"service"}),
        (Scope.ALL, {"marketing", "service", "transactional"}),
    ],
)
def test_a_scope_stops_its_mail(scope: Scope, stopped: set[str]) -> None:
    row = suppress(email="Ada@example.fr", scope=scope, reason=Reason.STAFF)
    assert suppress(email="ada@example.fr", scope=scope, reason=Reason.STAFF) == row
    assert {
        kind for kind in ("marketing", "service", "transactional") if is_suppressed("ADA@example.fr", kind)
    } == stopped
    assert not is_suppressed("ben@example.fr", "marketing")


def test_the_row_does_not_tell_the_address() -> None:
    row = suppress(email="ada@example.fr", scope=Scope.ALL, reason=Reason.BOUNCE)
    assert len(row.digest) == 64
    assert "ada" not in " ".join(str(value) for value in vars(row).values())


def test_who_left_may_come_back_but_a_dead_mailbox_stays_dead() -> None:
    suppress(email="ada@example.fr", scope=Scope.MARKETING, reason=Reason.LEFT)
    assert lift(email="ADA@example.fr", scope=Scope.MARKETING) == 1
    assert lift(email="ADA@example.fr", scope=Scope.MARKETING) == 0
    assert not is_suppressed("ada@example.fr", "marketing")
    suppress(email="ada@example.fr", scope=Scope.MARKETING, reason=Reason.COMPLAINT)
    assert lift(email="ada@example.fr", scope=Scope.MARKETING) == 0
    assert is_suppressed("ada@example.fr", "marketing")


def test_a_new_secret_key_still_knows_old_rows(settings: object) -> None:
    suppress(email="ada@example.fr", scope=Scope.ALL, reason=Reason.BOUNCE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another"  # type: ignore[attr-defined]
    assert is_suppressed("ada@example.fr", "transactional")
    suppress(email="ada@example.fr", scope=Scope.ALL, reason=Reason.BOUNCE)
    assert Suppression.objects.count() == 1
