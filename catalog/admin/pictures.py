"""The pictures of a product, with what they show in words."""

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from catalog.admin.writing import both
from catalog.models import ProductImage
from catalog.pictures.cutting import UnusablePicture, opened
from catalog.pictures.naming import picture_of


def thumbnail(image: ProductImage | None) -> SafeString | str:
    """A small look at a picture, or why there is none yet."""
    if image is None:
        return "–"
    facts = picture_of(image)
    if facts:
        src = f"{facts['base']}-{min(facts['widths'])}.webp"
        return format_html(
            '<img src="{}" alt="{}" width="48" height="48" class="rounded-sm" loading="lazy">', src, image.alt
        )
    return image.cut_trouble or str(_("being prepared"))


class PictureForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = ProductImage
        fields = ["original", *both("alt"), "display_order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in both("alt"):
            self.fields[name].required = True
        # A demo's picture has its row before it is drawn.
        self.fields["original"].required = not self.instance.pk

    def clean_original(self) -> Any:
        """Only pictures that can be shown get in; what is wrong is said at once."""
        file = self.cleaned_data["original"]
        if "original" in self.changed_data and file:
            try:
                opened(file.read())
            except UnusablePicture as error:
                raise forms.ValidationError(str(error)) from error
            file.seek(0)
        return file

    def save(self, commit: bool = True) -> ProductImage:
        if "original" in self.changed_data:
            # The worker cuts it anew.
            self.instance.cut_at, self.instance.cut_trouble = None, ""
            self.instance.stem, self.instance.widths = "", []
        return super().save(commit)


class PictureInline(TabularInline):  # type: ignore[type-arg]
    model = ProductImage
    form = PictureForm
    fields = ("look", "original", *both("alt"), "display_order")
    readonly_fields = ("look",)
    ordering = ("display_order",)
    ordering_field = "display_order"  # type: ignore[assignment]
    hide_ordering_field = True
    extra = 0
    hide_title = True
    tab = True
    verbose_name, verbose_name_plural = _("picture"), _("pictures")

    @staticmethod
    def look(image: ProductImage) -> SafeString | str:
        return thumbnail(image)

    look.short_description = _("picture")  # type: ignore[attr-defined]
