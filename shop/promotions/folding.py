"""One writing of a code, however it was typed."""

import unicodedata

# Spaces of every kind go with isspace; these are the dashes that phones and word processors put in.
DASHES = "-_.\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


def folded(code: str) -> str:
    """A code without case, accents of width, spaces, dashes: "Été-24", "été 24" and "ÉTÉ24" are one."""
    text = unicodedata.normalize("NFKC", code).upper()
    return "".join(sign for sign in text if not sign.isspace() and sign not in DASHES and sign not in INVISIBLE)
