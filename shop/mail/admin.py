"""Mails in the admin: what was written to whom, what was not sent and why; looked at, and sent again."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action, display

from shop.mail import gate, kinds, message, reasons, selectors, services
from shop.mail.errors import NotAgain, UnknownKind
from shop.mail.kinds import Moot
from shop.mail.models import Attempt, Mail, State
from shop.people.readonly import ReadOnly
from shop.people.services import person_for_user

LABELS = {
    State.WAITING: "info",
    State.CLAIMED: "info",
    State.SENT: "success",
    State.SKIPPED: "warning",
    State.UNSURE: "warning",
    State.FAILED: "danger",
}


class Trouble(admin.SimpleListFilter):
    """What needs a look."""

    title = gettext_lazy("trouble")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("not sent, and why"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mail]) -> QuerySet[Mail]:
        return queryset & selectors.not_sent() if self.value() == "yes" else queryset


class KindFilter(admin.SimpleListFilter):
    """Kinds by their titles."""

    title = gettext_lazy("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(kind.name, kind.title) for kind in kinds.all_kinds()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mail]) -> QuerySet[Mail]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class AttemptInline(ReadOnly, TabularInline):  # type: ignore[misc, type-arg]
    """Each time it was handed over."""

    model = Attempt
    fields = ("number", "begun_at", "ended_at", "outcome", "reply", "by")
    readonly_fields = fields
    extra = 0


@admin.register(Mail)
class MailAdmin(ReadOnly, ModelAdmin):  # type: ignore[misc, type-arg]
    """Read, looked at as it was, and sent again; never written by hand."""

    list_display = ("created_at", "title", "to", "standing", "why", "attempts", "sent_at")
    list_filter = (Trouble, "state", "klass", KindFilter, "language")
    search_fields = ("^to", "^person__email", "=occasion", "=message_id")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-id",)
    fieldsets = (
        (None, {"fields": ("title", "to", "person", "state", "why", "sent_at")}),
        (gettext_lazy("When"), {"fields": ("created_at", "due", "next_attempt_at", "attempts")}),
        (
            gettext_lazy("What"),
            {"fields": ("occasion", "klass", "language", "message_id", "template_version", "resends", "resend_by")},
        ),
    )
    readonly_fields = ("title", "why", "created_at", "sent_at", "message_id")
    inlines = (AttemptInline,)
    actions_detail = ("look", "again")  # type: ignore[assignment]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).select_related("person", "resend_by")

    @display(description=gettext_lazy("kind"), ordering="kind")  # type: ignore[arg-type]
    def title(self, mail: Mail) -> str:
        try:
            return str(kinds.get(mail.kind).title)
        except UnknownKind:
            return mail.kind

    @display(description=gettext_lazy("state"), ordering="state", label=LABELS)  # type: ignore[arg-type]
    def standing(self, mail: Mail) -> tuple[str, str]:
        return mail.state, mail.get_state_display()

    @display(description=gettext_lazy("why"))  # type: ignore[arg-type]
    def why(self, mail: Mail) -> str:
        return reasons.words(mail.reason)

    @action(description=gettext_lazy("Look at it"), url_path="look", permissions=["view"], icon="visibility")  # type: ignore[arg-type, operator]
    def look(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The mail as it would be written today, secrets as dots."""
        mail = get_object_or_404(self.get_queryset(request), pk=object_id)
        seen, trouble = looked_at(mail)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "original": mail,
            "title": seen.subject if seen else self.title(mail),
            "seen": seen,
            "trouble": trouble,
        }
        return TemplateResponse(request, "mailroom/look.html", context)

    def has_again_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return bool(request.user.has_perm("mail.resend_mail"))

    @action(description=gettext_lazy("Send again"), url_path="again", permissions=["again"], icon="forward_to_inbox")  # type: ignore[arg-type, operator]
    def again(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask once more, then let it leave in the name of whoever is signed in."""
        mail = get_object_or_404(self.get_queryset(request), pk=object_id)
        if request.method == "POST":
            try:
                services.resend(mail=mail, by=person_for_user(user=request.user))
            except NotAgain as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("It leaves within a minute."))
            return redirect("admin:mail_mail_change", mail.pk)
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "original": mail,
            "title": _("Send again: %(kind)s") % {"kind": self.title(mail)},
            "to": gate.address(mail)[0],
        }
        return TemplateResponse(request, "mailroom/again.html", context)


@dataclass(frozen=True)
class Seen:
    """A message to look at."""

    subject: str
    to: str
    sender: str
    text: str
    html: str


def looked_at(mail: Mail) -> tuple[Seen | None, str]:
    """The message of a row as it would be today, and a sentence where that is not what was sent."""
    mail.is_preview = True
    try:
        built, version = message.build(mail, gate.address(mail)[0] or "—")
    except UnknownKind:
        return None, _("This release does not know this kind of mail.")
    except Moot as moot:
        return None, _("There is nothing to say any more: %(why)s") % {"why": moot}
    except Exception as error:
        return None, _("It cannot be put together any more: %(why)s") % {"why": type(error).__name__}
    html: Any = built.alternatives[0]
    seen = Seen(str(built.subject), built.to[0], built.from_email, str(built.body), html.content)
    if mail.template_version and mail.template_version != version:
        return seen, _("Its texts have changed since it was sent; this is how it reads today.")
    return seen, ""
