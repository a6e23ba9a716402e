"""The words that occur, and which of them are one slip away from what was typed."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.db import connection, transaction

from catalog.models import SearchKey, SearchWord
from catalog.search.documents import Text
from catalog.search.stems import stem
from catalog.search.words import surfaces

SHORTEST_FORGIVEN = 4  # letters; below, nearly every word is a slip of another
BATCH = 2_000


@dataclass
class Seen:
    """How often a word was seen: in documents, in titles or terms, in titles alone; and how it was written."""

    documents: int = 0
    titles: int = 0
    names: int = 0
    written: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Word:
    """A word that occurs."""

    word: str
    written: str
    documents: int
    titles: int


def count(texts: Iterable[Text], language: str, seen: dict[str, Seen] | None = None) -> dict[str, Seen]:
    """The words of these texts, added to those `seen` already."""
    seen = defaultdict(Seen) if seen is None else seen
    for text in texts:
        heavy = {pair for part in (text.title, *text.terms) for pair in surfaces(part, language)}
        light = {pair for part in text.body for pair in surfaces(part, language)}
        in_titles = {folded for folded, _written in heavy}
        in_name = {folded for folded, _written in surfaces(text.title, language)}
        for folded, written in heavy | light:
            seen[folded].written[written] += 1
        for folded in in_titles | {folded for folded, _written in light}:
            seen[folded].documents += 1
            seen[folded].titles += folded in in_titles
            seen[folded].names += folded in in_name
    return seen


def learn(language: str, seen: Mapping[str, Seen], fresh: Mapping[str, Seen]) -> None:
    """Take up words `seen` for the first time, and count those of `fresh` documents."""
    have = _known(language, seen)
    rows = []
    for word in sorted(seen):  # in one order: two workers must not wait for each other
        if word in fresh or word not in have:
            counted = fresh.get(word, Seen())
            written = seen[word].written.most_common(1)[0][0]
            rows.append((language, word, written, counted.documents, counted.titles, counted.names))
    if not rows:
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO catalogue_searchword AS old (language, word, written, documents, titles, names)
            VALUES (%s, %s, %s, %s, %s, %s)
            ON CONFLICT (language, word) DO UPDATE SET documents = old.documents + excluded.documents,
                                                       titles = old.titles + excluded.titles,
                                                       names = old.names + excluded.names
            """,
            rows,
        )
        _make_keys(language, seen.keys() - have)


def replace(language: str, seen: Mapping[str, Seen]) -> None:
    """The vocabulary of a language as just counted in whole: new words come, old ones go, counts are true again."""
    have = set(SearchWord.objects.filter(language=language).values_list("word", flat=True))
    with transaction.atomic():
        gone = sorted(have - seen.keys())
        for start in range(0, len(gone), BATCH):
            SearchWord.objects.filter(language=language, word__in=gone[start : start + BATCH]).delete()
        SearchWord.objects.bulk_create(
            [
                SearchWord(
                    language=language,
                    word=word,
                    written=counted.written.most_common(1)[0][0],
                    documents=counted.documents,
                    titles=counted.titles,
                    names=counted.names,
                )
                for word, counted in sorted(seen.items())
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["language", "word"],
            update_fields=["written", "documents", "titles", "names"],
        )
        _make_keys(language, seen.keys() - have)


def _known(language: str, words: Collection[str]) -> set[str]:
    return set(SearchWord.objects.filter(language=language, word__in=words).values_list("word", flat=True))


def _make_keys(language: str, words: Collection[str]) -> None:
    ordered = sorted(words)
    for start in range(0, len(ordered), BATCH):
        numbers = SearchWord.objects.filter(language=language, word__in=ordered[start : start + BATCH])
        SearchKey.objects.bulk_create(
            [
                SearchKey(word_id=number, key=key)
                for number, word in numbers.order_by("word").values_list("pk", "word")
                for key in sorted(keys_of(word) | keys_of(stem(word, language)))
            ],
            batch_size=BATCH,
            ignore_conflicts=True,
        )


def keys_of(word: str) -> set[str]:
    """The word, and the word with each letter left out in turn."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def look_up(language: str, keys: Collection[str]) -> dict[str, list[Word]]:
    """Key → the words that bear it. One statement."""
    found: dict[str, list[Word]] = defaultdict(list)
    rows = SearchKey.objects.filter(key__in=keys, word__language=language)
    columns = ("key", "word__word", "word__written", "word__documents", "word__titles")
    for key, word, written, documents, titles in rows.values_list(*columns):
        found[key].append(Word(word, written, documents, titles))
    return found


def one_slip(typed: str, word: str) -> bool:
    """Whether one letter is missing, too much, another, or two neighbours have changed places."""
    if typed == word or abs(len(typed) - len(word)) > 1:
        return False
    start = 0
    while start < min(len(typed), len(word)) and typed[start] == word[start]:
        start += 1
    one, other = typed[start:], word[start:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return (len(one) <= 1 and len(other) <= 1) or (len(one) == 2 and one == other[::-1])


def one_slip_begins(typed: str, word: str) -> bool:
    """Whether the word begins with `typed`, one slip allowed."""
    return any(one_slip(typed, word[:length]) for length in range(len(typed) - 1, len(typed) + 2) if length > 0)
