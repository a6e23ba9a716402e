"""Whose basket it is: a guest's by cookie, a member's by account, and how the two become one."""

from django.db import IntegrityError, transaction
from django.db.models import Sum
from django.http import HttpRequest

from shop import clock
from shop.accounts.models import User
from shop.cart import cookies
from shop.cart.exceptions import Closed
from shop.cart.models import Basket, Line
from shop.cart.quantities import MOST_LINES, MOST_OF_ONE


def basket_of(request: HttpRequest) -> Basket | None:
    """The visitor's open basket; None without one. One statement, none for a stranger; asked once a request.

    A member's is found by account. One that this browser filled before, unseen by the sign-in, joins it here.
    """
    if not hasattr(request, "_basket"):
        request._basket = _find(request)  # type: ignore[attr-defined]
    found: Basket | None = request._basket  # type: ignore[attr-defined]
    return found


def open_basket(request: HttpRequest) -> Basket:
    """The visitor's basket, made if there is none."""
    basket = basket_of(request)
    if basket is None:
        user = _member(request)
        basket = _members(user) if user else Basket.objects.create()
        request._basket = basket  # type: ignore[attr-defined]
    return basket


def tell_browser(request: HttpRequest, basket: Basket) -> None:
    """Keep the cookie's counter right. One statement."""
    cookies.remember(request, basket_id=basket.pk, key=basket.key, count=pieces(basket))


def pieces(basket: Basket) -> int:
    """How many pieces are in it. One statement."""
    return Line.objects.filter(basket=basket).aggregate(n=Sum("quantity"))["n"] or 0


def lock(basket: Basket) -> Basket:
    """The basket's row, locked until the transaction ends. Raises Closed when it is no longer open."""
    locked = Basket.objects.select_for_update().filter(pk=basket.pk, status=Basket.OPEN).first()
    if locked is None:
        raise Closed(basket.pk)
    return locked


def changed(basket: Basket, **fields: object) -> None:
    """Note that somebody has touched the basket. Inside the transaction that did."""
    fields["changed_at"] = clock.now()
    for name, value in fields.items():
        setattr(basket, name, value)
    Basket.objects.filter(pk=basket.pk).update(**fields)


def submitted(basket: Basket) -> bool:
    """The basket has become an order: nobody fills it any more. False when it was none of the open ones."""
    rows = Basket.objects.filter(pk=basket.pk, status__in=(Basket.OPEN, Basket.FROZEN))
    return bool(rows.update(status=Basket.SUBMITTED, date_submitted=clock.now()))


def adopt(*, user: User, request: HttpRequest) -> bool:
    """At sign-in: the browser's basket becomes the member's, or joins the one they have.

    True when things from both stand together now, which the member should be told.
    """
    request.__dict__.pop("_basket", None)
    guest = _guests(request)
    both = False
    with transaction.atomic():
        if guest is not None:
            own = Basket.objects.filter(owner=user, status=Basket.OPEN).first()
            both = merge(guest, into=own) if own else not Basket.objects.filter(pk=guest.pk).update(owner=user)
        own = Basket.objects.filter(owner=user, status=Basket.OPEN).first()
    if own is not None:
        tell_browser(request, own)
    elif cookies.read(request):
        cookies.forget(request)
    return both


@transaction.atomic
def merge(gone: Basket, *, into: Basket) -> bool:
    """Put two baskets together: of what lies in both, the larger quantity stays. Codes come along.

    Beyond 100 lines the rest stays behind. True when both held something. Raises Closed when one is no longer open.
    """
    first, second = sorted((gone, into), key=lambda basket: basket.pk)
    lock(first)
    lock(second)
    there = {line.product_id: line for line in Line.objects.filter(basket=into)}
    coming = list(Line.objects.filter(basket=gone).order_by("pk"))
    had_both = bool(there) and bool(coming)
    for line in coming:
        twin = there.get(line.product_id)
        if twin is not None:
            larger = min(max(twin.quantity, line.quantity), MOST_OF_ONE)
            Line.objects.filter(pk=twin.pk).update(quantity=larger)
        elif len(there) < MOST_LINES:
            Line.objects.filter(pk=line.pk).update(basket=into)
            there[line.product_id] = line
    into.vouchers.add(*gone.vouchers.all())
    gone.vouchers.clear()
    Basket.objects.filter(pk=gone.pk).update(status=Basket.MERGED, date_merged=clock.now())
    changed(into, touch=into.touch or gone.touch)
    return had_both


def _find(request: HttpRequest) -> Basket | None:
    user = _member(request)
    if user is None:
        found = _guests(request)
        if found is None:
            _forget_dead(request)
        return found
    # The person comes along: the page asks who orders.
    own = Basket.objects.filter(owner=user, status=Basket.OPEN).select_related("owner__person").first()
    seen = cookies.read(request)
    if seen is None or (own is not None and (seen.basket_id, seen.key) == (own.pk, own.key)):
        return own
    if _guests(request) is None:
        _forget_dead(request)
        return own
    adopt(user=user, request=request)
    return Basket.objects.filter(owner=user, status=Basket.OPEN).first()


def _member(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else None


def _members(user: User) -> Basket:
    """The member's open basket; two requests at once get the same one."""
    try:
        with transaction.atomic():
            return Basket.objects.create(owner=user)
    except IntegrityError:
        return Basket.objects.get(owner=user, status=Basket.OPEN)


def _guests(request: HttpRequest) -> Basket | None:
    """The basket of the cookie: never one that has an owner, never by its number alone."""
    seen = cookies.read(request)
    if seen is None:
        return None
    return Basket.objects.filter(pk=seen.basket_id, key=seen.key, owner=None, status=Basket.OPEN).first()


def _forget_dead(request: HttpRequest) -> None:
    """A cookie that opens nothing goes: it would count what is no longer there."""
    if cookies.NAME in request.COOKIES:
        cookies.forget(request)
