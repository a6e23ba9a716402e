"""Keeps the search: documents follow the shelf, product by product or all at once."""

from collections import defaultdict
from collections.abc import Collection

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from catalog.models import SearchDocument, ShelfItem
from catalog.search import engines, vocabulary
from catalog.search.documents import Text, texts
from catalog.search.vocabulary import Seen

LANGUAGES = [code for code, _name in settings.LANGUAGES]
CHUNK = 2_000


def refresh(product_ids: Collection[int]) -> None:
    """Make the documents of these products true to the shelf; those that left it are forgotten.

    Texts that did not change are not written again: a change of stock or sales costs a number.
    """
    ids = sorted(set(product_ids))
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        with transaction.atomic():
            found, new = _write(chunk)
        for language, by_product in found.items():
            seen = vocabulary.count(by_product.values(), language)
            fresh = [by_product[product_id] for product_id in new[language]]
            counted = seen if len(fresh) == len(by_product) else vocabulary.count(fresh, language)
            vocabulary.learn(language, seen, counted)


def stale(limit: int = 1_000) -> list[int]:
    """Products without a document that stand on the shelf, or the reverse: what a lost nudge left behind."""
    ids: set[int] = set()
    for language in LANGUAGES:
        written = SearchDocument.objects.filter(language=language, product=OuterRef("pk"))
        ids |= set(ShelfItem.objects.filter(~Exists(written)).values_list("pk", flat=True)[:limit])
    shelved = ShelfItem.objects.filter(pk=OuterRef("product_id"))
    ids |= set(SearchDocument.objects.filter(~Exists(shelved)).values_list("product_id", flat=True)[:limit])
    return sorted(ids)[:limit]


def rebuild() -> int:
    """Every document of the shelf, and the vocabulary counted anew. Returns the number of products searched."""
    on_shelf = list(ShelfItem.objects.order_by("pk").values_list("pk", flat=True))
    strays = set(SearchDocument.objects.values_list("product_id", flat=True)) - set(on_shelf)
    if strays:
        engines.current().forget(sorted(strays))
    seen: dict[str, dict[str, Seen]] = {language: defaultdict(Seen) for language in LANGUAGES}
    for start in range(0, len(on_shelf), CHUNK):
        with transaction.atomic():
            found, _new = _write(on_shelf[start : start + CHUNK])
        for language, by_product in found.items():
            vocabulary.count(by_product.values(), language, seen[language])
    for language in LANGUAGES:
        vocabulary.replace(language, seen[language])
    engines.current().tidy()
    return len(on_shelf)


def _write(ids: list[int]) -> tuple[dict[str, dict[int, Text]], dict[str, list[int]]]:
    """Write what changed. Returns the texts of those on the shelf, and which of them are new in each language."""
    engine = engines.current()
    found = texts(ids, LANGUAGES)
    gone = set(ids) - found[LANGUAGES[0]].keys()
    if gone:
        engine.forget(sorted(gone))
    have = {
        (language, product_id): (number, digest, boost)
        for number, language, product_id, digest, boost in SearchDocument.objects.filter(product__in=ids).values_list(
            "pk", "language", "product_id", "digest", "boost"
        )
    }
    new: dict[str, list[int]] = {}
    weighed = []
    for language, by_product in found.items():
        new[language] = [product_id for product_id in by_product if (language, product_id) not in have]
        entries = []
        for product_id, text in by_product.items():
            entry = text.entry(language)
            number, digest, boost = have.get((language, product_id), (0, "", 0.0))
            if digest != entry.digest:
                entries.append(entry)
            elif boost != entry.boost:
                weighed.append(SearchDocument(pk=number, boost=entry.boost))
        if entries:
            engine.write(language, entries)
    SearchDocument.objects.bulk_update(weighed, ["boost"], batch_size=500)
    return found, new
