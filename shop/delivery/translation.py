"""Which texts exist in both languages (django-modeltranslation)."""

from modeltranslation.translator import TranslationOptions, register

from shop.delivery import models


@register(models.Zone)
class ZoneTranslation(TranslationOptions):
    fields = ("name",)


@register(models.Method)
class MethodTranslation(TranslationOptions):
    fields = ("name",)


@register(models.PickupPoint)
class PickupPointTranslation(TranslationOptions):
    fields = ("hours",)
