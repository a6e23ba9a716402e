"""Fills in a form of the admin as a browser would: everything as it is shown, then what one types."""

from typing import Any

from django.http import HttpResponse


def shown(response: HttpResponse) -> dict[str, Any]:
    """What the page's forms would send back unchanged."""
    found: dict[str, Any] = {}
    context: Any = response.context  # type: ignore[attr-defined]
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if bound.field.show_hidden_initial:  # what was shown is sent along unseen
                found[bound.html_initial_name] = "" if value is None else value
            if value is None or value is False or value == "":
                continue
            if hasattr(value, "isoformat"):
                widget = bound.field.widget
                parts = widget.decompress(value) if hasattr(widget, "decompress") else [value]
                for place, part in enumerate(parts):
                    name = f"{bound.html_name}_{place}" if len(parts) > 1 else bound.html_name
                    found[name] = part.isoformat()
                continue
            if hasattr(value, "name"):  # a file stays where it is
                continue
            if isinstance(value, (list, tuple)):
                value = [getattr(part, "pk", part) for part in value]
            found[bound.html_name] = getattr(value, "pk", value)
    return found


def complaints(response: HttpResponse) -> list[Any]:
    """What the forms of a page found wrong; empty when there is no form (a redirect)."""
    context: Any = response.context  # type: ignore[attr-defined]
    if context is None or "adminform" not in context:
        return []
    found = [context["adminform"].form.errors] if context["adminform"].form.errors else []
    for inline in context["inline_admin_formsets"]:
        found += [errors for errors in inline.formset.errors if errors]
        found += list(inline.formset.non_form_errors())
    return found
