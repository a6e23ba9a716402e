"""Which texts exist in both languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from shop.content import models


@register(models.Page)
class PageTranslation(TranslationOptions):
    fields = ("title", "slug", "body", "meta_description")


@register(models.MenuItem)
class MenuItemTranslation(TranslationOptions):
    fields = ("label",)


@register(models.HomeSlot)
class HomeSlotTranslation(TranslationOptions):
    fields = ("title", "text", "action", "alt")
