"""Append-only accounts in integers."""
