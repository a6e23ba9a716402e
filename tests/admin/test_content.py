"""Pages, menus and the home page, written in the administration."""

import pytest
from django.test import Client

from shop.content.models import HomeSlot, MenuItem, Page
from shop.pages import versions
from tests import factories
from tests.admin.forms import complaints, shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(client: Client) -> Client:
    client.force_login(factories.merchant())
    return client


def test_a_page_is_written_in_both_languages_cleaned_and_put_into_a_menu(mia: Client) -> None:
    typed = shown(mia.get("/admin/content/page/add/")) | {
        "title_fr": "Livraison",
        "title_en": "Delivery",
        "body_fr": "<h2>Délais</h2><script>alert(1)</script>",
        "body_en": '<p onclick="x">Two days</p>',
        "is_published": "on",
        "menuitems-TOTAL_FORMS": 1,
        "menuitems-0-place": "base",
        "menuitems-0-position": 0,
    }

    answer = mia.post("/admin/content/page/add/", typed)

    assert complaints(answer) == []
    page = Page.objects.get()
    assert (page.slug_fr, page.slug_en) == ("livraison", "delivery")
    assert (page.body_fr, page.body_en) == ("<h2>Délais</h2>", "<p>Two days</p>")
    assert MenuItem.objects.get().page == page
    assert Client().get("/en/help/delivery/").status_code == 200


def test_a_draft_has_a_preview_link_that_only_staff_can_follow(mia: Client) -> None:
    page = Page.objects.create(title_fr="Brouillon", title_en="Draft")

    form = mia.get(f"/admin/content/page/{page.pk}/change/")

    assert "?preview" in form.text
    assert mia.get("/fr/help/brouillon/?preview").status_code == 200
    assert Client().get("/fr/help/brouillon/?preview").status_code == 404


def test_a_slot_with_two_ends_or_none_in_order_is_refused(mia: Client) -> None:
    shelf, page = factories.category(), Page.objects.create(title_fr="A", title_en="A")
    typed = shown(mia.get("/admin/content/homeslot/add/")) | {"kind": "words"}

    both = mia.post("/admin/content/homeslot/add/", typed | {"category": shelf.pk, "page": page.pk})
    dates = {"starts_at_0": "2026-12-01", "starts_at_1": "10:00", "ends_at_0": "2026-11-01", "ends_at_1": "10:00"}
    backwards = mia.post("/admin/content/homeslot/add/", typed | dates)
    elsewhere = mia.post("/admin/content/homeslot/add/", typed | {"address": "https://evil.example/"})

    assert [answer.status_code for answer in (both, backwards, elsewhere)] == [200, 200, 200]
    assert HomeSlot.objects.count() == 0


def test_whatever_changes_in_content_makes_every_page_that_shows_it_anew(
    mia: Client, django_capture_on_commit_callbacks: object
) -> None:
    before = versions.read(["content"])

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        MenuItem.objects.create(place="main", label_fr="A", address="/")

    assert versions.read(["content"]) != before
