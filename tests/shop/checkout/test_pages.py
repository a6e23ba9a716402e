"""The checkout over HTTP, with the stand-in for Stripe behind it: what is asked, kept, and never believed."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from catalog.models import Product
from shop.checkout.models import FormDraft, PendingOrder
from shop.order.models import Order
from shop.payment.models import Payment
from shop.people.models import Consent
from shop.stock.services import set_price
from tests import delivery_factories, factories
from tests.emulator import Stripe
from tests.shop.checkout.given import allocated, goods

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, PAY, KEEP = "/fr/checkout/", "/fr/checkout/pay/", "/fr/checkout/keep/"
LEA = {
    "email": "lea@example.org", "first_name": "Łéa", "last_name": "Ελένη", "line1": "12 rue des Cordeliers",
    "postcode": "44000", "city": "Nantes", "country": "FR", "delivery": "home",
}  # fmt: skip
PARTS = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def poster(stripe: Stripe) -> Product:
    return goods(price=3400)


def filled(client: Client, product: Product, quantity: int = 1) -> None:
    client.post("/fr/basket/add/", {"variant": product.pk, "quantity": quantity})


def hidden(client: Client) -> dict[str, str]:
    """What the page sends back unseen: its ticket and the total that it shows."""
    html = client.get(PAGE).content.decode()
    return {name: unescape(html.split(f'name="{name}" value="')[1].split('"')[0]) for name in ("ticket", "shown_total")}


def pay(client: Client, **changes: Any) -> Any:
    """The first press on the button, as the script sends it."""
    return client.post(PAY, LEA | hidden(client) | changes, **PARTS)


def paid(client: Client, stripe: Stripe, **changes: Any) -> Any:
    """A whole purchase; the confirmation."""
    answer = pay(client, **changes).json()
    stripe.pay(answer["client_secret"].split("_secret_")[0])
    return client.get(answer["return_url"])


def errors(answer: Any) -> dict[str, str]:
    return {one["name"]: one["sentence"] for one in answer.json()["errors"]}


def test_an_empty_basket_leads_to_the_basket(client: Client, poster: Product) -> None:
    assert client.get(PAGE)["Location"] == "/fr/basket/"


def test_the_way_of_delivery_stands_by_its_name_above_the_total(client: Client, poster: Product) -> None:
    filled(client, poster)
    order = unescape(client.post(KEEP, LEA | hidden(client), **PARTS).json()["order"])
    assert "<dt>Livraison, À domicile</dt><dd>4,90\xa0€</dd>" in order
    assert "à choisir" not in order


def test_a_guest_buys_and_reads_the_confirmation(client: Client, poster: Product, stripe: Stripe) -> None:
    filled(client, poster)
    page = paid(client, stripe).content.decode()
    order = Order.objects.get()
    assert order.number in page
    assert "Łéa" in page
    assert (order.total, order.email) == (3890, "lea@example.org")
    assert [intent["amount_received"] for intent in stripe.all("payment_intent")] == [3890]
    assert FormDraft.objects.count() == 0
    assert client.cookies["basket"].value == ""


def test_somebody_else_with_the_address_learns_the_number_only(client: Client, poster: Product, stripe: Stripe) -> None:
    filled(client, poster)
    paid(client, stripe)
    other = Client().get(f"/fr/checkout/done/{PendingOrder.objects.get().reference}/").content.decode()
    assert Order.objects.get().number in other
    for secret in ("lea@example.org", "Łéa", "Cordeliers"):
        assert secret not in other


def test_the_confirmation_before_payment_leads_back_and_places_nothing(client: Client, poster: Product) -> None:
    filled(client, poster)
    answer = pay(client).json()
    assert client.get(answer["return_url"])["Location"] == PAGE
    assert Order.objects.count() == 0
    assert client.get("/fr/checkout/done/nobody/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "ada@example"}, "email"), ({"email": ""}, "email"), ({"email": "a@b.fr\r\nBcc: x@y.fr"}, "email"),
        ({"first_name": "…"}, "first_name"), ({"last_name": ""}, "last_name"), ({"line1": " "}, "line1"),
        ({"postcode": "4400"}, "postcode"), ({"country": "US"}, "country"), ({"country": "<b>"}, "country"),
        ({"delivery": "teleport"}, "delivery"), ({"phone": "12"}, "phone"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_its_field_and_holds_nothing(
    client: Client, poster: Product, wrong: dict[str, str], field: str
) -> None:
    filled(client, poster)
    answer = pay(client, **wrong)
    assert answer.status_code == 422
    assert field in errors(answer)
    assert (PendingOrder.objects.count(), Payment.objects.count(), allocated(poster)) == (0, 0, 0)


def test_a_page_without_scripts_keeps_every_value_beside_its_error(client: Client, poster: Product) -> None:
    filled(client, poster)
    answer = client.post(PAY, LEA | hidden(client) | {"postcode": "4400"})
    html = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert 'id="id_postcode_error"' in html
    for typed in ("lea@example.org", "Łéa", "Ελένη", "12 rue des Cordeliers", 'value="4400"'):
        assert typed in html
    assert PendingOrder.objects.count() == 0


def test_without_scripts_the_hosted_page_comes_next_and_the_order_stands_after_it(
    client: Client, poster: Product, stripe: Stripe
) -> None:
    filled(client, poster)
    answer = client.post(PAY, LEA | hidden(client))
    payment = Payment.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, payment.session_url)
    stripe.pay_session(payment.session_id, email="lea@example.org", name="Léa Bernard")
    page = client.get(f"/fr/checkout/done/{payment.reference}/").content.decode()
    assert Order.objects.get().number in page
    assert Order.objects.get().total == 3890


def test_express_asks_nothing_here_and_the_order_is_that_of_the_hosted_page(
    client: Client, poster: Product, stripe: Stripe
) -> None:
    filled(client, poster)
    answer = client.post("/fr/checkout/express/", {})
    payment = Payment.objects.get()
    assert f'content="0;url={payment.session_url}"' in unescape(answer.content.decode())
    address = {"line1": "1 rue Lue", "postal_code": "44000", "city": "Nantes", "country": "FR"}
    stripe.pay_session(payment.session_id, email="ada@example.org", name="Ada Lovelace", address=address)
    page = client.get(f"/fr/checkout/done/{payment.reference}/").content.decode()
    assert Order.objects.get().number in page
    assert Order.objects.get().email == "ada@example.org"


def test_express_of_one_thing_leaves_the_basket_alone(client: Client, poster: Product) -> None:
    other = goods(price=1000)
    filled(client, other)
    client.post("/fr/checkout/express/", {"variant": poster.pk, "quantity": "2"})
    pending = PendingOrder.objects.get()
    assert [(line["variant_id"], line["quantity"]) for line in pending.lines] == [(poster.pk, 2)]
    back = client.get(f"/fr/checkout/cancelled/{pending.reference}/")
    assert back["Location"] == poster.get_absolute_url()
    assert allocated(poster) == 0
    assert other.title_fr in client.get("/fr/basket/").content.decode()


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000000", "deux", "NaN", ""])
def test_express_with_a_quantity_that_is_none_holds_nothing(client: Client, poster: Product, quantity: str) -> None:
    answer = client.post("/fr/checkout/express/", {"variant": poster.pk, "quantity": quantity})
    assert answer["Location"] == poster.get_absolute_url()
    assert (PendingOrder.objects.count(), allocated(poster)) == (0, 0)


def test_a_price_that_rose_is_shown_and_asked_again(client: Client, poster: Product) -> None:
    filled(client, poster)
    before = hidden(client)
    set_price(poster.stockrecords.get(), 3600)
    answer = client.post(PAY, LEA | before, **PARTS)
    assert answer.status_code == 422
    assert "38,90\u00a0€" in answer.json()["said"]
    assert "40,90\u00a0€" in answer.json()["said"]
    assert (PendingOrder.objects.count(), Payment.objects.count()) == (0, 0)


def test_sums_quantities_and_rates_sent_by_the_client_are_not_believed(client: Client, poster: Product) -> None:
    filled(client, poster)
    lies = {
        "price": "1",
        "total": "1",
        "quantity": "-1",
        "currency": "xxx",
        "shipping": "0",
        "tax": "0",
        "discount": "9",
    }
    assert pay(client, **lies).status_code == 200
    assert PendingOrder.objects.get().due == 3890
    assert pay(client, shown_total="1").status_code == 422
    assert pay(client, shown_total="NaN").status_code == 422


def test_a_basket_changed_in_another_window_is_asked_again(client: Client, poster: Product) -> None:
    cheap, dear = goods(price=1000), goods(price=2400)
    filled(client, poster)
    before = hidden(client)
    line = client.get("/fr/basket/").content.decode().split("/fr/basket/line/")[1].split("/")[0]
    client.post(f"/fr/basket/line/{line}/", {"do": "remove"})
    filled(client, cheap)
    filled(client, dear)  # the same total as before
    assert client.post(PAY, LEA | before, **PARTS).status_code == 422
    assert PendingOrder.objects.count() == 0


def test_the_button_pressed_twice_is_one_payment(client: Client, poster: Product, stripe: Stripe) -> None:
    filled(client, poster)
    first, second = pay(client).json(), pay(client).json()
    assert first == second
    assert len(stripe.all("payment_intent")) == 1
    assert allocated(poster) == 1


def test_a_second_window_after_paying_leads_to_the_same_confirmation(
    client: Client, poster: Product, stripe: Stripe
) -> None:
    filled(client, poster)
    window = LEA | hidden(client)
    done = paid(client, stripe).wsgi_request.path
    assert client.post(PAY, window, **PARTS).json() == {"go": done}
    assert client.get(PAGE)["Location"] == done
    assert (Order.objects.count(), len(stripe.all("payment_intent"))) == (1, 1)


def test_stripe_down_is_said_and_the_next_press_pays(client: Client, poster: Product, stripe: Stripe) -> None:
    filled(client, poster)
    stripe.fail("error_before", times=20)
    answer = pay(client)
    assert answer.status_code == 503
    assert answer.json()["refused"]
    stripe.control("faults", clear=True)
    assert paid(client, stripe).status_code == 200
    assert (Order.objects.count(), len(stripe.all("payment_intent"))) == (1, 1)


def test_what_is_typed_comes_back_and_no_password_is_kept(client: Client, poster: Product) -> None:
    filled(client, poster)
    client.post(KEEP, LEA | hidden(client) | {"password": "secret word", "code": "HELLO"}, **PARTS)
    assert set(FormDraft.objects.get().fields) <= {*LEA, "point"}
    assert 'value="12 rue des Cordeliers"' in client.get(PAGE).content.decode()
    assert 'value="12 rue des Cordeliers"' not in Client().get(PAGE, follow=True).content.decode()


def test_signing_in_here_brings_back_what_was_typed(client: Client, poster: Product) -> None:
    factories.user()
    filled(client, poster)
    typed = LEA | hidden(client) | {"email": "ada@example.org"}
    wrong = client.post("/fr/checkout/sign-in/", typed | {"password": "not this one"})
    assert wrong.status_code == 422
    assert 'value="12 rue des Cordeliers"' in wrong.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_letter_is_not_ticked_and_a_tick_is_written_down(client: Client, poster: Product, stripe: Stripe) -> None:
    filled(client, poster)
    box = client.get(PAGE).content.decode().split('name="letter"')[1].split(">")[0]
    assert "checked" not in box
    paid(client, stripe, letter="on")
    assert list(Consent.objects.values_list("purpose", "wording", "granted")) == [("newsletter", "2026-11", True)]


def test_a_parcel_that_is_fetched_needs_no_street(client: Client, poster: Product) -> None:
    delivery_factories.pickup(steps=((30_000, None, 390),), position=5)
    delivery_factories.point("NTE1", "44000")
    filled(client, poster)
    answer = pay(client, delivery="pickup", line1="", city="", point="NTE1", shown_total="3790")
    assert answer.status_code == 200
    assert PendingOrder.objects.get().address["point"] == "NTE1"


def test_a_form_without_token_or_from_elsewhere_is_refused(poster: Product) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in (PAY, KEEP, "/fr/checkout/code/", "/fr/checkout/sign-in/", "/fr/checkout/leave/basket/"):
        assert strict.post(address, LEA).status_code == 403, address
    assert (
        strict.post("/fr/checkout/express/", {"variant": poster.pk}, HTTP_ORIGIN="https://evil.example").status_code
        == 403
    )
    assert PendingOrder.objects.count() == 0
