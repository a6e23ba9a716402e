"""An OpenID provider on the loopback, and a browser's way through it without a browser."""

import json
import logging
import urllib.request
import warnings
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from oidc_provider_mock import run_server_in_thread

from shop import identity

ADA = {"email": "ada@example.org", "email_verified": True, "name": "Ada Lovelace", "picture": "https://p.example/a.png"}


class Provider:
    """The provider, reachable at `address`; `names` are the ids under which the shop knows it."""

    def __init__(self, address: str) -> None:
        self.address = address

    def knows(self, sub: str, **claims: Any) -> None:
        """Somebody has an account there."""
        request = urllib.request.Request(
            f"{self.address}/users/{sub}",
            json.dumps(claims).encode(),
            {"Content-Type": "application/json"},
            method="PUT",
        )
        urllib.request.urlopen(request).close()

    def leave(self, client: Client, *, name: str = "google", language: str = "fr", **query: str) -> Any:
        """Press the button; gives the shop's answer, which leads to the provider."""
        with override(language):
            url = reverse("openid_connect_login", kwargs={"provider_id": name})
        return client.post(f"{url}?{urlencode(query)}" if query else url)

    def agree(self, location: str, sub: str) -> str:
        """Say yes at the provider as `sub`; gives the address that it sends the browser back to."""
        return self._answer(location, {"sub": sub})

    def refuse(self, location: str) -> str:
        """Say no there. This provider forgets the state that RFC 6749 (4.1.2.1) asks it to send back."""
        return self._answer(location, {"action": "deny"}) + f"&state={query(location)['state']}"

    def come_back(self, client: Client, location: str) -> Any:
        parts = urlsplit(location)
        return client.get(f"{parts.path}?{parts.query}")

    def sign_in(self, client: Client, sub: str, **how: str) -> Any:
        """The whole way; gives the shop's last answer."""
        return self.come_back(client, self.agree(self.leave(client, **how)["Location"], sub))

    def _answer(self, location: str, words: dict[str, str]) -> str:
        opener = urllib.request.build_opener(Stay)
        answer = opener.open(urllib.request.Request(location, urlencode(words).encode()))
        with answer:
            return str(answer.headers["Location"])


class Stay(urllib.request.HTTPRedirectHandler):
    """Redirects are looked at, not followed."""

    def http_error_302(self, request: Any, answer: Any, code: int, message: str, headers: Any) -> Any:
        return answer


def query(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


@pytest.fixture(scope="module")
def server() -> Iterator[Provider]:
    """The provider on a free port; plain http is fine on the loopback."""
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        with run_server_in_thread() as running:
            yield Provider(f"http://localhost:{running.server_port}")


@pytest.fixture
def google(settings: Any, server: Provider) -> Provider:
    """The shop's Google for this test; Ada has an account there."""
    configure(settings, server)
    server.knows("a1", **ADA)
    return server


def configure(settings: Any, provider: Provider, names: tuple[str, ...] = ("Google",)) -> None:
    """The shop knows the provider under these names, as if their keys were in the environment."""
    apps = [identity.google(f"shop-{name}", "a secret", provider.address, name) for name in names]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": apps}}
    settings.SOCIAL_ORIGINS = [identity.origin(provider.address)]
