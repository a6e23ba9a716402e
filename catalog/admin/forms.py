"""The forms of products and their variants: fields of the model, and the properties of its kind."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.forms import PaginationInlineFormSet
from unfold.widgets import (
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanSwitchWidget,
)

from catalog.admin import values
from catalog.admin.writing import LANGUAGES, RichText
from catalog.models import Category, Product, ProductAttribute, ProductCategory


class Shelves(forms.ModelMultipleChoiceField):
    """Categories by their place in the tree."""

    def label_from_instance(self, obj: Category) -> str:  # type: ignore[override]
        return "\u2007\u2007" * (obj.depth - 1) + str(obj.name)


class WithProperties(forms.ModelForm):  # type: ignore[type-arg]
    """A product's form; `with_properties` makes the class for the attributes of a kind."""

    attributes: Sequence[ProductAttribute] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(values.initial_of(self.instance, self.attributes))

    @classmethod
    def with_properties(cls, attributes: Sequence[ProductAttribute]) -> type["WithProperties"]:
        fields = {name: field for attribute in attributes for name, field in values.fields_of(attribute).items()}
        return type(cls.__name__, (cls,), {"attributes": attributes, "__module__": cls.__module__, **fields})

    def _post_clean(self) -> None:
        # Oscar's clean() wants every required attribute at the first step, when the kind was only just chosen; what a
        # product must have is asked when it is published.
        self.instance.clean = lambda: None
        super()._post_clean()  # type: ignore[misc]
        del self.instance.clean

    def finish(self, product: Product) -> None:
        """What is written once the product itself stands."""
        values.save(product, self.attributes, self.cleaned_data)


class ProductForm(WithProperties):
    """A product: its texts, its shelves, whether it is shown."""

    shown = forms.BooleanField(
        label=_("Visible in the shop"),
        required=False,
        widget=UnfoldBooleanSwitchWidget(),
        help_text=_("A product that lacks something stays a draft; you will be told what."),
    )
    variants = forms.BooleanField(
        label=_("Comes in variants (sizes, colours)"),
        required=False,
        widget=UnfoldBooleanSwitchWidget(),
        help_text=_("Each variant has its own price and stock. This cannot be changed later."),
    )
    shelves = Shelves(
        queryset=Category.objects.order_by("path"),
        label=_("Categories"),
        required=False,
        widget=UnfoldAdminSelect2MultipleWidget(),
    )
    description_fr = RichText(label=_("Description [fr]"), required=False)
    description_en = RichText(label=_("Description [en]"), required=False)

    class Meta:
        model = Product
        fields: list[str] = []
        widgets = {f"story_{language}": UnfoldAdminTextareaWidget() for language in LANGUAGES}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["shown"] = self.instance.is_public
            self.initial["shelves"] = list(self.instance.categories.values_list("pk", flat=True))
        for name in ("title_fr", "title_en", "product_class"):
            if name in self.fields:
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        others = Product.objects.exclude(pk=self.instance.pk).exclude(structure=Product.CHILD)
        for language in LANGUAGES:
            slug = cleaned.get(f"slug_{language}")
            if slug and others.filter(**{f"slug_{language}": slug}).exists():
                self.add_error(f"slug_{language}", _("Another product has this address."))
        return cleaned

    def finish(self, product: Product) -> None:
        super().finish(product)
        if "shelves" not in self.cleaned_data:
            return
        wanted = list(self.cleaned_data["shelves"])
        ProductCategory.objects.filter(product=product).exclude(category__in=wanted).delete()
        for category in wanted:
            ProductCategory.objects.get_or_create(product=product, category=category)


class VariantForm(WithProperties):
    """A variant: which options it has, its number."""

    class Meta:
        model = Product
        fields = ["upc", "is_public"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis in self.attributes:
            for name in values.fields_of(axis):
                self.fields[name].required = True
                self.fields[name].help_text = ""
        if "upc" in self.fields:
            self.fields["upc"].label, self.fields["upc"].help_text = _("Number"), ""
        if "is_public" in self.fields and not self.instance.pk:
            self.initial.setdefault("is_public", True)

    def clean_upc(self) -> str | None:
        return self.cleaned_data["upc"] or None


class VariantFormSet(PaginationInlineFormSet):
    """No two variants may be the same."""

    def clean(self) -> None:
        super().clean()
        seen = set()
        rows: list[Any] = self.forms
        for form in rows:
            cleaned = getattr(form, "cleaned_data", {})
            if not cleaned or cleaned.get("DELETE"):
                continue
            same = tuple(str(cleaned.get(name)) for axis in form.attributes for name in values.fields_of(axis))
            if same and same in seen:
                raise forms.ValidationError(_("Two variants have the same options."))
            seen.add(same)
