"""Stripe's forms: `line_items[0][price_data][currency]=eur` becomes nested dictionaries and lists, and nothing else.

Values stay text, as they came; `fields.py` reads them.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from demo.emulator.errors import Json, invalid

NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")
PART = re.compile(r"\[([^\[\]]*)\]")
MOST_FIELDS = 2_000


def parse(text: str) -> Json:
    """The parameters of a query or a body. Raises ApiError (400) when a name cannot be read."""
    tree: Json = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, strict_parsing=False)
    except ValueError:
        raise invalid("The form has too many fields.") from None
    for name, value in pairs:
        match = NAME.match(name)
        if match is None:
            raise invalid(f"The parameter name {name!r} cannot be read.", param=name)
        _put(tree, [match[1], *PART.findall(match[2])], value, name)
    return _lists(tree)


def _put(tree: Json, path: list[str], value: str, name: str) -> None:
    for step in path[:-1]:
        tree = tree.setdefault(step or str(len(tree)), {})
        if not isinstance(tree, dict):
            raise invalid(f"The parameter {name!r} is both a value and a group.", param=name)
    tree[path[-1] or str(len(tree))] = value


def _lists(value: Any) -> Any:
    """Groups whose names are 0, 1, 2, … are lists."""
    if not isinstance(value, dict):
        return value
    below = {key: _lists(entry) for key, entry in value.items()}
    if below and all(key.isdigit() for key in below):
        return [below[key] for key in sorted(below, key=int)]
    return below
