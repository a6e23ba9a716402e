"""Who else can say who somebody is: Google and others, each only when its keys are in the environment.

Part of the settings (shop/signing_in.py). Google is spoken to as any OpenID provider, so that the tests' and the demo's
local one takes the very same way; the others have ways of their own, which allauth knows.
"""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from shop import environment as env

GOOGLE = "https://accounts.google.com"
# Name, allauth's app, the variables that must all be set, and where the browser is sent.
OTHERS = (
    (
        "apple",
        ("APPLE_CLIENT_ID", "APPLE_KEY_ID", "APPLE_TEAM_ID", "APPLE_PRIVATE_KEY"),
        "https://appleid.apple.com",
    ),
    ("facebook", ("FACEBOOK_CLIENT_ID", "FACEBOOK_CLIENT_SECRET"), "https://www.facebook.com"),
    ("microsoft", ("MICROSOFT_CLIENT_ID", "MICROSOFT_CLIENT_SECRET"), "https://login.microsoftonline.com"),
)


class Identity(NamedTuple):
    """What the settings need: allauth's providers, the apps to install, and where forms may lead."""

    providers: dict[str, Any]
    apps: list[str]
    origins: list[str]


def google(client_id: str, secret: str, server: str = GOOGLE, name: str = "Google") -> dict[str, Any]:
    """Google, or what stands in for it at another address, as one of allauth's OpenID providers."""
    return {
        "provider_id": name.lower(),
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": server, "oauth_pkce_enabled": True},
    }


def from_environment(profile: str) -> Identity:
    """Empty without keys. GOOGLE_SERVER_URL counts in demo and tests only: in production Google is Google."""
    found = Identity({}, [], [])
    if (client := env.text("GOOGLE_CLIENT_ID")) and (secret := env.text("GOOGLE_CLIENT_SECRET")):
        server = env.text("GOOGLE_SERVER_URL", GOOGLE) if profile != "production" else GOOGLE
        found.providers["openid_connect"] = {"APPS": [google(client, secret, server)]}
        found.origins.append(origin(server))
    for name, variables, address in OTHERS:
        values = [env.text(variable) for variable in variables]
        if all(values):
            found.providers[name] = {"APPS": [_app(name, values)], "VERIFIED_EMAIL": False}
            found.apps.append(f"allauth.socialaccount.providers.{name}")
            found.origins.append(address)
    return found


def origin(address: str) -> str:
    """Scheme and host, as a Content-Security-Policy names them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _app(name: str, values: list[str]) -> dict[str, Any]:
    app: dict[str, Any] = {"name": name.capitalize(), "client_id": values[0], "secret": values[1]}
    if name == "apple":
        # A key in a variable keeps its line ends as \n.
        app |= {"key": values[2], "settings": {"certificate_key": values[3].replace("\\n", "\n")}}
    return app
