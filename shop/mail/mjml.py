"""MJML: which of it we use, and how it becomes an HTML template.

It is compiled once, with Django's tags still in it; a mail then costs a rendering only, and nothing that a person wrote
ever passes through the compiler. The compiler lets unknown tags pass in silence, and some of its own bring in addresses
of strangers: hence a list of our own.
"""

import re
from collections.abc import Callable

from mjml import mjml2html

Source = Callable[[str], str]

# mj-font, mj-social, mj-accordion, mj-carousel and mj-navbar point to hosts of others or need scripts.
TAGS = frozenset(
    {"mjml", "mj-head", "mj-body", "mj-title", "mj-preview", "mj-attributes", "mj-all", "mj-class", "mj-style"}
    | {"mj-breakpoint", "mj-include", "mj-raw", "mj-wrapper", "mj-section", "mj-group", "mj-column"}
    | {"mj-text", "mj-image", "mj-button", "mj-divider", "mj-spacer", "mj-table"}
)
ATTRIBUTES = frozenset(
    {"lang", "dir", "name", "path", "mj-class", "css-class", "alt", "src", "href", "title", "full-width"}
    | {"width", "height", "align", "vertical-align", "text-align", "cellpadding", "cellspacing", "inner-padding"}
    | {"padding", "padding-top", "padding-bottom", "padding-left", "padding-right"}
    | {"color", "background-color", "container-background-color"}
    | {"font-family", "font-size", "font-weight", "line-height", "letter-spacing"}
    | {"border", "border-top", "border-bottom", "border-color", "border-width", "border-radius"}
)
TAG = re.compile(r"<\s*(mj[a-z-]*)((?:[^<>\"]|\"[^\"]*\")*)>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*\"")
INCLUDE = re.compile(r"<mj-include\s+path=\"([^\"]+)\"\s*/>")
BETWEEN = re.compile(r"><(?=/?(?:table|tbody|tr|td|style|body|meta)\b)")
FOLDER = "mail/"


class BadMjml(ValueError):
    """A mail's layout uses what is not on our list, or cannot be read."""


def whole(name: str, source: Source, *, depth: int = 0) -> str:
    """A layout with its parts put in. Raises BadMjml.

    The compiler's own include loses the width of what stands around it, so the parts are put in as text.
    """
    if depth > 3 or not name.startswith(FOLDER) or ".." in name:
        raise BadMjml(f"{name}: parts come from templates/{FOLDER}, and not from each other for ever.")
    text = source(name)
    return INCLUDE.sub(lambda found: whole(found[1], source, depth=depth + 1), text)


def faults(text: str) -> list[str]:
    """What a layout uses that is not on our list, one sentence each."""
    found = []
    for tag, rest in TAG.findall(text):
        if tag not in TAGS:
            found.append(f"<{tag}> is not on the list of tags for mails.")
        found += [
            f'{name}="…" on <{tag}> is not on the list of attributes for mails.'
            for name in ATTRIBUTE.findall(rest)
            if name not in ATTRIBUTES
        ]
    return found


def compiled(name: str, source: Source) -> str:
    """The HTML, Django's tags still in it. Raises BadMjml."""
    text = whole(name, source)
    if found := faults(text):
        raise BadMjml(f"{name}: {found[0]}")
    try:
        # No fonts: left to itself the compiler would import them from a stranger.
        return _short_lines(mjml2html(text, disable_comments=True, fonts={}))
    except ValueError as error:
        raise BadMjml(f"{name}: {error}") from error


def _short_lines(html: str) -> str:
    """A break between tables, rows and cells, where none shows.

    Lines of a mail end before 998 signs (RFC 5322); longer ones have to be encoded, which takes longest of all.
    """
    return BETWEEN.sub(">\n<", html)
