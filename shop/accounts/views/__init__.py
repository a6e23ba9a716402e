"""The account's own pages; the others are allauth's."""
