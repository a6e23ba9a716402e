"""One palette, seven moods: every colour of the demo's pictures comes from here."""

from dataclasses import dataclass

COLORS = {
    "encre": "#1d2433", "nuit": "#22335c", "bleu": "#2b4c9b", "azur": "#5b86c4", "ciel": "#a8c8e0",
    "brume": "#e2e9e9", "craie": "#f8f4ea", "sable": "#ead9bb", "mimosa": "#f3c23c", "abricot": "#f2a57b",
    "corail": "#e2674a", "brique": "#a9432e", "rose": "#f4d3c7", "algue": "#2f5d4e", "sauge": "#9db59a",
    "lichen": "#d3ce74", "prune": "#5a3350", "galet": "#b9b4a9",
}  # fmt: skip


@dataclass(frozen=True)
class Mood:
    """The colours of one series, as `#rrggbb`."""

    paper: str
    """Ground of the drawing."""
    ink: str
    """Its strongest line: darker than the paper, or lighter when the paper is night."""
    a: str
    """`a` to `d`: the colours of the drawing in falling share."""
    b: str
    c: str
    d: str
    wall: str
    """`wall` and `shelf`: the room in which the thing is photographed."""
    shelf: str
    cloth: str
    """Bare fabric and bare glaze."""

    @property
    def night(self) -> bool:
        """Whether the paper is the dark one."""
        return self.paper == COLORS["nuit"]

    @property
    def dark(self) -> str:
        """The darkest of ink and paper."""
        return self.paper if self.night else self.ink

    @property
    def light(self) -> str:
        """The lightest of ink and paper."""
        return self.ink if self.night else self.paper


def _moods() -> dict[str, Mood]:
    c = COLORS
    return {
        "rivage": Mood(
            paper=c["craie"], ink=c["nuit"], a=c["bleu"], b=c["ciel"], c=c["mimosa"], d=c["corail"],
            wall="#cfe0ea", shelf="#efe9df", cloth="#f6f2e8",
        ),
        "verger": Mood(
            paper="#faf4df", ink=c["algue"], a=c["mimosa"], b=c["sauge"], c=c["lichen"], d=c["corail"],
            wall="#d9e6cc", shelf="#f0ebdc", cloth="#f7f3e6",
        ),
        "crepuscule": Mood(
            paper=c["rose"], ink=c["prune"], a=c["corail"], b=c["abricot"], c="#f6cf6b", d="#8c4a69",
            wall="#f3d5c6", shelf="#f3e9df", cloth="#f8eee6",
        ),
        "galerne": Mood(
            paper=c["brume"], ink=c["encre"], a=c["nuit"], b=c["azur"], c=c["galet"], d=c["mimosa"],
            wall="#d0dade", shelf="#e9e7e2", cloth="#eef0ee",
        ),
        "garrigue": Mood(
            paper=c["sable"], ink="#33402f", a=c["brique"], b=c["lichen"], c=c["algue"], d=c["abricot"],
            wall="#ecdab8", shelf="#f1eadc", cloth="#f3ead6",
        ),
        "sel": Mood(
            paper="#faf8f3", ink="#2a3440", a="#7c95a6", b="#c7d3d8", c="#e7d6bf", d=c["bleu"],
            wall="#e9e6df", shelf="#f2efe9", cloth="#f8f6f1",
        ),
        "nocturne": Mood(
            paper=c["nuit"], ink=c["craie"], a=c["mimosa"], b=c["azur"], c=c["ciel"], d=c["corail"],
            wall="#c3d3e6", shelf="#ebe7df", cloth="#f4f1e9",
        ),
    }  # fmt: skip


MOODS = _moods()


def mix(x: str, y: str, t: float) -> str:
    """The colour `t` (0…1) of the way from x to y."""
    a, b = (tuple(int(v[i : i + 2], 16) for i in (1, 3, 5)) for v in (x, y))
    return "#" + "".join(f"{round(p + (q - p) * t):02x}" for p, q in zip(a, b, strict=True))
