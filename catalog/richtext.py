"""Texts with headings, lists and links: whatever an editor or an import brings, only these signs stay."""

import nh3

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "b", "i", "u", "s", "sub", "sup", "a",
    "blockquote", "table", "thead", "tbody", "tr", "th", "td", "dl", "dt", "dd",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "hreflang", "title"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "*": {"lang"},
}
SCHEMES = {"https", "http", "mailto", "tel"}


def clean(html: str) -> str:
    """The text without anything that could act: no script, style, handler, picture, frame or form. Twice is once."""
    cleaned = nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        clean_content_tags={"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
    # As it was typed: « and figures keep their no-break spaces as characters, which search and editor read alike.
    return cleaned.replace("&nbsp;", "\u00a0").strip()
