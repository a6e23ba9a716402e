"""A newcomer opens an account, in both languages, with the code that comes by mail."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from shop.accounts.models import User
from shop.people.models import Person
from tests import factories
from tests.letters import letters

pytestmark = pytest.mark.django_db
NEWCOMER = {"email": "ada@example.org", "password1": "a long enough word"}


def address(name: str, language: str = "fr") -> str:
    with override(language):
        return reverse(name)


def code_in(message: Any) -> str:
    [code] = re.findall(r"^\s+(\d{6})$", str(message.body), re.M)
    return str(code)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_newcomer_signs_up_types_the_code_and_is_a_person_in_the_language_of_the_page(
    client: Client, language: str
) -> None:
    answer = client.post(address("account_signup", language), NEWCOMER)

    assert (answer.status_code, answer["Location"]) == (302, address("account_email_verification_sent", language))
    [sent] = letters()
    assert sent.to == ["ada@example.org"]
    assert code_in(sent) in sent.subject
    assert f'<html lang="{language}"' in str(sent.alternatives[0].content)
    user = User.objects.get()
    assert user.person.language == language
    assert user.person.email == ""

    page = client.get(answer["Location"])
    assert "/mailbox/" in page.text
    answer = client.post(answer["Location"], {"code": code_in(sent)})

    assert (answer.status_code, answer["Location"]) == (302, address("account_home", language))
    person = Person.objects.get()
    assert (person.user, person.email, person.language) == (user, "ada@example.org", language)
    assert person.email_proven_at is not None
    assert client.get(answer["Location"]).status_code == 200


def test_a_wrong_code_opens_nothing(client: Client) -> None:
    client.post(address("account_signup"), NEWCOMER)
    right = code_in(letters()[0])
    wrong = "000000" if right != "000000" else "111111"

    answer = client.post(address("account_email_verification_sent"), {"code": wrong})

    assert answer.status_code == 200
    assert Person.objects.get().email == ""
    assert client.get(address("account_home")).status_code == 302


def test_the_code_is_dead_after_three_wrong_ones(client: Client) -> None:
    client.post(address("account_signup"), NEWCOMER)
    right = code_in(letters()[0])
    wrong = "000000" if right != "000000" else "111111"
    for _attempt in range(3):
        client.post(address("account_email_verification_sent"), {"code": wrong})

    client.post(address("account_email_verification_sent"), {"code": right})

    assert Person.objects.get().email == ""


def test_a_guest_with_the_same_address_is_merged_only_when_the_code_was_typed(client: Client) -> None:
    from shop.people.services import person_for_email

    guest = person_for_email(email="ada@example.org", language="en")
    client.post(address("account_signup"), NEWCOMER)
    assert Person.objects.get(pk=guest.pk).merged_into is None

    client.post(address("account_email_verification_sent"), {"code": code_in(letters()[0])})

    guest.refresh_from_db()
    assert guest.merged_into == User.objects.get().person


def test_an_address_with_an_account_gets_the_same_answer_and_another_mail(client: Client) -> None:
    fresh = client.post(address("account_signup"), NEWCOMER | {"email": "ben@example.org"})
    factories.user("ada")

    known = Client().post(address("account_signup"), NEWCOMER)

    assert (known.status_code, known["Location"]) == (fresh.status_code, fresh["Location"])
    sent = letters()[-1]
    assert sent.to == ["ada@example.org"]
    assert re.findall(r"\b\d{6}\b", str(sent.body)) == []
    assert User.objects.filter(email="ada@example.org").count() == 1


def test_a_mail_server_that_is_away_shows_in_no_page_and_the_code_leaves_later(client: Client, settings: Any) -> None:
    memory, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_PORT = 1  # nobody listens there
    answer = client.post(address("account_signup", "en"), NEWCOMER, follow=True)
    assert answer.status_code == 200
    assert letters() == []

    settings.EMAIL_BACKEND = memory

    [sent] = letters()
    answer = client.post(address("account_email_verification_sent", "en"), {"code": code_in(sent)})
    assert answer["Location"] == address("account_home", "en")


def test_a_session_gets_a_new_id_at_sign_in(client: Client) -> None:
    factories.user("ada", is_active=True)
    prove("ada")
    client.session["seen"] = True
    session = client.session
    session["basket"] = 1
    session.save()
    before = session.session_key
    client.cookies["session"] = before

    answer = client.post(address("account_login"), {"login": "ada@example.org", "password": "a long enough word"})

    assert answer.status_code == 302
    assert client.session.session_key != before
    assert client.session["_auth_user_id"]


def prove(name: str) -> None:
    """The address of this user was proven once."""
    from allauth.account.models import EmailAddress

    user = User.objects.get(email=f"{name}@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:evil.example",
        "http:///evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
        "https://localhost@evil.example/",
        "https://testserver.evil.example/",
    ],
)
def test_after_sign_in_one_never_lands_elsewhere(client: Client, target: str) -> None:
    factories.user("ada")
    prove("ada")

    answer = client.post(
        address("account_login"), {"login": "ada@example.org", "password": "a long enough word", "next": target}
    )

    assert answer.status_code == 302
    assert answer["Location"] == address("account_home")


def test_after_sign_in_one_goes_on_to_the_page_of_this_shop_that_was_asked_for(client: Client) -> None:
    factories.user("ada")
    prove("ada")
    words = {"login": "ada@example.org", "password": "a long enough word", "next": "/fr/account/sessions/"}

    assert client.post(address("account_login"), words)["Location"] == "/fr/account/sessions/"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_after_signing_out_and_after_choosing_a_language_one_stays_here(client: Client, target: str) -> None:
    client.force_login(factories.user("ada"))

    assert client.post(address("account_logout"), {"next": target})["Location"] == "/fr/"
    assert client.post("/language/setlang/", {"next": target, "language": "en"})["Location"] == "/"


def test_wrong_password_and_unknown_address_get_the_same_words(client: Client) -> None:
    factories.user("ada")
    prove("ada")

    def answer(login: str) -> str:
        page = client.post(address("account_login", "en"), {"login": login, "password": "something else"})
        assert page.status_code == 200
        [words] = re.findall(r"E-mail and password do not go together[^<]*", page.text)
        return str(words)

    assert answer("ada@example.org") == answer("nobody@example.org")


def test_signing_out_needs_a_post(client: Client) -> None:
    client.force_login(factories.user("ada"))

    assert client.get(address("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert client.post(address("account_logout")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_a_code(client: Client) -> None:
    factories.user("ada")
    prove("ada")
    answer = client.post(address("account_reset_password", "en"), {"email": "ada@example.org"})
    assert answer["Location"] == address("account_confirm_password_reset_code", "en")

    answer = client.post(answer["Location"], {"code": code_in(letters()[0])})
    assert answer["Location"] == address("account_complete_password_reset", "en")
    assert client.get(answer["Location"]).status_code == 200
    answer = client.post(answer["Location"], {"password1": "quite another word"})

    assert answer.status_code == 302
    assert User.objects.get().check_password("quite another word")
    assert "Your password has changed" in letters()[1].subject


def test_asking_for_a_new_password_of_an_unknown_address_looks_the_same(client: Client) -> None:
    factories.user("ada")
    prove("ada")

    known = client.post(address("account_reset_password"), {"email": "ada@example.org"})
    unknown = Client().post(address("account_reset_password"), {"email": "nobody@example.org"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in letters()] == [["ada@example.org"], ["nobody@example.org"]]
    assert re.findall(r"\b\d{6}\b", str(letters()[1].body)) == []
