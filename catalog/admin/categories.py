"""The tree of categories."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from catalog import services
from catalog.admin.writing import RichText, both
from catalog.models import Category
from catalog.shelf.refresh import refresh_later

LEVELS = 3


class Place(forms.ModelChoiceField):
    """A category by its place in the tree."""

    def label_from_instance(self, obj: Category) -> str:  # type: ignore[override]
        return "\u2007\u2007" * (obj.depth - 1) + str(obj.name)


class CategoryForm(forms.ModelForm):  # type: ignore[type-arg]
    """Names and texts in both languages, and where it hangs: below which category, after which sister."""

    below = Place(
        queryset=Category.objects.filter(depth__lt=LEVELS).order_by("path"),
        label=gettext_lazy("Below"),
        required=False,
        empty_label=gettext_lazy("top of the tree"),
        widget=UnfoldAdminSelectWidget(),
    )
    after = Place(
        queryset=Category.objects.order_by("path"),
        label=gettext_lazy("After"),
        required=False,
        empty_label=gettext_lazy("as it is, or last"),
        widget=UnfoldAdminSelectWidget(),
        help_text=gettext_lazy("A category of the same level that it follows."),
    )
    description_fr = RichText(label=gettext_lazy("Description [fr]"), required=False)
    description_en = RichText(label=gettext_lazy("Description [en]"), required=False)

    class Meta:
        model = Category
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            above = Category.objects.filter(path=self.instance.path[: -Category.steplen])
            self.initial["below"] = above.values_list("pk", flat=True).first()
        for name in both("name"):
            if name in self.fields:
                self.fields[name].required = True
        for name in both("slug"):
            if name in self.fields:
                self.fields[name].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        below, after, this = cleaned.get("below"), cleaned.get("after"), self.instance
        if this.pk and below and below.path.startswith(this.path):
            self.add_error("below", _("A category cannot hang below itself."))
        deepest = Category.objects.filter(path__startswith=this.path).aggregate(found=Max("depth")) if this.pk else {}
        height = deepest["found"] - this.depth + 1 if deepest else 1
        if below and below.depth + height > LEVELS:
            self.add_error("below", _("The tree has three levels."))
        if after:
            if after.path[: -Category.steplen] != (below.path if below else ""):
                self.add_error("after", _("It must follow a category of the same level."))
            if after.pk == this.pk:
                self.add_error("after", _("A category cannot follow itself."))
        return cleaned


@admin.register(Category)
class CategoryAdmin(ModelAdmin):  # type: ignore[type-arg]
    form = CategoryForm
    list_display = ("indented", "address_fr", "address_en", "is_public")
    list_display_links = ("indented",)
    list_filter = ("is_public", "depth")
    list_per_page = 100
    search_fields = ("name_fr", "name_en")
    ordering = ("path",)
    autocomplete_fields = ()
    raw_id_fields = ("picture",)
    fieldsets = (
        (None, {"fields": (both("name"), ("below", "after"), "is_public")}),
        (gettext_lazy("Texts"), {"classes": ["tab"], "fields": (both("description"), "picture")}),
        (
            gettext_lazy("Addresses"),
            {"classes": ["tab"], "fields": (both("slug"), both("meta_title"), both("meta_description"))},
        ),
    )

    @admin.display(description=gettext_lazy("name"))
    def indented(self, obj: Category) -> str:
        return "\u2003" * (obj.depth - 1) + str(obj.name)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Category]:
        return super().get_queryset(request).order_by("path")

    def view_on_site(self, obj: Category) -> str | None:  # type: ignore[override]
        return obj.get_absolute_url() if obj.is_public and obj.address else None

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        below, after = form.cleaned_data["below"], form.cleaned_data["after"]
        if not change:
            obj = below.add_child(instance=obj) if below else Category.objects.add_root(instance=obj)
        services.save_category(obj)
        moved = {"below", "after"} & set(form.changed_data)
        if moved if change else after:
            services.move_category(obj, below=below, after=after)
        refresh_later(obj.product_set.values_list("pk", flat=True))

    def delete_model(self, request: HttpRequest, obj: Category) -> None:
        numbers = list(obj.product_set.values_list("pk", flat=True))
        super().delete_model(request, obj)
        refresh_later(numbers)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Category]) -> None:
        # One by one, so that the tree's counts stay right.
        for category in queryset.order_by("-depth"):
            self.delete_model(request, category)
