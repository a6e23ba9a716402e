"""Refusals in Stripe's shape: `{"error": {"type", "code", "message", "param", …}}` with Stripe's HTTP codes."""

from typing import Any

Json = dict[str, Any]
DOCS = "https://stripe.com/docs/error-codes/"


class ApiError(Exception):
    """An answer that is not 200. `keeps` says that what was written until then stays (a declined payment is a fact)."""

    keeps = False

    def __init__(self, status: int, kind: str, message: str, *, code: str = "", param: str = "", **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.error: Json = {"message": message, "type": kind}
        if code:
            self.error |= {"code": code, "doc_url": DOCS + code.replace("_", "-")}
        if param:
            self.error["param"] = param
        self.error |= {key: value for key, value in more.items() if value is not None}

    @property
    def body(self) -> Json:
        return {"error": self.error}


class Declined(ApiError):
    """402: the card was asked and said no."""

    keeps = True

    def __init__(self, error: Json, payment_intent: Json) -> None:
        super().__init__(402, "card_error", error["message"])
        self.error = error | {"payment_intent": payment_intent}


def invalid(message: str, *, code: str = "", param: str = "", **more: Any) -> ApiError:
    """400: the request makes no sense."""
    return ApiError(400, "invalid_request_error", message, code=code, param=param, **more)


def missing(param: str) -> ApiError:
    return invalid(f"Missing required param: {param}.", code="parameter_missing", param=param)


def unknown(param: str) -> ApiError:
    return invalid(f"Received unknown parameter: {param}", code="parameter_unknown", param=param)


def no_such(kind: str, key: str, param: str = "id") -> ApiError:
    """404: nothing has this id."""
    return ApiError(
        404, "invalid_request_error", f"No such {kind.replace('.', '_')}: '{key}'", code="resource_missing", param=param
    )


def wrong_state(message: str, payment_intent: Json | None = None) -> ApiError:
    """400: the intent stands where this cannot be done."""
    return invalid(message, code="payment_intent_unexpected_state", payment_intent=payment_intent)


def no_key() -> ApiError:
    return ApiError(
        401, "invalid_request_error", "No API key was given: send a secret test key as bearer or user name."
    )


def wrong_key(key: str) -> ApiError:
    shown = key[:8] + "*" * max(0, len(key) - 12) + key[-4:]
    return ApiError(401, "invalid_request_error", f"Invalid API Key provided: {shown}")


def needs_secret_key() -> ApiError:
    return ApiError(
        403,
        "invalid_request_error",
        "A publishable key may not do this: use a secret key, on a server.",
        code="secret_key_required",
    )


def too_fast() -> ApiError:
    return ApiError(429, "invalid_request_error", "Too many requests at once: wait and try again.", code="rate_limit")


def broken() -> ApiError:
    return ApiError(500, "api_error", "An error happened on the way: nobody can say here whether it was done.")


def key_reused(other_path: bool) -> ApiError:
    what = "the same address" if other_path else "the same parameters"
    return ApiError(400, "idempotency_error", f"An idempotency key belongs to {what} as when it was first used.")


def key_in_use() -> ApiError:
    return ApiError(
        409,
        "idempotency_error",
        "Another request with this idempotency key is still at work.",
        code="idempotency_key_in_use",
    )
