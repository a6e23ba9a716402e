"""Sign-in by another provider's word: a local OpenID provider answers as Google would."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from shop.accounts.models import User
from shop.people.models import Person
from shop.people.services import person_for_email
from tests import factories
from tests.letters import letters
from tests.shop.accounts.openid import ADA, Provider, configure, google, query, server
from tests.shop.accounts.test_sign_up import address, code_in, prove

pytestmark = pytest.mark.django_db
__all__ = ["google", "server"]  # fixtures


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_newcomer_comes_by_google_and_is_a_person_with_a_proven_address(
    client: Client, google: Provider, language: str
) -> None:
    page = client.get(address("account_login", language))
    assert "Google" in page.text
    left = google.leave(client, language=language)
    asked = query(left["Location"])
    assert left["Location"].startswith(f"{google.address}/oauth2/authorize?")
    assert asked["redirect_uri"] == "http://testserver/account/social/oidc/google/login/callback/"
    assert (asked["code_challenge_method"], len(asked["state"])) == ("S256", 16)
    assert set(asked["scope"].split()) == {"openid", "profile", "email"}

    answer = google.come_back(client, google.agree(left["Location"], "a1"))

    assert (answer.status_code, answer["Location"]) == (302, address("account_home", language))
    assert signed_in(client)
    person = Person.objects.get()
    assert (person.name, person.email, person.language) == ("Ada Lovelace", "ada@example.org", language)
    assert person.email_proven_at is not None
    assert letters() == []
    user = User.objects.get()
    assert (user.email, user.first_name, user.last_name) == ("ada@example.org", "", "")
    assert not user.has_usable_password()
    kept = SocialAccount.objects.get()
    assert (kept.provider, kept.uid) == ("google", "a1")
    assert kept.extra_data == {"sub": "a1", "email": "ada@example.org", "name": "Ada Lovelace"}
    assert SocialToken.objects.count() == 0


def test_who_came_once_comes_again_even_after_their_address_there_has_changed(client: Client, google: Provider) -> None:
    google.sign_in(client, "a1")
    client.post(address("account_logout"))
    google.knows("a1", email="new@example.org", email_verified=True)

    answer = google.sign_in(client, "a1")

    assert answer["Location"] == address("account_home")
    assert User.objects.get().email == "ada@example.org"
    assert EmailAddress.objects.get().email == "ada@example.org"


def test_one_comes_back_to_the_page_one_wanted_and_never_to_another_site(client: Client, google: Provider) -> None:
    wanted = google.sign_in(client, "a1", next="/fr/account/sessions/")
    assert wanted["Location"] == "/fr/account/sessions/"
    for evil in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        client.post(address("account_logout"))
        assert google.sign_in(client, "a1", next=evil)["Location"] == address("account_home")


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_equal_to_a_local_accounts_opens_nothing(client: Client, google: Provider, verified: bool) -> None:
    """Also when Google vouches for it: the owner is told by mail, signs in here first and connects it then."""
    factories.user("ada")
    prove("ada")
    google.knows("a1", **ADA | {"email_verified": verified})

    answer = google.sign_in(client, "a1")

    assert answer["Location"] == address("account_email_verification_sent")
    assert not signed_in(client)
    assert client.get(address("account_home")).status_code == 302
    assert SocialAccount.objects.count() == 0
    assert User.objects.count() == 1
    [sent] = letters()
    assert sent.to == ["ada@example.org"]
    assert re.findall(r"\b\d{6}\b", str(sent.body)) == []


@pytest.mark.parametrize("said", [False, "false", None, "yes", 1])
def test_an_address_that_the_provider_does_not_vouch_for_is_proven_by_a_code(
    client: Client, google: Provider, said: Any
) -> None:
    guest = person_for_email(email="ada@example.org", language="fr")
    google.knows("a1", **ADA | {"email_verified": said})

    answer = google.sign_in(client, "a1")

    assert answer["Location"] == address("account_email_verification_sent")
    assert not signed_in(client)
    assert User.objects.get().person.email == ""
    guest.refresh_from_db()
    assert guest.merged_into is None

    client.post(answer["Location"], {"code": code_in(letters()[0])})
    assert signed_in(client)
    assert User.objects.get().person.email == "ada@example.org"
    guest.refresh_from_db()
    assert guest.merged_into == User.objects.get().person
    assert SocialAccount.objects.count() == 1


def test_a_provider_that_tells_no_address_leads_to_the_question_for_one(client: Client, google: Provider) -> None:
    google.knows("n1", name="Nobody")

    answer = google.sign_in(client, "n1")
    assert answer["Location"] == address("socialaccount_signup")
    page = client.get(answer["Location"])
    assert 'name="email"' in page.text
    assert User.objects.count() == 0

    answer = client.post(answer["Location"], {"email": "nobody@example.org"})
    assert answer["Location"] == address("account_email_verification_sent")
    assert not signed_in(client)
    client.post(answer["Location"], {"code": code_in(letters()[0])})
    assert signed_in(client)
    assert Person.objects.get().email == "nobody@example.org"


def test_an_address_typed_after_the_provider_is_no_way_into_an_account(client: Client, google: Provider) -> None:
    factories.user("ada")
    prove("ada")
    google.knows("n1", name="Nobody")
    google.sign_in(client, "n1")

    answer = client.post(address("socialaccount_signup"), {"email": "ada@example.org"})

    assert answer["Location"] == address("account_email_verification_sent")
    assert SocialAccount.objects.count() == 0
    assert not signed_in(client)


class TestState:
    """Only an answer to a question that this very browser asked is heard."""

    def test_without_a_state_it_is_refused(self, client: Client, google: Provider) -> None:
        back = google.agree(google.leave(client)["Location"], "a1")

        answer = google.come_back(client, back.replace("state=", "stage="))

        assert answer.status_code == 403
        assert "<h1>" in answer.text
        assert not signed_in(client)
        assert User.objects.count() == 0

    def test_the_state_of_somebody_else_is_refused(self, client: Client, google: Provider) -> None:
        """Else one could be signed in to the attacker's account, and leave one's address there."""
        back = google.agree(google.leave(Client())["Location"], "a1")

        answer = google.come_back(client, back)

        assert answer.status_code == 403
        assert not signed_in(client)
        assert User.objects.count() == 0

    def test_a_state_is_good_once(self, client: Client, google: Provider) -> None:
        back = google.agree(google.leave(client)["Location"], "a1")
        assert google.come_back(client, back).status_code == 302
        client.post(address("account_logout"))

        assert google.come_back(client, back).status_code == 403
        assert not signed_in(client)

    @pytest.mark.parametrize("code", ["", "stolen", "x" * 3000])
    def test_a_code_that_the_provider_never_gave_is_refused(self, client: Client, google: Provider, code: str) -> None:
        state = query(google.leave(client)["Location"])["state"]

        answer = client.get("/account/social/oidc/google/login/callback/", {"state": state, "code": code})

        assert answer.status_code == 403
        assert User.objects.count() == 0

    def test_saying_no_there_leads_back_in_peace(self, client: Client, google: Provider) -> None:
        back = google.refuse(google.leave(client, language="en")["Location"])

        answer = google.come_back(client, back)

        assert answer["Location"] == address("socialaccount_login_cancelled", "en")
        assert "You turned back" in client.get(answer["Location"]).text


def test_the_same_subject_at_two_providers_is_two_people(settings: Any, client: Client, google: Provider) -> None:
    configure(settings, google, ("Google", "Other"))
    google.sign_in(client, "a1")
    client.post(address("account_logout"))
    google.knows("a1", email="eve@example.org", email_verified=True)

    google.sign_in(client, "a1", name="other")

    assert sorted(SocialAccount.objects.values_list("provider", "uid", "user__email")) == [
        ("google", "a1", "ada@example.org"),
        ("other", "a1", "eve@example.org"),
    ]
    assert client.session["_auth_user_id"] == str(User.objects.get(email="eve@example.org").pk)


def test_a_state_of_one_provider_is_none_of_the_others(settings: Any, client: Client, google: Provider) -> None:
    configure(settings, google, ("Google", "Other"))
    back = google.agree(google.leave(client)["Location"], "a1")

    answer = google.come_back(client, back.replace("/google/", "/other/"))

    assert answer.status_code == 403
    assert User.objects.count() == 0


def test_with_a_second_step_google_alone_opens_nothing(client: Client, google: Provider) -> None:
    google.sign_in(client, "a1")
    client.post(address("account_logout"))
    TOTP.activate(User.objects.get(), generate_totp_secret())

    answer = google.sign_in(client, "a1")

    assert answer["Location"] == address("mfa_authenticate")
    assert client.get(address("account_home")).status_code == 302


def test_the_button_needs_a_post_and_a_token(google: Provider) -> None:
    client = Client(enforce_csrf_checks=True)
    with override("fr"):
        url = reverse("openid_connect_login", kwargs={"provider_id": "google"})

    assert client.post(url).status_code == 403
    page = client.get(url)
    assert page.status_code == 200
    assert "csrfmiddlewaretoken" in page.text
    assert "socialaccount_states" not in client.session


def test_what_stands_in_the_address_is_not_passed_on(client: Client, google: Provider) -> None:
    asked = query(google.leave(client, auth_params="redirect_uri=https://evil.example", scope="drive")["Location"])

    assert asked["redirect_uri"].startswith("http://testserver/")
    assert "drive" not in asked["scope"]


@pytest.mark.parametrize("name", ["nobody", "openid_connect"])
def test_a_provider_that_is_not_set_up_is_not_found(client: Client, google: Provider, name: str) -> None:
    assert google.leave(client, name=name).status_code == 404
    assert client.get(f"/account/social/oidc/{name}/login/callback/").status_code == 404


def test_a_provider_that_is_away_is_told_in_words(settings: Any, client: Client, google: Provider) -> None:
    dead = Provider("http://localhost:9")
    left = google.leave(client)
    configure(settings, dead)

    answers = (dead.leave(client, language="en"), google.come_back(client, google.agree(left["Location"], "a1")))

    for answer in answers:
        assert answer.status_code == 503
        assert "<h1>" in answer.text
    assert "That did not work" in answers[0].text
    assert not signed_in(client)
