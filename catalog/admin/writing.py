"""How texts are written in the admin: both languages side by side, long ones in the editor."""

from typing import Any

from django import forms
from django.conf import settings
from django_prose_editor.widgets import AdminProseEditorWidget

from catalog import richtext

LANGUAGES = [code for code, _name in settings.LANGUAGES]
EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
}


def both(name: str) -> tuple[str, ...]:
    """The columns of a translated text: one row of a form, French beside English."""
    return tuple(f"{name}_{language}" for language in LANGUAGES)


class RichText(forms.CharField):
    """A text with headings, lists, links and tables; what comes out is cleaned."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.pop("max_length", None)
        kwargs["widget"] = AdminProseEditorWidget(config={"extensions": EXTENSIONS}, preset="configurable")
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        return richtext.clean(super().clean(value) or "")
