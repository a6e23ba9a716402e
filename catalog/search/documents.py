"""What a product says in a language: its title, the terms it is filed under, and its texts."""

import hashlib
import html
import math
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.models import (
    AttributeOption,
    Availability,
    Category,
    Product,
    ProductAttributeValue,
    ProductClass,
    ShelfItem,
    ShelfTerm,
)
from catalog.search.engines import Entry
from catalog.search.stems import stem
from catalog.search.words import index_words, spoken

SOLD_OUT = 0.6  # goods that are gone stand behind those that are there
MOST_FROM_SALES = 0.2


@dataclass
class Text:
    """A product in one language: raw texts, heaviest first."""

    product_id: int
    boost: float
    title: str = ""
    terms: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)

    def entry(self, language: str) -> Entry:
        """Cut, folded and stemmed."""
        title, terms, body = (
            " ".join(stem(word, language) for text in texts for word in index_words(text, language))
            for texts in ([self.title], dict.fromkeys(self.terms), self.body)
        )
        digest = hashlib.blake2b("\n".join((title, terms, body)).encode(), digest_size=16).hexdigest()
        return Entry(self.product_id, self.boost, digest, title, terms, body)


def boost(availability: int, sales: int) -> float:
    """How much a rank is raised or lowered: sold out 0.6; sales add 5 % for each power of ten, at most 20 %.

    Two decimals: most sales change nothing, so nothing is written.
    """
    popular = 1 + min(math.log10(1 + sales) * 0.05, MOST_FROM_SALES)
    return round(popular * (SOLD_OUT if availability == Availability.GONE else 1), 2)


def texts(product_ids: Collection[int], languages: Collection[str]) -> dict[str, dict[int, Text]]:
    """Language → product → text, for those of these products that stand on the shelf. Seven statements at most."""
    found: dict[str, dict[int, Text]] = {language: {} for language in languages}
    items = list(ShelfItem.objects.filter(pk__in=product_ids).order_by("pk"))
    if not items:
        return found
    ids = [item.pk for item in items]
    kinds = _named(ProductClass, "name", {item.kind_id for item in items}, languages)
    for item in items:
        weight = boost(item.availability, item.sales)
        for language in languages:
            text = found[language][item.pk] = Text(item.pk, weight, _said(item, "title", language))
            text.terms += [kinds.get((item.kind_id, language), ""), _said(item, "summary", language)]
    for product_id, language, term in _categories(ids, languages):
        found[language][product_id].terms.append(term)
    for product_id, language, term, heavy in _values(ids, languages):
        text = found[language][product_id]
        (text.terms if heavy else text.body).append(term)
    _add_products(found, ids, languages)
    return found


def _said(row: Any, name: str, language: str) -> str:
    """A translated column; where it is empty, what the page shows instead."""
    return str(getattr(row, f"{name}_{language}") or getattr(row, f"{name}_fr") or "")


def _named(model: Any, name: str, ids: set[int], languages: Collection[str]) -> dict[tuple[int, str], str]:
    """(number, language) → name."""
    return {
        (row.pk, language): _said(row, name, language)
        for row in model.objects.filter(pk__in=ids).only("pk", *(f"{name}_{code}" for code in {*languages, "fr"}))
        for language in languages
    }


def _categories(ids: list[int], languages: Collection[str]) -> Iterator[tuple[int, str, str]]:
    pairs = list(ShelfTerm.objects.filter(item__in=ids, kind=ShelfTerm.CATEGORY).values_list("item_id", "value"))
    names = _named(Category, "name", {value for _item, value in pairs}, languages)
    for product_id, value in pairs:
        for language in languages:
            yield product_id, language, names.get((value, language), "")


def _values(ids: list[int], languages: Collection[str]) -> Iterator[tuple[int, str, str, bool]]:
    """Options and texts of products and their public variants; a label mention (ingredients) weighs like prose."""
    columns = {*languages, "fr"}
    rows = ProductAttributeValue.objects.values(
        "product_id", "product__parent_id", "attribute__label_mention", "value_option_id", "value_multi_option",
        *(f"value_text_{code}" for code in columns),
    ).order_by("product_id", "attribute__position", "attribute_id")  # fmt: skip
    values = [*rows.filter(product__in=ids), *rows.filter(product__parent__in=ids, product__is_public=True)]
    options = {value[name] for value in values for name in ("value_option_id", "value_multi_option") if value[name]}
    names = _named(AttributeOption, "option", options, languages)
    for value in values:
        product_id, heavy = value["product__parent_id"] or value["product_id"], not value["attribute__label_mention"]
        for language in languages:
            for option in (value["value_option_id"], value["value_multi_option"]):
                if option:
                    yield product_id, language, names.get((option, language), ""), heavy
            text = value[f"value_text_{language}"] or value["value_text_fr"]
            if text:
                yield product_id, language, text, heavy


def _add_products(found: dict[str, dict[int, Text]], ids: list[int], languages: Collection[str]) -> None:
    """Prose and article numbers of products; names and article numbers of variants."""
    columns = [f"{name}_{code}" for name in ("title", "description", "story") for code in {*languages, "fr"}]
    own = Product.objects.filter(pk__in=ids).only("pk", "upc", "parent_id", *columns)
    variants = Product.objects.filter(parent__in=ids, is_public=True).only("pk", "upc", "parent_id", *columns)
    numbers: dict[int, list[str]] = defaultdict(list)
    for product in [*own, *variants.order_by("pk")]:
        product_id = product.parent_id or product.pk
        numbers[product_id].append(product.upc or "")
        for language in languages:
            text = found[language][product_id]
            if product.parent_id:
                text.terms.append(_said(product, "title", language))
            else:
                text.body += [
                    html.unescape(spoken(_said(product, name, language))) for name in ("description", "story")
                ]
    for by_product in found.values():
        for product_id, upcs in numbers.items():
            by_product[product_id].body += [upc for upc in upcs if upc]
