"""Shared parts of pages, cached by the versions of what they show."""
