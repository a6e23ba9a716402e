"""The merchant makes a link for a campaign and reads how often it was followed."""

import pytest
from django.test import Client

from shop.people.models import TouchLink
from tests import factories
from tests.admin.forms import complaints, shown

pytestmark = pytest.mark.django_db
ADD = "/admin/people/touchlink/add/"


@pytest.fixture
def mia(client: Client) -> Client:
    client.force_login(factories.merchant())
    return client


def test_a_link_is_made_followed_and_counted(mia: Client) -> None:
    answer = mia.post(ADD, shown(mia.get(ADD)) | {"target": "/fr/", "kind": "card"})
    assert complaints(answer) == []
    link = TouchLink.objects.get()

    Client().get(f"/r/{link.token}", headers={"User-Agent": "Mozilla/5.0"})
    Client().get(f"/r/{link.token}", headers={"User-Agent": "Mozilla/5.0"})

    listed = mia.get("/admin/people/touchlink/")
    assert f"/r/{link.token}" in listed.text
    assert [row.followed for row in listed.context["cl"].queryset] == [2]


def test_a_link_out_of_the_shop_is_refused_in_words(mia: Client) -> None:
    answer = mia.post(ADD, shown(mia.get(ADD)) | {"target": "https://evil.example/fr/", "kind": "card"})

    assert answer.status_code == 200
    assert list(complaints(answer)[0]) == ["target"]
    assert TouchLink.objects.count() == 0
