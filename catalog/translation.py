"""Which texts exist in both languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from catalog import models


@register(models.ProductClass)
class ProductClassTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Category)
class CategoryTranslation(TranslationOptions):
    fields = ("name", "slug", "address", "description", "meta_title", "meta_description")
    fallback_undefined = {"slug": "", "address": ""}


@register(models.Product)
class ProductTranslation(TranslationOptions):
    fields = ("title", "slug", "summary", "description", "story", "meta_title", "meta_description")


@register(models.ProductAttribute)
class ProductAttributeTranslation(TranslationOptions):
    fields = ("name",)


@register(models.AttributeOption)
class AttributeOptionTranslation(TranslationOptions):
    fields = ("option",)


@register(models.ProductAttributeValue)
class ProductAttributeValueTranslation(TranslationOptions):
    fields = ("value_text",)


@register(models.ProductImage)
class ProductImageTranslation(TranslationOptions):
    fields = ("alt",)


@register(models.ShelfItem)
class ShelfItemTranslation(TranslationOptions):
    fields = ("title", "slug", "summary", "picture_alt")
