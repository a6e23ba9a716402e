"""Pages of the admin that show and never write."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """Mix into an admin or an inline of rows that services write: nothing is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
