"""What a browser keeps of the account: cookies bound to the host, and no page."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from shop.accounts import urls
from shop.accounts.models import User
from tests import factories
from tests.shop.accounts.test_sign_up import address, prove

pytestmark = pytest.mark.django_db
RIGHT = "a long enough word"


@pytest.fixture
def ada(db: None) -> User:
    made = factories.user("ada")
    prove("ada")
    return made


def test_no_page_of_the_account_is_stored(client: Client, ada: User) -> None:
    names = [pattern.name for pattern in urls.urlpatterns] + ["mfa_index", "usersessions_list", "account_email"]
    names += ["account_email_verification_sent", "account_confirm_password_reset_code", "account_reset_password"]
    for somebody in (Client(), client):
        for name in names:
            if name and not name.startswith(("account_address_", "openid")) and name != "account_address":
                answer = somebody.get(address(name))
                assert "no-store" in answer["Cache-Control"], name
                assert "private" in answer["Cache-Control"], name
        client.post(address("account_login"), {"login": "ada@example.org", "password": RIGHT})


class TestCookies:
    """Under https: bound to the host, out of the reach of scripts, only over https, not from other sites."""

    @pytest.fixture(scope="class")
    def production(self, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
        """What production's settings say with an https address."""
        env = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "PYTHONPATH")} | {
            "PROFILE": "production",
            "SECRET_KEY": "k" * 60,
            "SITE_URL": "https://shop.example",
            "ALLOWED_HOSTS": "shop.example",
            "VAR_DIR": str(tmp_path_factory.mktemp("var")),
            "STRIPE_SECRET_KEY": "sk_live_x",
            "STRIPE_PUBLISHABLE_KEY": "pk_live_x",
            "STRIPE_WEBHOOK_SECRET": "whsec_x",
        }
        told = (
            "import json; from shop import settings as s; print(json.dumps({n: getattr(s, n) for n in dir(s) if "
            "n.startswith(('SESSION_COOKIE', 'CSRF_COOKIE', 'ADMIN_NEEDS', 'LANGUAGE_COOKIE'))}))"
        )
        run = subprocess.run([sys.executable, "-c", told], cwd=configured.ROOT, env=env, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        return dict(json.loads(run.stdout))

    def test_session_and_token(self, production: dict[str, Any], settings: Any, ada: User) -> None:
        for name, value in production.items():
            setattr(settings, name, value)
        client = Client()
        client.get(address("account_login"), secure=True)
        client.post(address("account_login"), {"login": "ada@example.org", "password": RIGHT}, secure=True)

        assert set(client.cookies) >= {"__Host-session", "__Host-csrf"}
        for name in ("__Host-session", "__Host-csrf"):
            cookie = client.cookies[name]
            said = (cookie["secure"], cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"])
            assert said == (True, True, "Lax", "/", ""), name

    def test_staff_need_a_second_step_there(self, production: dict[str, Any]) -> None:
        assert production["ADMIN_NEEDS_MFA"] is True
