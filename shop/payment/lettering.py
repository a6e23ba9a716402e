"""The names of means of payment in our own lettering: capitals of one line, as wide as they need to be.

Nobody's logo: a name says what can be paid with, and a drawn copy of a trademark would be one.
"""

# Drawn in a band of 8 from the top; (width, path).
LETTERS = {
    "A": (6.0, "M0,8L3,0L6,8M1.1,5.2H4.9"),
    "B": (5.2, "M3,3.8A1.9,1.9 0 0 0 3,0H0V8H3.1A2.1,2.1 0 0 0 3.1,3.8H0"),
    "C": (6.9, "M6.83,1.17A4,4 0 1 0 6.83,6.83"),
    "D": (6.4, "M0,0V8H2.4A4,4 0 0 0 2.4,0Z"),
    "E": (4.4, "M4.4,0H0V8H4.4M0,4H3.8"),
    "F": (4.4, "M4.4,0H0V8M0,4H3.8"),
    "G": (8.0, "M6.83,1.17A4,4 0 1 0 8,4H4.8"),
    "H": (5.6, "M0,0V8M5.6,0V8M0,4H5.6"),
    "I": (0.0, "M0,0V8"),
    "J": (3.4, "M3.4,0V5.6A2.2,2.2 0 0 1 0,6.9"),
    "K": (5.2, "M0,0V8M5,0L0,4.8M1.9,3.2L5.2,8"),
    "L": (4.0, "M0,0V8H4"),
    "M": (7.2, "M0,8V0L3.6,5.4L7.2,0V8"),
    "N": (5.6, "M0,8V0L5.6,8V0"),
    "O": (8.0, "M4,0A4,4 0 1 0 4,8A4,4 0 1 0 4,0"),
    "P": (5.3, "M0,8V0H3A2.3,2.3 0 0 1 3,4.6H0"),
    "Q": (8.0, "M4,0A4,4 0 1 0 4,8A4,4 0 1 0 4,0M5,5.6L7.6,8.4"),
    "R": (5.3, "M0,8V0H3A2.3,2.3 0 0 1 3,4.6H0M2.8,4.6L5.2,8"),
    "S": (4.9, "M4.7,1.2C4.2,.4 3.4,0 2.5,0 1,0 .3,1 .3,2 .3,4.6 5,3.2 5,6 5,7.2 4,8 2.5,8 1.4,8 .5,7.5 0,6.6"),
    "T": (5.6, "M0,0H5.6M2.8,0V8"),
    "U": (5.6, "M0,0V5.2A2.8,2.8 0 0 0 5.6,5.2V0"),
    "V": (6.0, "M0,0L3,8L6,0"),
    "W": (8.8, "M0,0L2.2,8L4.4,1.6L6.6,8L8.8,0"),
    "X": (5.4, "M0,0L5.4,8M5.4,0L0,8"),
    "Y": (5.6, "M0,0L2.8,4.2L5.6,0M2.8,4.2V8"),
    "Z": (5.0, "M0,0H5L0,8H5"),
    "2": (4.9, "M.2,1.9A2.3,2.3 0 1 1 4.2,3.4L0,8H4.9"),
    "4": (5.2, "M4,8V0L0,5.6H5.2"),
}  # fmt: skip
GAP, SPACE = 2.2, 3.0


def word(text: str) -> tuple[float, tuple[tuple[float, str], ...]]:
    """How wide a name is, and its letters: (where each begins, its path). A sign that is not drawn is a space."""
    at, drawn = 0.0, []
    for sign in text.upper():
        if sign in LETTERS:
            width, path = LETTERS[sign]
            drawn.append((round(at, 2), path))
            at += width + GAP
        else:
            at += SPACE
    return round(max(0.0, at - GAP), 2), tuple(drawn)
