"""Asking for a refund in two steps: what is wanted, then its sums and where they go, to be confirmed."""

from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shop.checkout.paid import payment_words, plug_words
from shop.order.models import Order
from shop.pages.money import euros
from shop.returns import services
from shop.returns.admin.forms import RefundForm
from shop.returns.exceptions import Refusal
from shop.returns.models import Refund
from shop.returns.planning import Plan
from shop.returns.selectors import standing


def ask(admin: ModelAdmin[Refund], request: HttpRequest, order_id: int) -> HttpResponse:
    """The form; posted, the preview; confirmed, the refund. Buttons: preview, everything, change, confirm."""
    if not request.user.has_perm("returns.add_refund"):
        raise PermissionDenied
    order = get_object_or_404(Order, pk=order_id)
    stands = standing(order)
    if request.method != "POST":
        return _page(admin, request, order, RefundForm(stands))
    form = RefundForm(stands, request.POST)
    if not form.is_valid() or "change" in request.POST:
        return _page(admin, request, order, form)
    if "confirm" not in request.POST:
        return _preview(admin, request, order, form)
    try:
        made = _make(request, order, form)
    except Refusal as refusal:
        # Somebody was faster: the sums are shown anew, as they are now.
        messages.error(request, refusal.sentence)
        return redirect(request.path)
    admin.log_addition(request, made, [{"added": {"name": _("refund"), "object": euros(made.amount)}}])
    words = {"amount": euros(made.amount), "number": order.number}
    messages.success(request, _("Refund of %(amount)s for order %(number)s: it is being sent.") % words)
    return redirect("admin:returns_refund_change", made.pk)


def _make(request: HttpRequest, order: Order, form: RefundForm) -> Refund:
    given, wanted = form.cleaned_data, form.wanted()
    return services.refund(
        order,
        reason=given["reason"],
        by=request.user,
        lines=wanted.lines,
        delivery=wanted.delivery,
        amount=wanted.amount,
        restock=given["restock"],
        note=given["note"],
        key=given["key"],
        shown=given["shown"] or 0,
    )


def _page(admin: ModelAdmin[Refund], request: HttpRequest, order: Order, form: RefundForm) -> HttpResponse:
    left = form.standing.goods_left + form.standing.delivery_left
    return _answer(admin, request, order, "admin/returns/ask.html", form=form, left=left)


def _preview(admin: ModelAdmin[Refund], request: HttpRequest, order: Order, form: RefundForm) -> HttpResponse:
    """Everything that was typed travels along unseen; the sum shown is what may be made."""
    typed = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "shown")}
    typed = {name: value for name, value in typed.items() if name in form.fields}
    return _answer(
        admin,
        request,
        order,
        "admin/returns/confirm.html",
        form=form,
        plan=form.plan,
        typed=typed | {"shown": str(form.plan.amount)},
        ways=[(payment_words(payment), amount) for payment, amount in form.plan.parts],
        given_back=[(plug_words(name), amount) for name, _label, amount in form.plan.reductions],
        goods=goods_words(form.plan, restock=form.cleaned_data["restock"]),
        reason=dict(Refund.Reason.choices)[form.cleaned_data["reason"]],
    )


def goods_words(plan: Plan, *, restock: bool) -> list[str]:
    """What becomes of the goods, a sentence each."""
    free = sum(line.cancelled for line in plan.lines)
    sent = plan.pieces - free
    found = []
    if free:
        found.append(
            ngettext(
                "%(n)s piece has not left yet: it will not be sent, and can be sold to somebody else at once.",
                "%(n)s pieces have not left yet: they will not be sent, and can be sold to somebody else at once.",
                free,
            )
            % {"n": free}
        )
    if sent and restock:
        words = ngettext("%(n)s piece goes back into stock.", "%(n)s pieces go back into stock.", sent)
        found.append(words % {"n": sent})
    elif sent:
        words = ngettext(
            "%(n)s piece was sent already; stock stays as it is.",
            "%(n)s pieces were sent already; stock stays as it is.",
            sent,
        )
        found.append(words % {"n": sent})
    if plan.goods and not plan.pieces:
        found.append(_("The customer keeps the goods."))
    return found


def _answer(admin: ModelAdmin[Refund], request: HttpRequest, order: Order, template: str, **more: Any) -> HttpResponse:
    context = admin.admin_site.each_context(request) | {
        "opts": admin.opts,
        "order": order,
        "title": _("Refund: order %(number)s") % {"number": order.number},
    }
    return TemplateResponse(request, template, context | more)
