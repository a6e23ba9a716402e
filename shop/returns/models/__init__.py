"""The tables of refunds. Withdrawal and returns come to stand beside them."""

from shop.returns.models.refunds import Refund, RefundLine, RefundPart, State
from shop.returns.models.tallies import LineRefunded, OrderRefunded, PaymentRefunded, ReductionReturned

__all__ = [
    "LineRefunded",
    "OrderRefunded",
    "PaymentRefunded",
    "ReductionReturned",
    "Refund",
    "RefundLine",
    "RefundPart",
    "State",
]
