"""Reads a list's question without asking the database: which filters there are is remembered until it changes."""

from django.http import QueryDict

from catalog.shelf.filters import filters
from catalog.shelf.question import Question, read


def question(query: QueryDict, q: str = "") -> Question:
    """The question in a query string; names and values that are no filter are left out. `q`: a search, made clean."""
    return read(query, filters().codes, q)
