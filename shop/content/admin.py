"""Pages, menus and the home page in the admin, both languages side by side."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import display

from catalog.admin.writing import RichText, both
from shop import clock
from shop.content.models import HomeSlot, MenuItem, Page

STATES: Any = {gettext_lazy("now"): "success", gettext_lazy("to come"): "info", gettext_lazy("over"): "warning"}


class PageForm(forms.ModelForm):  # type: ignore[type-arg]
    body_fr = RichText(label=gettext_lazy("Text [fr]"), required=False)
    body_en = RichText(label=gettext_lazy("Text [en]"), required=False)

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in both("title"):
            if name in self.fields:
                self.fields[name].required = True
        for name in both("slug"):
            if name in self.fields:
                self.fields[name].required = False
                self.fields[name].help_text = _("Empty: made of the title.")


class PageMenuInline(TabularInline):  # type: ignore[type-arg]
    """Where the page is linked from."""

    model = MenuItem
    fields = ("place", "parent", *both("label"), "position")
    extra = 0
    tab = True
    verbose_name, verbose_name_plural = gettext_lazy("menu entry"), gettext_lazy("in menus")

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = MenuItem.objects.filter(parent__isnull=True).select_related("category", "page")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Page)
class PageAdmin(ModelAdmin):  # type: ignore[type-arg]
    """Legal pages, help, contact."""

    form = PageForm
    list_display = ("title", "address", "is_published", "changed_at")
    list_filter = ("is_published",)
    list_per_page = 50
    search_fields = ("title_fr", "title_en", "body_fr", "body_en")
    inlines = (PageMenuInline,)
    warn_unsaved_form = True
    fieldsets = (
        (None, {"fields": (both("title"), both("body"), ("is_published", "position", "role"))}),
        (gettext_lazy("Addresses"), {"classes": ["tab"], "fields": (both("slug"), both("meta_description"))}),
    )

    @admin.display(description=gettext_lazy("address"))
    def address(self, obj: Page) -> str:
        return obj.get_absolute_url()

    def view_on_site(self, obj: Page) -> str:  # type: ignore[override]
        """The page as it is; a draft as only staff see it."""
        return obj.get_absolute_url() + ("" if obj.is_published else "?preview")


@admin.register(MenuItem)
class MenuItemAdmin(ModelAdmin):  # type: ignore[type-arg]
    list_display = ("entry", "place", "leads_to", "position")
    list_display_links = ("entry",)
    list_editable = ("position",)
    list_filter = ("place",)
    list_select_related = ("category", "page", "parent__category", "parent__page")
    list_per_page = 100
    search_fields = ("label_fr", "label_en", "page__title_fr", "category__name_fr")
    fieldsets = (
        (None, {"fields": (("place", "parent"), both("label"), "position")}),
        (gettext_lazy("Leads to one of these"), {"fields": ("category", "page", "address")}),
    )

    @admin.display(description=gettext_lazy("words"))
    def entry(self, obj: MenuItem) -> str:
        return f"{obj.parent.words} › {obj.words}" if obj.parent else obj.words

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, obj: MenuItem) -> str:
        return obj.url or "–"

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "parent":
            kwargs["queryset"] = MenuItem.objects.filter(parent__isnull=True).select_related("category", "page")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(HomeSlot)
class HomeSlotAdmin(ModelAdmin):  # type: ignore[type-arg]
    """What the home page is put together from."""

    list_display = ("words", "kind", "state", "starts_at", "ends_at", "position")
    list_display_links = ("words",)
    list_editable = ("position",)
    list_filter = ("kind",)
    list_select_related = ("category", "page")
    list_per_page = 100
    search_fields = ("title_fr", "title_en", "text_fr", "text_en")
    raw_id_fields = ("picture",)
    fieldsets = (
        (None, {"fields": (("kind", "position"), both("title"), both("text"), both("action"), ("signed", "icon"))}),
        (gettext_lazy("When"), {"fields": (("starts_at", "ends_at"),)}),
        (gettext_lazy("Leads to one of these"), {"classes": ["tab"], "fields": ("category", "page", "address")}),
        (gettext_lazy("Picture"), {"classes": ["tab"], "fields": ("picture", "upload", both("alt"))}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[HomeSlot]:
        return super().get_queryset(request).order_by("position", "pk")

    @admin.display(description=gettext_lazy("title"))
    def words(self, obj: HomeSlot) -> str:
        return obj.title or obj.target_name or obj.get_kind_display()

    @display(description=gettext_lazy("state"), label=STATES)  # type: ignore[arg-type]
    def state(self, obj: HomeSlot) -> str:
        now = clock.now()
        if obj.starts_at and obj.starts_at > now:
            return _("to come")
        return _("over") if obj.ends_at and obj.ends_at <= now else _("now")
