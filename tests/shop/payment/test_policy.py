"""Only a page that pays may talk to Stripe; limits stop who tries cards; missing keys are said at start."""

from typing import Any

import pytest
from django.core.checks import Error, Warning
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views import View

from shop.payment import limits, policy, selectors
from shop.payment.checks import stripe_is_reachable_by_keys as check
from tests.emulator import Stripe


def answered(view: Any, settings: Any) -> dict[str, list[str]]:
    """The policy of a view's page, as a browser reads it."""
    from csp.middleware import CSPMiddleware

    response = CSPMiddleware(view)(RequestFactory().get("/"))
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";")]
    return {name: sources for name, *sources in parts}


@policy.with_stripe
def paying(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Paying(policy.WithStripe, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse()


def reading(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize("view", [paying, Paying.as_view()], ids=["function", "class"])
def test_a_page_that_pays_may_load_and_ask_stripe_and_be_sent_to_its_page(view: Any, settings: Any) -> None:
    settings.STRIPE_API_BASE = ""

    found = answered(view, settings)

    assert found["script-src"] == ["'self'", "https://js.stripe.com", "https://*.js.stripe.com"]
    assert found["frame-src"] == ["https://js.stripe.com", "https://*.js.stripe.com", "https://hooks.stripe.com"]
    assert found["connect-src"] == ["'self'", "https://api.stripe.com"]
    assert found["form-action"] == ["'self'", "https://checkout.stripe.com"]
    assert selectors.script() == "https://js.stripe.com/v3/"
    assert view(RequestFactory().get("/")).headers["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"


def test_with_the_stand_in_only_its_origin_is_allowed(stripe: Stripe, settings: Any) -> None:
    found = answered(paying, settings)

    assert found["script-src"] == ["'self'", stripe.url]
    assert {name: found[name][-1] for name in ("frame-src", "connect-src", "form-action")} == {
        "frame-src": stripe.url,
        "connect-src": stripe.url,
        "form-action": stripe.url,
    }
    assert "stripe.com" not in str(found)
    assert selectors.script() == f"{stripe.url}/v3.js"


def test_any_other_page_may_not(settings: Any) -> None:
    assert "stripe" not in str(answered(reading, settings))
    assert "frame-src" not in answered(reading, settings)


def visit(address: str = "198.51.100.1") -> HttpRequest:
    return RequestFactory().post("/", REMOTE_ADDR=address)


@pytest.mark.django_db
def test_a_basket_begins_ten_payments_an_hour_an_address_twenty_in_ten_minutes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    assert sum(limits.may_begin(visit(), who="basket-1") for _ in range(12)) == 10
    assert "Card testing? Too many new payments from 198.51.100.1." in caplog.text

    assert sum(limits.may_begin(visit("198.51.100.2"), who=f"basket-{n}") for n in range(100, 200)) == 20
    assert limits.may_begin(visit("198.51.100.3"), who="basket-2")


@pytest.mark.django_db
def test_without_the_cache_everybody_gets_in_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(limits.ratelimit.cache, "add", away)

    assert all(limits.may_begin(visit(), who="basket-1") for _ in range(30))
    assert "Payments are not counted" in caplog.text


def test_production_without_keys_is_an_error_in_one_sentence(settings: Any) -> None:
    settings.PROFILE = "production"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY, settings.STRIPE_WEBHOOK_SECRET = "sk_live_1", "", ""

    (found,) = check(None)

    assert isinstance(found, Error)
    assert found.msg == (
        "STRIPE_PUBLISHABLE_KEY, STRIPE_WEBHOOK_SECRET must be set: without Stripe's keys nobody can pay."
    )


def test_keys_in_each_others_place_and_test_keys_are_told(settings: Any) -> None:
    settings.PROFILE = "production"
    settings.STRIPE_WEBHOOK_SECRET = "whsec_1"
    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "pk_live_1", "sk_live_1"
    assert [type(found) for found in check(None)] == [Error]

    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "sk_test_1", "pk_test_1"
    assert [type(found) for found in check(None)] == [Warning]

    settings.STRIPE_SECRET_KEY, settings.STRIPE_PUBLISHABLE_KEY = "rk_live_1", "pk_live_1"
    assert check(None) == []


@pytest.mark.django_db
def test_the_webhook_is_outside_the_languages_and_needs_no_token(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/webhooks/stripe/", b"{}", content_type="application/json").status_code == 400
