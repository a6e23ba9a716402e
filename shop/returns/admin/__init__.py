"""Refunds in the administration: asked for from an order in two steps, listed, and seen to when one has failed."""

from shop.returns.admin.refunds import RefundAdmin

__all__ = ["RefundAdmin"]
