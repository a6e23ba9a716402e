"""Whole visits, from the first page to the last, as people make them."""
