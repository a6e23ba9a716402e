"""What a refund would be: worked out from what is left, shown before it is made, and made exactly so."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from shop.payment.models import Payment
from shop.returns import shares
from shop.returns.exceptions import BadAmount, NothingAsked, NothingLeft, TooManyPieces, TooMuch, UnknownLine
from shop.returns.selectors import LineStanding, Standing
from shop.returns.shares import Share


@dataclass(frozen=True)
class Wanted:
    """What somebody wants refunded.

    `lines`: pieces by line id; None: everything that is left, unless an amount or a delivery is asked for. `delivery`:
    all that is left of it, or so many cents. `amount`: cents of the goods without any coming back.
    """

    lines: Mapping[int, int] | None = None
    delivery: bool | int = False
    amount: int | None = None

    @property
    def is_everything(self) -> bool:
        return self.lines is None and self.amount is None and self.delivery is False


@dataclass(frozen=True)
class PlannedLine:
    """What is taken of a line; `cancelled` of the pieces have not left and will not."""

    standing: LineStanding
    share: Share
    cancelled: int


@dataclass(frozen=True)
class Plan:
    """A refund to the cent. `parts`: which payment gives how much; `reductions`: (name, label, cents) given back."""

    lines: tuple[PlannedLine, ...]
    delivery_shares: tuple[tuple[int, int, int], ...]
    parts: tuple[tuple[Payment, int], ...]
    reductions: tuple[tuple[str, str, int], ...]

    @property
    def goods(self) -> int:
        return sum(line.share.amount for line in self.lines)

    @property
    def delivery(self) -> int:
        return sum(gross for _rate, gross, _tax in self.delivery_shares)

    @property
    def amount(self) -> int:
        """Cents with VAT that go back in all."""
        return self.goods + self.delivery

    @property
    def tax(self) -> int:
        """Cents of VAT in it."""
        return sum(line.share.tax for line in self.lines) + sum(tax for _rate, _gross, tax in self.delivery_shares)

    @property
    def pieces(self) -> int:
        return sum(line.share.quantity for line in self.lines)


def plan(standing: Standing, wanted: Wanted) -> Plan:
    """Work it out. Raises a Refusal (exceptions) with the sentence; nothing is written here."""
    if standing.is_over:
        raise NothingLeft
    taken = _goods(standing, wanted)
    delivery = _delivery(standing, wanted)
    if not taken and not delivery:
        raise NothingAsked
    lines = tuple(
        PlannedLine(of, share, min(share.quantity, of.unsent)) for of, share in taken if share.quantity or share.amount
    )
    amount = sum(share.amount for _of, share in taken) + sum(gross for _rate, gross, _tax in delivery)
    in_payments = sum(source.left for source in standing.sources)
    if amount > in_payments:
        raise TooMuch(in_payments, _("Of what was paid for this order only %(left)s can still go back."))
    parts = tuple(shares.over_means(standing.sources, amount))
    return Plan(lines, tuple(delivery), parts, _reductions(standing, [share for _of, share in taken]))


def _goods(standing: Standing, wanted: Wanted) -> list[tuple[LineStanding, Share]]:
    if wanted.is_everything:
        left = [one for one in standing.lines if not one.bought.is_over]
        return [(one, shares.of_pieces(one.bought, one.bought.pieces_left)) for one in left]
    if wanted.amount is not None:
        if wanted.lines:
            raise ValueError("Pieces or an amount, not both in one refund.")
        return _amount(standing, wanted.amount)
    known = {one.line.pk: one for one in standing.lines}
    found = []
    for line_id, quantity in (wanted.lines or {}).items():
        if quantity < 0:
            raise BadAmount
        if line_id not in known:
            raise UnknownLine
        if quantity > known[line_id].bought.pieces_left:
            raise TooManyPieces(line_id, known[line_id].line.title, known[line_id].bought.pieces_left)
        if quantity:
            found.append((known[line_id], shares.of_pieces(known[line_id].bought, quantity)))
    return found


def _amount(standing: Standing, amount: int) -> list[tuple[LineStanding, Share]]:
    if amount < 0:
        raise BadAmount
    if amount > standing.goods_left:
        raise TooMuch(standing.goods_left, _("Of the goods at most %(left)s can still be refunded."))
    known = {one.line.pk: one for one in standing.lines}
    spread = shares.over_lines([one.bought for one in standing.lines], amount) if amount else []
    return [(known[share.line_id], share) for share in spread]


def _delivery(standing: Standing, wanted: Wanted) -> list[tuple[int, int, int]]:
    """What goes back of the delivery, as [(rate, cents with VAT, tax within)]."""
    left = standing.delivery_left
    if wanted.is_everything or wanted.delivery is True:
        amount = left
    else:
        amount = int(wanted.delivery)
    if amount < 0:
        raise BadAmount
    if amount > left:
        raise TooMuch(left, _("Of the delivery at most %(left)s can still be refunded."))
    rates = {share.line_id: share.rate for share in standing.delivery}
    spread = shares.over_lines(standing.delivery, amount) if amount else []
    return [(rates[share.line_id], share.amount, share.tax) for share in spread]


def _reductions(standing: Standing, taken: list[Share]) -> tuple[tuple[str, str, int], ...]:
    """Each euro of goods takes its share of points along; goods that cost nothing count by pieces."""
    lines = [one.bought for one in standing.lines]
    if whole := sum(line.total for line in lines):
        gone = sum(line.refunded for line in lines) + sum(share.amount for share in taken)
    else:
        whole = sum(line.quantity for line in lines)
        gone = sum(line.refunded_quantity for line in lines) + sum(share.quantity for share in taken)
    found = []
    for one in standing.reductions:
        if amount := shares.of_reduction(one.total, one.returned, gone=gone, whole=whole):
            found.append((one.name, one.label, amount))
    return tuple(found)
