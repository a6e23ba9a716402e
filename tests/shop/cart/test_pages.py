"""The basket's page and adding to it: without scripts, with htmx, and with whatever else is sent."""

import re
from typing import Any

import pytest
from django.test import Client

from shop.cart import cookies, services
from shop.cart.models import Basket, Line
from shop.people.services import make_link
from tests import factories as make

pytestmark = pytest.mark.django_db

HERE = {"Origin": "http://testserver"}
HTMX = {"HX-Request": "true"}


def inside() -> dict[int, int]:
    return dict(Line.objects.values_list("product_id", "quantity"))


def put(client: Client, product: Any, quantity: str = "1", **headers: str) -> Any:
    return client.post("/en/basket/add/", {"variant": product.pk, "quantity": quantity}, headers=headers)


def test_adding_leads_to_the_basket_which_says_so(client: Client) -> None:
    poster = make.product("Affiche Phare", "Lighthouse print", price=2450)

    answer = put(client, poster, "2")
    page = client.get(answer["Location"])

    assert (answer.status_code, answer["Location"]) == (302, "/en/basket/")
    assert "Lighthouse print is in your basket." in page.text
    assert "€49" in page.text
    assert 'aria-label="Basket, 2 items"' in page.text
    assert inside() == {poster.pk: 2}


def test_with_htmx_the_answer_is_a_panel_and_the_counter(client: Client) -> None:
    poster = make.product("Affiche Phare", "Lighthouse print")

    answer = put(client, poster, "3", **HTMX)

    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "Lighthouse print × 3" in answer.text
    assert 'id="basket-counter"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert 'aria-label="Basket, 3 items"' in answer.text


@pytest.mark.parametrize("typed", ["0", "-1", "1000000000", "two", "1.5", "NaN", "３", "", "1e9", "9" * 400, "<b>"])
def test_a_quantity_that_is_none_is_answered_beside_its_field_and_nothing_is_added(client: Client, typed: str) -> None:
    poster = make.product("Affiche Phare", "Lighthouse print")

    plain, part = put(client, poster, typed), put(client, poster, typed, **HTMX)

    assert (plain.status_code, part.status_code) == (422, 200)
    assert 'aria-invalid="true" aria-describedby="again-sentence"' in plain.text
    assert 'id="again-sentence"' in plain.text
    assert 'id="buy-sentence"' in part.text
    assert f'name="variant" value="{poster.pk}"' in plain.text
    assert "<b>" not in plain.text
    assert inside() == {}
    assert cookies.NAME not in client.cookies


@pytest.mark.parametrize("variant", ["", "0", "-1", "x", "9" * 30, "1 OR 1=1", "１", "999999"])
def test_a_variant_that_is_none_is_answered_in_words(client: Client, variant: str) -> None:
    answer = client.post("/en/basket/add/", {"variant": variant, "quantity": "1"})

    assert answer.status_code == 422
    assert "This one is no longer sold." in answer.text
    assert inside() == {}


def test_price_and_name_of_the_client_are_not_asked_for(client: Client) -> None:
    poster = make.product("Affiche Phare", "Lighthouse print", price=2450)

    client.post(
        "/en/basket/add/",
        {"variant": poster.pk, "quantity": "1", "price": "0.01", "unit_price": "1", "total": "1", "title": "Free"},
    )

    assert services.reckon(Basket.objects.get()).goods == 2450


def test_a_quantity_is_changed_removed_and_put_back_without_a_script(client: Client) -> None:
    poster = make.product("Affiche Phare", "Lighthouse print", price=2000)
    put(client, poster)
    line = Line.objects.get().pk

    client.post(f"/en/basket/line/{line}/", {"quantity": "4"})
    assert inside() == {poster.pk: 4}

    gone = client.post(f"/en/basket/line/{line}/", {"quantity": "4", "do": "remove"}, follow=True)
    assert inside() == {}
    assert "Lighthouse print has been taken out." in gone.text
    assert "Your basket is empty. The first stone is yours to throw." in gone.text
    assert "Lighthouse print has been taken out." not in client.get("/en/basket/").text

    client.post("/en/basket/undo/")
    assert inside() == {poster.pk: 4}


def test_a_wrong_quantity_keeps_what_was_typed_beside_its_sentence(client: Client) -> None:
    poster = make.product(in_stock=5)
    put(client, poster, "2")
    line = Line.objects.get().pk

    answer = client.post(f"/en/basket/line/{line}/", {"quantity": "6"})

    assert answer.status_code == 422
    assert "There are only 5 left." in answer.text
    assert 'value="6"' in answer.text
    assert f'aria-describedby="sentence-{line}"' in answer.text
    assert inside() == {poster.pk: 2}


def test_somebody_elses_line_cannot_be_changed_by_its_number(client: Client) -> None:
    poster = make.product()
    put(client, poster, "2")
    line, stranger, other = Line.objects.get().pk, Client(), Client()
    put(other, make.product())

    for visitor in (stranger, other):
        for words in ({"quantity": "9"}, {"do": "remove"}):
            visitor.post(f"/en/basket/line/{line}/", words)

    assert Line.objects.get(pk=line).quantity == 2


def test_lines_that_cannot_be_sold_say_why_and_are_not_in_the_sum(client: Client) -> None:
    gone, few, draft, good = (make.product(price=price, in_stock=9) for price in (1000, 2000, 4000, 8000))
    for one in (gone, few, draft, good):
        put(client, one, "3")
    gone.stockrecords.update(num_in_stock=0)
    few.stockrecords.update(num_in_stock=2)
    draft.is_public = False
    draft.save()

    page = client.get("/en/basket/")
    reckoned = services.reckon(Basket.objects.get())

    assert "This one is sold out. Take it out to order the rest." in page.text
    assert "There are only 2 left. Choose fewer to order." in page.text
    assert "This one is no longer sold. Take it out to order the rest." in page.text
    assert "One thing above needs you first." in page.text
    assert reckoned.goods == 3 * 2000 + 3 * 8000
    assert {problem.kind: problem.left for problem in reckoned.problems} == {"gone": 0, "fewer": 2, "withdrawn": 0}
    assert inside() == {one.pk: 3 for one in (gone, few, draft, good)}


def test_a_changed_price_is_said(client: Client) -> None:
    from shop.stock.services import set_price

    poster = make.product("Affiche Phare", "Lighthouse print", price=2000)
    put(client, poster)
    set_price(poster.stockrecords.get(), 2600)

    page = client.get("/en/basket/")

    assert "The price of Lighthouse print has changed since you put it in: €26 instead of €20." in page.text
    assert services.reckon(Basket.objects.get()).goods == 2600


def test_addresses_of_forms_lead_back_when_somebody_only_looks(client: Client) -> None:
    for path in ("add/", "undo/", "line/1/", "code/"):
        answer = client.get(f"/en/basket/{path}")
        assert (answer.status_code, answer["Location"]) == (302, "/en/basket/"), path
        assert cookies.NAME not in client.cookies


def test_the_touch_of_the_page_that_led_here_is_kept(client: Client) -> None:
    first, second = make.product(), make.product()
    tokens = [make_link(target="/en/", kind="share").token for _link in range(2)]

    put(client, first, Referer=f"http://testserver/en/p/x/?v=2&via={tokens[0]}")
    put(client, second, Referer=f"http://testserver/en/p/x/?via={tokens[1]}")

    assert Basket.objects.get().touch == tokens[0]


@pytest.mark.parametrize(
    "referer",
    [
        "http://elsewhere.example/?via=token",
        "http://testserver/?via=%00",
        "http://testserver/?via=" + "x" * 65,
        "http://testserver/?via=<b>",
        "http://[",
        "http://testserver/?" + "&".join("a=1" for _ in range(60)) + "&via=token",
    ],
)
def test_a_touch_from_elsewhere_is_none(client: Client, referer: str) -> None:
    put(client, make.product(), Referer=referer)

    assert Basket.objects.get().touch == ""


class TestSentFromHere:
    """The form on the shared product page bears no token (decision 17)."""

    ALLOWED = [
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Referer": "http://testserver/en/p/x/"},
    ]
    REFUSED = [
        {},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.evil.example"},
        {"Origin": "https://testserver"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
        {"Referer": "https://evil.example/http://testserver/"},
        {"Referer": "http://["},
        {"Origin": "https://evil.example", "Referer": "http://testserver/"},
    ]

    @pytest.mark.parametrize("headers", ALLOWED)
    def test_a_form_of_ours_needs_no_cookie_and_no_token(self, headers: dict[str, str]) -> None:
        poster = make.product()

        assert put(Client(enforce_csrf_checks=True), poster, **headers).status_code == 302
        assert inside() == {poster.pk: 1}

    @pytest.mark.parametrize("headers", REFUSED)
    def test_a_form_from_elsewhere_or_nowhere_is_refused(self, headers: dict[str, str]) -> None:
        answer = put(Client(enforce_csrf_checks=True), make.product(), **headers)

        assert answer.status_code == 403
        assert inside() == {}
        assert Basket.objects.count() == 0

    @pytest.mark.parametrize("path", ["line/{line}/", "undo/", "code/"])
    def test_every_form_of_the_baskets_page_needs_its_token(self, path: str) -> None:
        poster, client = make.product(), Client(enforce_csrf_checks=True)
        put(client, poster, **HERE)
        path = "/en/basket/" + path.format(line=Line.objects.get().pk)

        refused = [
            client.post(path, {"quantity": "5", "code": "x", "do": "remove"}, headers=headers)
            for headers in (HERE, {"Origin": "https://evil.example"}, {})
        ]

        assert [answer.status_code for answer in refused] == [403, 403, 403]
        assert inside() == {poster.pk: 1}

    def test_with_its_token_a_form_works(self) -> None:
        client = Client(enforce_csrf_checks=True)
        put(client, make.product(), **HERE)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/en/basket/").text)
        assert token is not None

        client.post(
            f"/en/basket/line/{Line.objects.get().pk}/",
            {"quantity": "5", "csrfmiddlewaretoken": token[1]},
            headers=HERE,
        )

        assert list(inside().values()) == [5]
