"""Pages of text: legal, delivery, help, contact."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog import richtext


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> "PageQuerySet":
        return self.filter(is_published=True)


class Page(models.Model):
    """A text with its own address in each language (made of the title where none is given).

    The body is cleaned whenever it is saved.
    """

    class Role(models.TextChoices):
        """Pages that the shop itself links to, whatever they are called."""

        TERMS = "terms", _("terms of sale")
        RETURNS = "returns", _("returns and withdrawal")
        PRIVACY = "privacy", _("personal data")

    title = models.CharField(_("title"), max_length=120)
    slug = models.SlugField(
        _("address"), max_length=120, help_text=_("The end of the address, for example: delivery-and-returns")
    )
    body = models.TextField(_("text"), blank=True)
    meta_description = models.CharField(
        _("description for search engines"), max_length=200, blank=True, help_text=_("One sentence.")
    )
    role = models.CharField(
        _("role"),
        max_length=10,
        choices=Role,
        blank=True,
        help_text=_("The shop links to it by itself: the checkout to the terms of sale, for example."),
    )
    is_published = models.BooleanField(_("published"), default=False, db_index=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ["position", "id"]
        constraints = [
            *(
                models.UniqueConstraint(
                    fields=[f"slug_{language}"],
                    condition=~Q(**{f"slug_{language}": ""}),
                    name=f"page_slug_{language}_once",
                )
                for language in ("fr", "en")
            ),
            models.UniqueConstraint(fields=["role"], condition=~Q(role=""), name="page_role_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def save(self, *args: Any, **kwargs: Any) -> None:
        for language, _name in settings.LANGUAGES:
            body, slug = f"body_{language}", f"slug_{language}"
            setattr(self, body, richtext.clean(getattr(self, body) or ""))
            title = getattr(self, f"title_{language}") or self.title
            setattr(self, slug, getattr(self, slug) or slugify(title) or f"page-{language}")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("content:page", kwargs={"slug": self.slug})
