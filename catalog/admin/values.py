"""The properties of a product as fields of a form: which there are depends on its kind."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from catalog.admin.writing import LANGUAGES
from catalog.models import AttributeOption, Product, ProductAttribute, ProductAttributeValue


class OptionIterator(ModelChoiceIterator):
    """The options of a field, read once for all rows of a form."""

    field: "Option"

    def __iter__(self) -> Iterator[tuple[Any, Any]]:
        if self.field.empty_label is not None:
            yield "", self.field.empty_label
        yield from (self.choice(option) for option in self.field.options)


class Option(forms.ModelChoiceField):
    """One option of a list."""

    iterator = OptionIterator

    def __init__(self, options: Sequence[AttributeOption], **kwargs: Any) -> None:
        self.options = options
        super().__init__(**kwargs)


# Types that can be written here: the form field and its widget.
SIMPLE: dict[str, tuple[type[forms.Field], type[forms.Widget]]] = {
    "integer": (forms.IntegerField, UnfoldAdminIntegerFieldWidget),
    "float": (forms.FloatField, UnfoldAdminDecimalFieldWidget),
    "boolean": (forms.BooleanField, UnfoldBooleanSwitchWidget),
    "date": (forms.DateField, UnfoldAdminSingleDateWidget),
}
TEXTS = {"text": UnfoldAdminTextInputWidget, "richtext": UnfoldAdminTextareaWidget}


def name_of(attribute: ProductAttribute, language: str = "") -> str:
    """What the field of an attribute is called in the form."""
    return f"attribute_{attribute.pk}" + (f"_{language}" if language else "")


def rows(attributes: Iterable[ProductAttribute]) -> list[tuple[str, ...]]:
    """The fields' names, one row an attribute: a text's languages stand side by side."""
    return [tuple(fields_of(attribute)) for attribute in attributes if fields_of(attribute)]


def fields_of(attribute: ProductAttribute) -> dict[str, forms.Field]:
    """The form fields of an attribute; none for a type that is not written by hand (files)."""
    help_text = _("Label mention: without it the product stays a draft.") if attribute.label_mention else ""
    common: dict[str, Any] = {"required": False, "help_text": help_text}
    if attribute.type == "text":
        return {
            name_of(attribute, language): forms.CharField(
                label=f"{attribute.name} [{language}]", widget=UnfoldAdminTextInputWidget(), **common
            )
            for language in LANGUAGES
        }
    if attribute.type == "richtext":
        return {name_of(attribute): forms.CharField(label=attribute.name, widget=UnfoldAdminTextareaWidget(), **common)}
    if attribute.type in SIMPLE:
        kind, widget = SIMPLE[attribute.type]
        return {name_of(attribute): kind(label=attribute.name, widget=widget(), **common)}
    if attribute.type in ("option", "multi_option") and attribute.option_group is not None:
        options = attribute.option_group.options.all()
        common |= {"queryset": options, "label": attribute.name}
        if attribute.type == "option":
            return {name_of(attribute): Option(list(options), widget=UnfoldAdminSelectWidget(), **common)}
        several = forms.ModelMultipleChoiceField(widget=UnfoldAdminSelect2MultipleWidget(), **common)
        return {name_of(attribute): several}
    return {}


def initial_of(product: Product, attributes: Iterable[ProductAttribute]) -> dict[str, Any]:
    """What the fields show for a product that is there already."""
    known = {value.attribute_id: value for value in product.attribute_values.all()}
    found: dict[str, Any] = {}
    for attribute in attributes:
        value = known.get(attribute.pk)
        if value is None:
            continue
        if attribute.type == "text":
            found |= {name_of(attribute, code): getattr(value, f"value_text_{code}") or "" for code in LANGUAGES}
        elif attribute.type == "multi_option":
            found[name_of(attribute)] = value.value_multi_option.all()
        elif attribute.type == "option":
            found[name_of(attribute)] = value.value_option_id
        else:
            found[name_of(attribute)] = getattr(value, f"value_{attribute.type}")
    return found


def save(product: Product, attributes: Iterable[ProductAttribute], cleaned: dict[str, Any]) -> None:
    """Writes what was typed; an emptied field takes its row away."""
    for attribute in attributes:
        names = fields_of(attribute)
        given = {name: cleaned.get(name) for name in names}
        if not names:
            continue
        if all(value is None or value == "" or (hasattr(value, "exists") and not value) for value in given.values()):
            ProductAttributeValue.objects.filter(product=product, attribute=attribute).delete()
            continue
        row = ProductAttributeValue.objects.filter(product=product, attribute=attribute).first()
        row = row or ProductAttributeValue(product=product, attribute=attribute)
        if attribute.type == "text":
            for language in LANGUAGES:
                setattr(row, f"value_text_{language}", given[name_of(attribute, language)] or "")
            row.save()
        elif attribute.type == "multi_option":
            row.save()
            row.value_multi_option.set(given[name_of(attribute)] or [])
        else:
            setattr(row, f"value_{attribute.type}", given[name_of(attribute)])
            row.save()
