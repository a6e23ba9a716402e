"""Prices with VAT, price memory, cost and stock."""
