"""Socket: whoever must act on a payment or refund that changed is told here, after the commit.

    outcomes.register(settle)             settle(payment) for every change of a payment's state
    outcomes.register_refund(note)        note(refund) for every change of a refund's state

A listener that raises is told again by the sweep, until it returns; so it may be told the same thing twice.
"""

from collections.abc import Callable

from shop.payment.models import Payment, PaymentRefund

_payments: list[Callable[[Payment], object]] = []
_refunds: list[Callable[[PaymentRefund], object]] = []


def register(handler: Callable[[Payment], object]) -> None:
    """Once per handler, from an app's `ready()`."""
    if handler not in _payments:
        _payments.append(handler)


def register_refund(handler: Callable[[PaymentRefund], object]) -> None:
    """Once per handler, from an app's `ready()`."""
    if handler not in _refunds:
        _refunds.append(handler)


def unregister(handler: Callable[[Payment], object]) -> None:
    """For tests, and for an app that leaves."""
    _payments.remove(handler)


def unregister_refund(handler: Callable[[PaymentRefund], object]) -> None:
    """For tests, and for an app that leaves."""
    _refunds.remove(handler)


def handlers() -> tuple[Callable[[Payment], object], ...]:
    return tuple(_payments)


def refund_handlers() -> tuple[Callable[[PaymentRefund], object], ...]:
    return tuple(_refunds)
