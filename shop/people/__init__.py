"""Persons, their consents, and who must not be written to."""
