"""Keys, errors, idempotency, faults: how a call is answered whatever it asks."""

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from tests.demo.emulator.conftest import Emulator, paid

ORDER: Any = {"amount": 500, "currency": "eur"}


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({"currency": "eur"}, "parameter_missing", "amount"),
        ({"amount": 500}, "parameter_missing", "currency"),
        ({"amount": 49, "currency": "eur"}, "amount_too_small", "amount"),
        ({"amount": 100_000_000, "currency": "eur"}, "amount_too_large", "amount"),
        ({"amount": "12.50", "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": 0, "currency": "eur"}, "parameter_invalid_integer", "amount"),
        ({"amount": 500, "currency": "xyz"}, None, "currency"),
        ({"amount": 500, "currency": "eur", "amout": 5}, "parameter_unknown", "amout"),
        ({"amount": 500, "currency": "eur", "payment_method": "pm_none"}, "resource_missing", "payment_method"),
        ({"amount": 500, "currency": "eur", "expand": ["colour"]}, None, "expand"),
    ],
)
def test_a_wrong_parameter_is_named_and_nothing_is_made(
    client: stripe.StripeClient, emulator: Emulator, params: Any, code: str | None, param: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.payment_intents.create(params)

    assert (refusal.value.http_status, refusal.value.code, refusal.value.param) == (400, code, param)
    assert str(refusal.value.request_id).startswith("req_")
    assert client.v1.payment_intents.list().data == []
    assert emulator.kinds() == []


def test_what_does_not_exist_is_a_404(client: stripe.StripeClient) -> None:
    for ask in (client.v1.payment_intents.retrieve, client.v1.refunds.retrieve, client.v1.checkout.sessions.retrieve):
        with pytest.raises(stripe.InvalidRequestError) as refusal:
            ask("pi_none")
        assert (refusal.value.http_status, refusal.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.disputes.retrieve("dp_1")
    assert refusal.value.http_status == 404


@pytest.mark.parametrize(
    ("key", "error", "status"),
    [
        ("sk_live_never", stripe.AuthenticationError, 401),
        ("nonsense", stripe.AuthenticationError, 401),
        ("pk_test_emulator", stripe.PermissionError, 403),
    ],
)
def test_only_a_secret_test_key_opens(
    emulator: Emulator, key: str, error: type[stripe.StripeError], status: int
) -> None:
    stranger = stripe.StripeClient(key, base_addresses={"api": emulator.url}, max_network_retries=0)

    with pytest.raises(error) as refusal:
        stranger.v1.payment_intents.create(ORDER)

    assert refusal.value.http_status == status
    assert emulator.kinds() == []


def test_no_key_at_all_is_a_401_and_a_foreign_host_name_a_403(emulator: Emulator) -> None:
    for headers, status in (({}, 401), ({"Host": "evil.example", "Authorization": "Bearer sk_test_x"}, 403)):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(urllib.request.Request(f"{emulator.url}/v1/events", headers=headers))
        assert refusal.value.code == status


def test_the_same_key_gives_the_stored_answer(client: stripe.StripeClient, emulator: Emulator) -> None:
    first, again = (client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"}) for _ in range(2))

    assert again.to_dict() == first.to_dict()
    assert first.last_response is not None
    assert again.last_response is not None
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert again.last_response.headers["Original-Request"] == first.last_response.request_id
    assert emulator.kinds() == ["payment_intent.created"]


def test_the_same_key_with_another_body_or_path_is_refused(client: stripe.StripeClient, emulator: Emulator) -> None:
    intent = client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"})

    for other in (
        lambda: client.v1.payment_intents.create(ORDER | {"amount": 501}, {"idempotency_key": "order-1"}),
        lambda: client.v1.payment_intents.cancel(intent.id, None, {"idempotency_key": "order-1"}),
    ):
        with pytest.raises(stripe.IdempotencyError) as refusal:
            other()
        assert refusal.value.http_status == 400
    assert emulator.kinds() == ["payment_intent.created"]


def test_a_decline_is_remembered_and_a_wrong_parameter_is_not(client: stripe.StripeClient, emulator: Emulator) -> None:
    for _ in range(2):
        with pytest.raises(stripe.CardError) as refusal:
            paid(client, card="pm_card_chargeDeclined", options={"idempotency_key": "pay-1"})
    assert refusal.value.headers is not None
    assert refusal.value.headers["Idempotent-Replayed"] == "true"
    assert emulator.kinds().count("charge.failed") == 1

    with pytest.raises(stripe.InvalidRequestError):
        client.v1.payment_intents.create({"amount": 1, "currency": "eur"}, {"idempotency_key": "order-2"})
    assert client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-2"}).amount == 500


def test_a_key_is_forgotten_after_a_day(client: stripe.StripeClient, emulator: Emulator) -> None:
    first = client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"})
    emulator.control("clock", advance=86_401)

    assert client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"}).id != first.id


def test_a_key_that_is_at_work_is_a_409(client: stripe.StripeClient, emulator: Emulator) -> None:
    emulator.control("faults", kind="hang", method="POST", seconds=0.5, before=True)
    with ThreadPoolExecutor(1) as hands:
        slow = hands.submit(client.v1.payment_intents.create, ORDER, {"idempotency_key": "order-1"})
        time.sleep(0.15)
        with pytest.raises(stripe.APIError) as refusal:
            client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"})
        assert refusal.value.http_status == 409
        assert slow.result().amount == 500
    assert emulator.kinds() == ["payment_intent.created"]


def test_twenty_at_once_with_one_key_make_one_intent(emulator: Emulator) -> None:
    client = emulator.client(max_network_retries=8)

    def create(_: int) -> str:
        return client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"}).id

    with ThreadPoolExecutor(20) as hands:
        assert len(set(hands.map(create, range(20)))) == 1
    assert emulator.kinds() == ["payment_intent.created"]


@pytest.mark.parametrize(
    ("fault", "error", "done"),
    [
        ({"kind": "error_after"}, stripe.APIError, 1),
        ({"kind": "error_before"}, stripe.APIError, 0),
        ({"kind": "lost_reply"}, stripe.APIConnectionError, 1),
        ({"kind": "rate_limit"}, stripe.RateLimitError, 0),
    ],
)
def test_after_a_fault_the_same_key_ends_with_one_intent(
    client: stripe.StripeClient, emulator: Emulator, fault: Any, error: type[stripe.StripeError], done: int
) -> None:
    emulator.control("faults", method="POST", path="/v1/payment_intents", **fault)
    create: Callable[[], Any] = lambda: client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"})  # noqa: E731

    with pytest.raises(error):
        create()

    assert len(emulator.kinds()) == done
    intent = create()
    assert client.v1.payment_intents.retrieve(intent.id).amount == 500
    assert emulator.kinds() == ["payment_intent.created"]
    assert emulator.control("faults", look=True)["faults"] == []


def test_a_500_can_be_remembered_by_the_key_as_stripe_may(client: stripe.StripeClient, emulator: Emulator) -> None:
    emulator.control("faults", kind="error_after", stored=True)

    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"})

    assert emulator.kinds() == ["payment_intent.created"]


def test_a_reply_that_hangs_was_done_all_the_same(emulator: Emulator) -> None:
    client = emulator.client(http_client=stripe.RequestsClient(timeout=0.2))
    emulator.control("faults", kind="hang", seconds=0.6)

    with pytest.raises(stripe.APIConnectionError):
        client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"})

    assert emulator.kinds() == ["payment_intent.created"]
    assert client.v1.payment_intents.create(ORDER, {"idempotency_key": "order-1"}).amount == 500
    assert emulator.kinds() == ["payment_intent.created"]


def test_the_librarys_own_retries_get_over_a_lost_reply(emulator: Emulator) -> None:
    emulator.control("faults", kind="lost_reply", times=2)

    assert emulator.client(max_network_retries=2).v1.payment_intents.create(ORDER).amount == 500

    assert emulator.kinds() == ["payment_intent.created"]


def test_a_fault_may_let_calls_pass_first_and_waits_for_its_own_address(
    client: stripe.StripeClient, emulator: Emulator
) -> None:
    emulator.control("faults", kind="rate_limit", path="/v1/payment_intents/*/confirm", skip=1)
    intents = [client.v1.payment_intents.create(ORDER) for _ in range(2)]
    params: Any = {"payment_method": "pm_card_visa", "return_url": "http://localhost/"}

    assert client.v1.payment_intents.confirm(intents[0].id, params).status == "succeeded"
    with pytest.raises(stripe.RateLimitError):
        client.v1.payment_intents.confirm(intents[1].id, params)


def test_the_control_address_takes_json_only_and_names_slips(emulator: Emulator) -> None:
    for headers, body, status in (
        ({"Content-Type": "text/plain"}, b"{}", 415),
        ({"Content-Type": "application/json"}, b'{"kind": "fire"}', 400),
        ({"Content-Type": "application/json"}, b"{", 400),
    ):
        with pytest.raises(urllib.error.HTTPError) as refusal:
            urllib.request.urlopen(urllib.request.Request(f"{emulator.url}/_control/faults", body, headers))
        assert refusal.value.code == status
    assert emulator.control("faults", look=True)["faults"] == []
