"""Another provider is connected to an account and taken away again; its button shows only with its keys."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from shop import identity
from shop.accounts.models import User
from tests import factories
from tests.letters import letters
from tests.shop.accounts.openid import Provider, google, server
from tests.shop.accounts.test_sign_up import address, prove

pytestmark = pytest.mark.django_db
__all__ = ["google", "server"]  # fixtures


class TestConnecting:
    """Somebody who is signed in lets another provider open the account, or no longer."""

    @pytest.fixture
    def ada(self, client: Client) -> User:
        made = factories.user("ada")
        prove("ada")
        client.force_login(made)
        return made

    def connect(self, client: Client, google: Provider, sub: str = "a1") -> Any:
        answer = google.sign_in(client, sub, process="connect")
        if "reauthenticate" in answer["Location"]:
            answer = client.post(answer["Location"], {"password": "a long enough word"})
        return answer

    def test_it_asks_for_the_password_once_more_and_tells_by_mail(
        self, client: Client, google: Provider, ada: User
    ) -> None:
        before = google.sign_in(client, "a1", process="connect")
        assert before["Location"] == address("account_reauthenticate")
        assert SocialAccount.objects.count() == 0

        client.post(before["Location"], {"password": "a long enough word"})

        assert SocialAccount.objects.get().user == ada
        assert "Google" in letters()[0].subject
        client.post(address("account_logout"))
        google.sign_in(client, "a1")
        assert client.session["_auth_user_id"] == str(ada.pk)

    def test_what_opens_another_account_stays_there(self, client: Client, google: Provider, ada: User) -> None:
        google.knows("b1", email="ben@example.org", email_verified=True)
        google.sign_in(Client(), "b1")

        self.connect(client, google, "b1")

        assert SocialAccount.objects.get().user.email == "ben@example.org"
        assert client.session["_auth_user_id"] == str(ada.pk)

    def test_it_is_disconnected_only_by_its_owner(self, client: Client, google: Provider, ada: User) -> None:
        self.connect(client, google)
        row = SocialAccount.objects.get()
        other = Client()
        other.force_login(factories.user("ben"))

        assert other.post(address("socialaccount_connections"), {"account": row.pk}).status_code == 200
        assert SocialAccount.objects.count() == 1
        page = client.get(address("socialaccount_connections", "en"))
        assert "Disconnect" in page.text
        client.post(address("socialaccount_connections"), {"account": row.pk})
        assert SocialAccount.objects.count() == 0
        assert [message.to for message in letters()] == [["ada@example.org"]] * 2

    def test_the_last_key_stays(self, client: Client, google: Provider) -> None:
        google.sign_in(client, "a1")

        page = client.post(address("socialaccount_connections", "en"), {"account": SocialAccount.objects.get().pk})

        assert "Choose a password first" in page.text
        assert SocialAccount.objects.count() == 1


class TestShown:
    """Buttons and permissions appear by themselves, and only with the keys."""

    def test_without_keys_there_is_no_button_and_forms_stay_here(self, client: Client) -> None:
        page = client.get(address("account_login"))

        assert "Google" not in page.text
        assert "form-action 'self';" in page["Content-Security-Policy"] + ";"

    def test_forms_may_lead_to_the_provider_from_the_pages_with_its_button_only(
        self, client: Client, google: Provider
    ) -> None:
        for name in ("account_login", "account_signup"):
            assert f"form-action 'self' {google.address}" in client.get(address(name))["Content-Security-Policy"]
        for name in ("account_reset_password", "content:home"):
            assert google.address not in client.get(address(name))["Content-Security-Policy"]

    def test_each_provider_is_set_up_by_its_own_variables(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert identity.from_environment("production") == identity.Identity({}, [], [])
        monkeypatch.setenv("GOOGLE_CLIENT_ID", "id")
        monkeypatch.setenv("MICROSOFT_CLIENT_ID", "half of it")
        assert identity.from_environment("production").providers == {}

        monkeypatch.setenv("GOOGLE_CLIENT_SECRET", "secret")
        monkeypatch.setenv("APPLE_CLIENT_ID", "shop.example")
        monkeypatch.setenv("APPLE_KEY_ID", "KEY")
        monkeypatch.setenv("APPLE_TEAM_ID", "TEAM")
        monkeypatch.setenv("APPLE_PRIVATE_KEY", r"-----BEGIN PRIVATE KEY-----\nabc")
        found = identity.from_environment("production")

        assert set(found.providers) == {"openid_connect", "apple"}
        assert found.apps == ["allauth.socialaccount.providers.apple"]
        assert found.origins == ["https://accounts.google.com", "https://appleid.apple.com"]
        [apple] = found.providers["apple"]["APPS"]
        assert apple["settings"]["certificate_key"] == "-----BEGIN PRIVATE KEY-----\nabc"

    def test_in_production_google_is_google(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("GOOGLE_CLIENT_ID", "GOOGLE_CLIENT_SECRET"):
            monkeypatch.setenv(name, "x")
        monkeypatch.setenv("GOOGLE_SERVER_URL", "http://localhost:1234")

        def server(profile: str) -> str:
            [app] = identity.from_environment(profile).providers["openid_connect"]["APPS"]
            return str(app["settings"]["server_url"])

        assert server("production") == "https://accounts.google.com"
        assert server("demo") == "http://localhost:1234"
