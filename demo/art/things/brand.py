"""The wordmark and the mark, drawn by hand."""

LETTERS = (  # the wordmark, drawn by hand: path, where it starts
    ("M0,0V-96M0,-56C0,-84 18,-98 48,-95", 0),
    ("M0,0V-96", 92),
    ("M84,-82A48,48 0 1 0 84,-14", 134),
    ("M0,-48A48,48 0 1 1 96,-48A48,48 0 1 1 0,-48Z", 256),
    ("M84,-82A48,48 0 1 0 84,-14", 394),
    ("M0,0V-142M0,-52C0,-82 18,-98 44,-98C70,-98 84,-82 84,-54V0", 518),
    ("M2,-50H96A47,47 0 1 0 82,-15", 646),
    ("M22,-132V-28C22,-8 34,0 58,-3M0,-96H54", 782),
)


def wordmark(color: str, dot: str, w: float = 17) -> str:
    """The name as SVG, 840 × 142, standing on y = 0; the dot of the i is the stone."""
    o = [
        (
            f'<path d="{d}" transform="translate({x} 0)" fill="none" stroke="{color}" stroke-width="{w}" '
            'stroke-linecap="round" stroke-linejoin="round"/>'
        )
        for d, x in LETTERS
    ]
    return "".join(o) + f'<ellipse cx="94" cy="-134" rx="17" ry="11" fill="{dot}" transform="rotate(-14 94 -134)"/>'


def arcs(color: str, stone: str, w: float = 12) -> str:
    """The mark: three growing arcs and the stone. 200 × 80, standing on y = 0."""
    o = (
        f'<path d="M6,0A16,15 0 0 1 38,0A29,31 0 0 1 96,0A44,54 0 0 1 183,-12" fill="none" stroke="{color}" '
        f'stroke-width="{w}" stroke-linecap="round" stroke-linejoin="round"/>'
    )
    return o + f'<ellipse cx="187" cy="-3" rx="17" ry="11" fill="{stone}" transform="rotate(24 187 -3)"/>'
