"""Fourteen months of orders: who bought what and what became of it, in bulk, as the services would have written it."""

from demo.fill.orders.history import add_orders

__all__ = ["add_orders"]
