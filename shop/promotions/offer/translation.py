"""What of a promotion is said in every language."""

from modeltranslation.translator import TranslationOptions, register

from shop.promotions.offer.models import ConditionalOffer


@register(ConditionalOffer)
class OfferTranslation(TranslationOptions):
    fields = ("name",)
