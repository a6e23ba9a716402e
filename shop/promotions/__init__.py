"""Promotions and their codes."""
