"""What somebody agreed to: given and taken back with one press each, and what was said before."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from shop.accounts import purposes
from shop.accounts.models import User
from shop.people import selectors
from shop.people.models import Consent, Person
from shop.people.services import grant, person_for_user, withdraw

SOURCE = "account/consents"


@never_cache
@login_required
def consents(request: HttpRequest) -> HttpResponse:
    """Each purpose as it stands, and every word there was."""
    person = person_for_user(user=cast(User, request.user), language=(get_language() or "fr")[:2])
    if request.method == "POST":
        return _say(request, person)
    said = list(selectors.consents(person))
    latest: dict[str, Consent] = {}
    for row in said:
        latest.setdefault(row.purpose, row)
    context = {
        "purposes": [{"purpose": purpose, "last": latest.get(purpose.code)} for purpose in purposes.all_purposes()],
        "said": [_shown(row) for row in said],
    }
    return render(request, "account/consents.html", context)


def _say(request: HttpRequest, person: Person) -> HttpResponse:
    """Yes or no to one purpose. Raises Http404 for a purpose that nobody asks about."""
    purpose = purposes.get(request.POST.get("purpose", ""))
    answer = request.POST.get("answer")
    if purpose is None or answer not in ("yes", "no"):
        raise Http404
    if answer == "no":
        withdraw(person=person, purpose=purpose.code, wording=purpose.version, source=SOURCE)
    elif request.POST.get("version") == purpose.version:
        grant(person=person, purpose=purpose.code, wording=purpose.version, source=SOURCE)
    else:
        # The page was opened before the words changed: yes was said to others.
        messages.info(request, _("These words have changed meanwhile. Read them once more, please."))
        return redirect("account_consents")
    messages.success(request, _("Done."))
    return redirect("account_consents")


def _shown(row: Consent) -> dict[str, Any]:
    """A row with the words that were said then, as far as their room is still there."""
    purpose = purposes.get(row.purpose)
    return {
        "row": row,
        "title": purpose.title if purpose else row.purpose,
        "words": purpose.wordings.get(row.wording, "") if purpose else "",
    }
