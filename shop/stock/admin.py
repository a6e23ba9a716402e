"""Prices, cost and stock in the admin: inside the product, and as one list to run through."""

from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminTextInputWidget

from catalog.admin.forms import ProductForm, VariantForm
from catalog.admin.products import ProductAdmin, VariantInline
from catalog.models import Product
from shop.stock import services
from shop.stock.models import PriceInterval, StockRecord, VatRate

PRICE_FIELDS = ("price", "in_stock", "cost", "few_left")


def in_cents(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)


class Amount(forms.DecimalField):
    """An amount of euros, typed with comma or point."""

    def __init__(self, **kwargs: Any) -> None:
        widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"})
        super().__init__(min_value=0, max_digits=8, decimal_places=2, widget=widget, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """As it is written here: 24,90 in French."""
        return number_format(value, 2) if isinstance(value, Decimal) else value


class Seen:
    """A mixin of forms: what was shown is sent along, so an old page changes only what was typed on it.

    Goods are sent, come back and are counted while somebody looks at a form.
    """

    fields: dict[str, forms.Field]

    def send_along(self, *names: str) -> None:
        """Shows these fields with what they held at that time."""
        for name in names:
            if name in self.fields:
                self.fields[name].show_hidden_initial = True

    def overtaken(self, name: str, now: Any) -> bool:
        """Whether this field was typed into, and holds meanwhile something else than was shown."""
        form: Any = self
        if name not in form.changed_data or form[name].html_initial_name not in form.data:
            return False
        bound = form[name]
        told = form._widget_data_value(bound.field.hidden_widget(), bound.html_initial_name)
        return bool(bound.field.to_python(told) != now)


class WithPrice(Seen, forms.Form):
    """Price with VAT, cost without, how many there are."""

    price = Amount(label=gettext_lazy("Price with VAT, €"))
    in_stock = forms.IntegerField(
        label=gettext_lazy("In stock"), min_value=0, required=False, widget=UnfoldAdminIntegerFieldWidget()
    )
    cost = Amount(label=gettext_lazy("Cost without VAT, €"), required=False)
    few_left = forms.IntegerField(
        label=gettext_lazy("“Few left” from"),
        min_value=0,
        initial=3,
        required=False,
        widget=UnfoldAdminIntegerFieldWidget(),
    )

    def show_stock(self, product: Product) -> None:
        """Fills in what the product has now."""
        self.send_along(*PRICE_FIELDS)
        record = next(iter(product.stockrecords.all()), None) if product.pk else None
        if record is not None:
            self.initial.update(price=record.price, cost=record.cost)
            self.initial.update(in_stock=record.num_in_stock, few_left=record.few_left)

    def clean_in_stock(self) -> int | None:
        """Fewer than are promised to orders is refused here, with the figure."""
        wanted = self.cleaned_data["in_stock"]
        instance = getattr(self, "instance", None)
        record = next(iter(instance.stockrecords.all()), None) if instance and instance.pk else None
        promised = (record.num_allocated or 0) if record else 0
        if record and self.overtaken("in_stock", record.num_in_stock):
            raise forms.ValidationError(_("Meanwhile there are %(n)s. Look again.") % {"n": words_of(record)})
        if wanted is not None and wanted < promised:
            raise forms.ValidationError(_("%(n)s are already promised to orders.") % {"n": promised})
        return wanted

    def keep_stock(self, product: Product) -> None:
        """Writes price and stock by the service that keeps the price's history."""
        given = dict(self.cleaned_data)
        record = StockRecord.objects.select_for_update().filter(product=product).first()
        if record is not None:
            is_now = {"price": record.price, "in_stock": record.num_in_stock, "cost": record.cost}
            given |= {name: now for name, now in is_now.items() if name not in self.changed_data}
        services.stock_variant(
            product,
            price=in_cents(given["price"]),
            cost=in_cents(given.get("cost")),
            in_stock=given.get("in_stock"),
            few_left=3 if given.get("few_left") is None else given["few_left"],
        )


def words_of(record: StockRecord) -> str:
    """How many there are, in words."""
    return _("as many as wanted") if record.num_in_stock is None else str(record.num_in_stock)


class CountForm(Seen, forms.ModelForm):  # type: ignore[type-arg]
    """A row of the list of stock, or its page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.send_along("price", "num_in_stock", "cost", "few_left")


class PricedVariantForm(WithPrice, VariantForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_stock(self.instance)

    def finish(self, product: Product) -> None:
        super().finish(product)
        self.keep_stock(product)


class PricedProductForm(WithPrice, ProductForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.show_stock(self.instance)

    def finish(self, product: Product) -> None:
        super().finish(product)
        if self.cleaned_data.get("price") is not None and not product.is_parent:
            self.keep_stock(product)


class PricedVariantInline(VariantInline):
    form = PricedVariantForm
    own_fields = ("price", "in_stock", "cost", "upc", "few_left", "is_public")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Product]:
        return super().get_queryset(request).prefetch_related("stockrecords")


admin.site.unregister(Product)


@admin.register(Product)
class PricedProductAdmin(ProductAdmin):
    """The catalogue's, with price and stock."""

    form = PricedProductForm
    variant_inline = PricedVariantInline

    def more_fieldsets(self, product: Product) -> list[Any]:
        if product.is_parent:
            return []
        return [(_("Price and stock"), {"fields": [("price", "in_stock"), ("cost", "few_left")]})]

    def get_form(self, request: HttpRequest, obj: Product | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        if obj is None or obj.is_parent:
            # A product sold in variants has no price of its own; a new one gets its price at the second step.
            for name in PRICE_FIELDS:
                form.base_fields.pop(name, None)
        return form


class HistoryInline(TabularInline):  # type: ignore[type-arg]
    """Every price there was, and since when."""

    model = PriceInterval
    fields = readonly_fields = ("amount", "source", "starts_at", "ends_at")
    ordering = ("-starts_at", "-pk")
    extra = 0
    can_delete = False
    per_page = 20  # type: ignore[assignment]
    verbose_name, verbose_name_plural = gettext_lazy("price"), gettext_lazy("price history")

    @admin.display(description=gettext_lazy("price"))
    def amount(self, obj: PriceInterval) -> str:
        return f"{obj.price / 100:.2f} €"

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(StockRecord)
class StockRecordAdmin(ModelAdmin):  # type: ignore[type-arg]
    """All that is sold, one row each: price, stock and cost can be changed in the list."""

    list_display = ("name", "number", "price", "num_in_stock", "promised", "cost", "few_left")
    list_display_links = ("name",)
    list_editable = ("price", "num_in_stock", "cost", "few_left")
    list_filter = ("product__is_public", "product__product_class")
    list_per_page = 50
    search_fields = (
        *("product__title_fr", "product__title_en", "product__parent__title_fr", "product__parent__title_en"),
        *("product__upc", "partner_sku"),
    )
    fields = ("name", ("price", "cost"), ("num_in_stock", "few_left"))
    readonly_fields = ("name",)
    inlines = (HistoryInline,)
    form = CountForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[StockRecord]:
        found = super().get_queryset(request).select_related("product__parent")
        options = ("product__attribute_values__attribute", "product__attribute_values__value_option")
        return found.prefetch_related(*options).order_by("product__parent__title_fr", "product__title_fr", "product_id")

    @admin.display(description=gettext_lazy("product"))
    def name(self, obj: StockRecord) -> str:
        parent = obj.product.parent
        if parent is None:
            return str(obj.product.title)
        options = [str(value.value_option) for value in obj.product.attribute_values.all() if value.value_option]
        return f"{parent.title} ({', '.join(options)})" if options else str(parent.title)

    @admin.display(description=gettext_lazy("number"))
    def number(self, obj: StockRecord) -> str:
        return obj.product.upc or obj.partner_sku

    @admin.display(description=gettext_lazy("promised"))
    def promised(self, obj: StockRecord) -> int:
        return obj.num_allocated or 0

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """By the services: they keep the history of prices and never sell what is promised. Only what was typed."""
        record = StockRecord.objects.select_for_update().get(pk=obj.pk)
        names = ("price", "num_in_stock", "cost", "few_left")
        if any(form.overtaken(name, getattr(record, name)) for name in names):
            words = _("%(product)s changed while you looked: there are %(n)s now. Nothing was changed.")
            messages.error(request, words % {"product": self.name(record), "n": words_of(record)})
            return
        for name in names:
            if name in form.changed_data:
                setattr(record, name, getattr(obj, name))
        try:
            services.stock_variant(
                record.product,
                price=in_cents(record.price),
                cost=in_cents(record.cost),
                in_stock=record.num_in_stock,
                few_left=record.few_left,
            )
        except services.StockInUse as error:
            words = _("%(product)s: %(n)s are already promised to orders. Nothing was changed.")
            messages.error(request, words % {"product": self.name(record), "n": error.allocated})
        except services.NegativePrice:
            words = _("%(product)s: a price cannot lie below nought. Nothing was changed.")
            messages.error(request, words % {"product": self.name(record)})

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        return super().get_changelist_form(request, form=CountForm, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(VatRate)
class VatRateAdmin(ModelAdmin):  # type: ignore[type-arg]
    list_display = ("country", "vat_class", "rate", "valid_from")
    list_filter = ("country", "vat_class")
    list_per_page = 50
