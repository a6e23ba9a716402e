"""Nothing personal is ever in a shared part: every page is fetched as six people and compared."""

import re

import pytest
from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from shop.accounts.models import User
from shop.pages import shared
from shop.pages.shared import Part
from tests import factories as make
from tests.pages import addresses

pytestmark = pytest.mark.django_db

SHARED = [path for path in addresses.public() if "account" not in path]


def six_people() -> dict[str, Client]:
    """A stranger, one who prefers English, ada, ben, mia the merchant, and one with a cookie that is no session."""
    people = {name: Client() for name in ("stranger", "english", "ada", "ben", "mia", "odd")}
    people["english"].cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    people["odd"].cookies[settings.SESSION_COOKIE_NAME] = "not-a-session"
    for name in ("ada", "ben"):
        people[name].force_login(make.user(name, first_name=f"{name.upper()}-FIRST"))
    people["mia"].force_login(make.merchant())
    return people


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> dict[str, Part]:
    """Every shared part that is made during the test, by address."""
    made: dict[str, Part] = {}
    original = shared._part

    def watch(request: HttpRequest, built: shared.Built, current: dict[str, str]) -> Part:
        part = original(request, built, current)
        made[request.get_full_path()] = part
        return part

    monkeypatch.setattr(shared, "_part", watch)
    return made


def test_every_page_is_the_same_for_six_people_but_for_its_holes(parts: dict[str, Part]) -> None:
    addresses.furnish()
    people = six_people()
    secrets = [user.email for user in User.objects.all()] + ["ADA-FIRST", "BEN-FIRST"]

    for order in (list(people), list(reversed(people))):
        shared.forget()
        for path in SHARED:
            bodies = {name: people[name].get(path).content.decode() for name in order}
            assert bodies["stranger"] == bodies["english"], path
            for name, body in bodies.items():
                others = [secret for secret in secrets if name not in secret.lower()]
                assert not [secret for secret in others if secret in body], (path, name)

    assert parts
    for path, part in parts.items():
        text = "".join(part.pieces[::2])
        assert not [secret for secret in secrets if secret in text], path
        assert "csrfmiddlewaretoken" not in text, path
        assert not re.search(r'name="csrf', text), path


def test_a_page_read_by_ada_first_is_what_a_stranger_gets_afterwards() -> None:
    addresses.furnish()
    people = six_people()
    for path in SHARED:
        shared.forget()
        alone = Client().get(path).content
        shared.forget()
        people["ada"].get(path)
        assert Client().get(path).content == alone, path


def test_a_personal_answer_is_never_to_be_stored() -> None:
    addresses.furnish()
    ada = six_people()["ada"]

    for path in SHARED:
        response = ada.get(path)
        if response.status_code == 200:
            assert "no-store" in response["Cache-Control"], path
