"""Kinds of products, their properties, and lists of options."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from catalog.admin.writing import both
from catalog.models import AttributeOption, AttributeOptionGroup, ProductAttribute, ProductClass
from shop.pages import versions


class AttributeInline(StackedInline):  # type: ignore[type-arg]
    """A property of the kind."""

    model = ProductAttribute
    fields = (both("name"), ("code", "type", "option_group"), ("label_mention", "axis", "facet"), "position")
    extra = 0
    verbose_name, verbose_name_plural = _("property"), _("properties")


@admin.register(ProductClass)
class KindAdmin(ModelAdmin):  # type: ignore[type-arg]
    """What products of a kind have in common."""

    list_display = ("name", "vat_class", "properties")
    list_per_page = 50
    search_fields = ("name_fr", "name_en")
    fields = (both("name"), "vat_class", ("requires_shipping", "track_stock"))
    inlines = (AttributeInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProductClass]:
        return super().get_queryset(request).annotate(number=Count("attributes"))

    @admin.display(description=_("properties"), ordering="number")
    def properties(self, obj: Any) -> int:
        return int(obj.number)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        versions.bump("catalog")


class OptionInline(TabularInline):  # type: ignore[type-arg]
    model = AttributeOption
    fields = (*both("option"), "code", "swatch", "position")
    ordering_field = "position"  # type: ignore[assignment]
    hide_ordering_field = True
    extra = 0
    verbose_name, verbose_name_plural = _("option"), _("options")


@admin.register(AttributeOptionGroup)
class OptionGroupAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Sizes, colours and their like."""

    list_display = ("name", "number")
    list_per_page = 50
    search_fields = ("name", "options__option_fr", "options__option_en")
    fields = ("name", "code")
    inlines = (OptionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[AttributeOptionGroup]:
        return super().get_queryset(request).annotate(found=Count("options"))

    @admin.display(description=_("options"), ordering="found")
    def number(self, obj: Any) -> int:
        return int(obj.found)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        versions.bump("catalog")
