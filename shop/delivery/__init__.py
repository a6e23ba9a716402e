"""Delivery methods and zones."""
