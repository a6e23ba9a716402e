"""Puts a good's texts together from hand-written sentences, so that no two descriptions are alike.

Sentences are dealt in turn, like cards: within one thing the same sentence of a series or of the making comes back only
when all the others have been used.
"""

from collections import Counter
from zlib import crc32

from demo.goods.spec import Both
from demo.goods.words import Motif, Series, Thing


class Deck:
    """Deals the sentences of each pile in turn, starting where the pile's name says."""

    def __init__(self) -> None:
        self._dealt: Counter[str] = Counter()

    def deal(self, pile: str, sentences: tuple[Both, ...]) -> Both:
        turn = self._dealt[pile]
        self._dealt[pile] += 1
        return sentences[(turn + crc32(pile.encode())) % len(sentences)]


def join(*sentences: Both) -> Both:
    return Both(" ".join(s.fr for s in sentences), " ".join(s.en for s in sentences))


def fill(pattern: Both, **words: Both) -> Both:
    """Puts words into a pattern; {Name} is {name} with a capital letter, in each language."""
    french = {key: word.fr for key, word in words.items()}
    english = {key: word.en for key, word in words.items()}
    for side in (french, english):
        side |= {key.capitalize(): word[:1].upper() + word[1:] for key, word in list(side.items())}
    return Both(pattern.fr.format(**french), pattern.en.format(**english))


def describe(
    deck: Deck, thing: Thing, motif: Motif, series: Series, made: tuple[Both, ...], use: tuple[Both, ...], pile: str
) -> Both:
    """Three or four sentences: the image, then its colours and its making, and every other time how it is used."""
    image = deck.deal(f"{motif.code}/{thing.print}", motif.words[thing.print])
    colours = deck.deal(f"{thing.code}/{series.code}", series.words)
    making = deck.deal(f"{pile}/made", made)
    rank = crc32(f"{thing.code}-{motif.code}-{series.code}".encode()) % 4
    if rank == 0:
        return join(image, colours, making)
    if rank == 1:
        return join(image, making, colours)
    using = deck.deal(f"{pile}/use", use)
    return join(image, colours, making, using) if rank == 2 else join(image, making, using)
