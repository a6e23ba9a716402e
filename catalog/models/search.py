"""What search keeps: one document a product and language, and the words that occur in them.

The searchable form of a document lies beside these tables, made by the migration for the database at hand:
a `tsvector` column `body` on PostgreSQL, full-text tables `catalogue_search_<language>` on SQLite.
"""

from django.db import models


class SearchDocument(models.Model):
    """A product of the shelf in one language. `boost` weighs its rank; `digest` tells whether its texts changed."""

    product = models.ForeignKey("catalogue.Product", models.CASCADE, related_name="+")
    language = models.CharField(max_length=5)
    boost = models.FloatField(default=1)
    digest = models.CharField(max_length=32)

    class Meta:
        # No index on `boost`: it changes with stock and sales, and PostgreSQL would write all others again each time.
        constraints = [models.UniqueConstraint(fields=["product", "language"], name="search_document_once")]

    def __str__(self) -> str:
        return f"{self.product_id} {self.language}"


class SearchWord(models.Model):
    """A word that occurs: folded, as it is written; in how many documents, titles or terms, titles alone.

    The counts are those of the last rebuild; they only decide which of two near words is offered first.
    """

    language = models.CharField(max_length=5)
    word = models.CharField(max_length=40)
    written = models.CharField(max_length=60)
    documents = models.PositiveIntegerField(default=0)
    titles = models.PositiveIntegerField(default=0)
    names = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once")]

    def __str__(self) -> str:
        return self.written


class SearchKey(models.Model):
    """A word or its stem, whole or with one letter left out: two words one slip apart share a key."""

    word = models.ForeignKey(SearchWord, models.CASCADE, related_name="keys")
    key = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="search_key_once")]

    def __str__(self) -> str:
        return self.key
