"""The administration is locked to staff, at every address of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from catalog.models import Product
from shop.accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def addresses() -> Iterator[str]:
    """Every address below /admin/, with 1 for whatever stands in it."""

    def walk(patterns: Any, before: str) -> Iterator[str]:
        for pattern in patterns:
            here = before + str(pattern.pattern).replace("^", "").replace("$", "").replace("\\Z", "")
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns, here)
            elif isinstance(pattern, URLPattern):
                yield here

    root = next(found for found in get_resolver().url_patterns if str(found.pattern) == "admin/")
    for address in walk(root.url_patterns, "/admin/"):
        yield address.replace("(?P<url>.*)", "x").replace("(?P<app_label>", "").split("<")[0] + (
            "1/" if "<" in address and "<object_id>/change/" not in address else ""
        )
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        yield from (base, f"{base}add/", f"{base}1/change/", f"{base}1/delete/", f"{base}1/history/")


ADDRESSES = sorted({address for address in addresses() if "(" not in address and "|" not in address})


def test_there_are_addresses_to_lock() -> None:
    assert len(ADDRESSES) > 60
    assert "/admin/catalogue/product/add/" in ADDRESSES


def test_strangers_are_sent_to_the_shops_sign_in_and_shoppers_are_refused_at_every_address(client: Client) -> None:
    made = factories.product(public=False)
    ada = Client()
    ada.force_login(factories.user("ada"))

    for address in ADDRESSES:
        for answer in (client.get(address), client.post(address, {"is_staff": "on", "_save": "1"})):
            assert answer.status_code == 302, address
            assert answer["Location"].split("?")[0] in ("/fr/account/login/", "/en/account/login/")
        for answer in (ada.get(address), ada.post(address, {"is_staff": "on", "_save": "1"})):
            assert answer.status_code == 403, address
            assert "<h1>" in answer.text

    assert Product.objects.get(pk=made.pk).is_public is False
    assert User.objects.filter(is_staff=True).count() == 0


def test_staff_that_was_put_at_rest_is_no_longer_staff(client: Client) -> None:
    mia = factories.merchant()
    client.force_login(mia)
    assert client.get("/admin/").status_code == 200

    User.objects.filter(pk=mia.pk).update(is_active=False)

    assert client.get("/admin/").status_code == 302


def test_staff_see_only_what_they_have_a_right_to(client: Client) -> None:
    client.force_login(factories.user("mia", is_staff=True))

    assert client.get("/admin/").status_code == 200
    assert client.get("/admin/catalogue/product/").status_code == 403
    assert "/admin/catalogue/product/" not in client.get("/admin/").text


def test_in_production_staff_need_a_second_step(client: Client, settings: Any) -> None:
    settings.ADMIN_NEEDS_MFA = True
    mia = factories.merchant()
    client.force_login(mia)

    answer = client.get("/admin/catalogue/product/")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/account/2fa/")

    TOTP.activate(mia, generate_totp_secret())
    codes = RecoveryCodes.activate(mia)
    answer = client.get("/admin/catalogue/product/")
    assert (answer.status_code, answer["Location"]) == (302, "/fr/account/2fa/reauthenticate/?next=%2Fadmin%2F")

    answer = client.post(answer["Location"], {"code": codes.get_unused_codes()[0], "next": "/admin/"})
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    assert client.get("/admin/catalogue/product/").status_code == 200


def test_djangos_own_doors_stay_shut(client: Client) -> None:
    client.force_login(factories.merchant())

    assert client.get("/admin/login/")["Location"] == "/admin/"
    assert client.get("/admin/password_change/")["Location"] == "/fr/account/password/change/"


@pytest.mark.parametrize(("language", "word"), [("fr", "Ajouter"), ("en", "Add")])
def test_the_administration_speaks_the_persons_language(client: Client, language: str, word: str) -> None:
    from shop.people.services import person_for_user

    mia = factories.merchant()
    client.force_login(mia)
    person = person_for_user(user=mia)
    person.language = language
    person.save()

    page = client.get("/admin/catalogue/product/", headers={"accept-language": "de"}).text

    assert f'<html lang="{language}"' in page


def test_the_language_switch_goes_before_the_persons_language(client: Client) -> None:
    client.force_login(factories.merchant())
    client.post("/language/setlang/", {"language": "en", "next": "/admin/"})

    assert '<html lang="en"' in client.get("/admin/").text
