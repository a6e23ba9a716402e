"""Products: a merchant writes them, gives them pictures and variants, and shows them."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from catalog import services
from catalog.admin import values
from catalog.admin.forms import ProductForm, VariantForm, VariantFormSet, WithProperties
from catalog.admin.pictures import PictureInline, thumbnail
from catalog.admin.writing import both
from catalog.models import Product, ProductAttribute, ProductImage, ProductRecommendation
from catalog.shelf.refresh import refresh_later
from catalog.tasks import cut_pictures

STORY = [both("description"), both("story"), "story_by"]
ADDRESSES = [both("slug"), both("meta_title"), both("meta_description")]
DETAILS = ["product_class", "vat_class", ("published_at", "new_until"), ("weight", "position")]
STATES: Any = {gettext_lazy("shown"): "success", gettext_lazy("draft"): "warning"}


def properties(product: Product | None, *, axes: bool) -> list[ProductAttribute]:
    """The attributes of a product's kind: those that part its variants, or the others."""
    if product is None or product.product_class is None:
        return []
    found = product.product_class.attributes.select_related("option_group").prefetch_related("option_group__options")
    return list(found.filter(axis=True) if axes else found.exclude(axis=True) if product.is_parent else found)


class VariantInline(TabularInline):  # type: ignore[type-arg]
    """The variants of a product, one a row: options first."""

    model = Product
    form = VariantForm
    formset = VariantFormSet
    fk_name = "parent"
    own_fields: tuple[str, ...] = ("upc", "is_public")
    hide_title = True
    tab = True
    verbose_name, verbose_name_plural = gettext_lazy("variant"), gettext_lazy("variants")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return super().get_queryset(request).prefetch_related("attribute_values").order_by("position", "pk")

    def get_fields(self, request: HttpRequest, obj: Product | None = None) -> Any:
        axes = [name for axis in properties(obj, axes=True) for name in values.fields_of(axis)]
        return [*axes, *self.own_fields]

    def get_formset(self, request: HttpRequest, obj: Product | None = None, **kwargs: Any) -> Any:
        form: Any = self.form
        kwargs["form"] = form.with_properties(properties(obj, axes=True))
        return super().get_formset(request, obj, **kwargs)

    def get_extra(self, request: HttpRequest, obj: Product | None = None, **kwargs: Any) -> int:
        return 0 if obj is None or obj.children.exists() else 2


class BesideInline(TabularInline):  # type: ignore[type-arg]
    """ "Look also at"."""

    model = ProductRecommendation
    fk_name = "primary"
    fields = ("recommendation", "ranking", "one_way")
    autocomplete_fields = ("recommendation",)
    extra = 0
    tab = True
    verbose_name, verbose_name_plural = gettext_lazy("product beside it"), gettext_lazy("look also at")


@admin.register(Product)
class ProductAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Products without their variants, which stand in their own rows inside."""

    form = ProductForm
    variant_inline: type[VariantInline] = VariantInline
    list_display = ("look", "title", "product_class", "price", "status", "date_updated")
    list_display_links = ("look", "title")
    list_filter = ("is_public", "product_class")
    list_select_related = ("product_class", "shelf")
    list_per_page = 50
    search_fields = ("title_fr", "title_en", "upc", "children__upc")
    ordering = ("-date_updated", "-pk")
    actions = ("show", "hide")
    warn_unsaved_form = True

    # --- what is asked ------------------------------------------------------------------------
    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            first = ["product_class", both("title"), both("summary"), "shelves", "variants"]
            return [(None, {"fields": first})]
        return [
            (None, {"fields": ["shown", both("title"), both("summary"), "shelves"]}),
            *self.more_fieldsets(obj),
            (_("Properties and label"), {"classes": ["tab"], "fields": values.rows(properties(obj, axes=False))}),
            (
                _("Description and story"),
                {"classes": ["tab"], "fields": [both("description"), both("story"), "story_by"]},
            ),
            (
                _("Addresses"),
                {"classes": ["tab"], "fields": [both("slug"), both("meta_title"), both("meta_description")]},
            ),
            (
                _("Details"),
                {
                    "classes": ["tab"],
                    "fields": ["product_class", "vat_class", ("published_at", "new_until"), ("weight", "position")],
                },
            ),
        ]

    def more_fieldsets(self, product: Product) -> list[Any]:
        """What upper rooms add to the form of a product (price and stock of one without variants)."""
        return []

    def get_readonly_fields(self, request: HttpRequest, obj: Product | None = None) -> tuple[str, ...]:
        return ("product_class",) if obj else ()

    def get_form(self, request: HttpRequest, obj: Product | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = self.form
        kwargs["form"] = form.with_properties(properties(obj, axes=False))
        return super().get_form(request, obj, change, **kwargs)

    def get_inlines(self, request: HttpRequest, obj: Product | None) -> list[Any]:
        if obj is None:
            return []
        return [PictureInline, *([self.variant_inline] if obj.is_parent else []), BesideInline]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field: Any = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "product_class" and field is not None:
            field.widget.can_delete_related = field.widget.can_change_related = False
        return field

    # --- what is written ----------------------------------------------------------------------
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.structure = Product.PARENT if form.cleaned_data["variants"] else Product.STANDALONE
            obj.is_public = False
        services.save_product(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Sequence[Any], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        product = form.instance
        form.finish(product)
        refresh_later([product.pk])
        if change:
            self.show_or_hide(request, product, wanted=form.cleaned_data["shown"])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is Product:
            save_variants(form.instance, formset)
            return
        super().save_formset(request, form, formset, change)
        if formset.model is ProductImage:
            new = [image.pk for image in [*formset.new_objects, *(found for found, _names in formset.changed_objects)]]
            if new:
                # The sweep finds what a lost nudge leaves behind.
                transaction.on_commit(lambda: cut_pictures.delay(new), robust=True)

    def response_add(self, request: HttpRequest, obj: Product, post_url_continue: str | None = None) -> HttpResponse:
        """On to the second step: price, pictures, variants."""
        if "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, obj, post_url_continue)
        messages.success(request, _("“%(title)s” is begun. Now its price, pictures and words.") % {"title": obj})
        return redirect("admin:catalogue_product_change", obj.pk)

    def show_or_hide(self, request: HttpRequest, product: Product, *, wanted: bool) -> None:
        """Shows or hides a product; what it lacks is told, and it stays (or becomes) a draft."""
        if not wanted:
            if product.is_public:
                services.withdraw(product)
            return
        try:
            services.publish(product)
        except services.NotReady as error:
            if product.is_public:
                services.withdraw(product)
            lacking = ", ".join(error.missing)
            messages.error(
                request, _("“%(title)s” stays a draft. It lacks: %(lacking)s.") % {"title": product, "lacking": lacking}
            )

    def delete_model(self, request: HttpRequest, obj: Product) -> None:
        number = obj.pk
        super().delete_model(request, obj)
        refresh_later([number])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        numbers = list(queryset.values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        refresh_later(numbers)

    @admin.action(description=gettext_lazy("Show in the shop"), permissions=["change"])
    def show(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        for product in queryset:
            self.show_or_hide(request, product, wanted=True)

    @admin.action(description=gettext_lazy("Make drafts"), permissions=["change"])
    def hide(self, request: HttpRequest, queryset: QuerySet[Product]) -> None:
        for product in queryset:
            self.show_or_hide(request, product, wanted=False)

    # --- what is shown ------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return super().get_queryset(request).filter(parent__isnull=True).prefetch_related("images")

    def view_on_site(self, obj: Product) -> str | None:  # type: ignore[override]
        return obj.get_absolute_url() if obj.is_public else None

    @admin.display(description=gettext_lazy("picture"))
    def look(self, obj: Product) -> SafeString | str:
        return thumbnail(next(iter(obj.images.all()), None))

    @admin.display(description=gettext_lazy("price"))
    def price(self, obj: Product) -> str:
        shelf = getattr(obj, "shelf", None)
        if shelf is None or shelf.price_from is None:
            return "–"
        amount = f"{shelf.price_from / 100:.2f} €".replace(".", ",")
        return amount if shelf.price_from == shelf.price_to else _("from %(amount)s") % {"amount": amount}

    @display(description=gettext_lazy("state"), label=STATES)  # type: ignore[arg-type]
    def status(self, obj: Product) -> str:
        return _("shown") if obj.is_public else _("draft")


def save_variants(parent: Product, formset: Any) -> None:
    """Writes the rows of variants: the product itself first, then its options (and what upper rooms add)."""
    formset.save(commit=False)
    for variant in formset.deleted_objects:
        variant.delete()
    for form in formset.forms:
        if not isinstance(form, WithProperties) or form in formset.deleted_forms or not form.has_changed():
            continue
        variant = form.instance
        variant.parent, variant.structure = parent, Product.CHILD
        services.save_product(variant)
        form.finish(variant)
    formset.new_objects = formset.new_objects or []
