"""Orders written in bulk: the very rows that the services would have written, several thousand orders at a time."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zlib import crc32

from django.db.models import F, Model

from demo.fill.orders.fates import Fate
from demo.fill.rows import Table, flush
from shop.checkout.models import PendingOrder
from shop.order import rows
from shop.order.drafts import Draft
from shop.order.models import Line, Order, Parcel, ParcelLine, Reduction, ShippingAddress
from shop.payment.models import Payment, PaymentRefund
from shop.payment.models.payments import CARD
from shop.returns.models import (
    LineRefunded,
    OrderRefunded,
    PaymentRefunded,
    Refund,
    RefundLine,
    RefundPart,
)
from shop.returns.models import State as RefundState
from shop.stock.models import StockHold, StockRecord

CARDS = (("visa", "4242"), ("mastercard", "4444"), ("visa", "1881"), ("cartes_bancaires", "0000"))
BOUGHT: tuple[type[Model], ...] = (ShippingAddress, Order, Line, Reduction)
SENT: tuple[type[Model], ...] = (Parcel, ParcelLine)
PAID: tuple[type[Model], ...] = (Payment, PaymentRefund)
BACK: tuple[type[Model], ...] = (
    *(Refund, RefundLine, RefundPart),
    *(OrderRefunded, LineRefunded, PaymentRefunded),
)
OPEN: tuple[type[Model], ...] = (PendingOrder, StockHold)


class OrdersWriter:
    """Collects orders and writes them. Stock is left as it is on the shelf: what is still to be sent came in for it."""

    def __init__(self) -> None:
        self.tables = {model: Table(model) for model in (*BOUGHT, *SENT, *PAID, *BACK, *OPEN)}
        self.promised: Counter[int] = Counter()

    def flush(self) -> int:
        """Write what was added; returns how many rows. Call it inside a transaction."""
        written = flush(self.tables.values())
        for record, pieces in self.promised.items():
            # The database's CHECK: never more promised than there is. Unlimited stock stays unlimited.
            StockRecord.objects.filter(pk=record, num_allocated=None).update(num_allocated=0)
            StockRecord.objects.filter(pk=record).update(
                num_in_stock=F("num_in_stock") + pieces, num_allocated=F("num_allocated") + pieces
            )
        self.promised.clear()
        return written

    def add(self, draft: Draft, number: str, fate: Fate | None = None) -> int:
        """One order with all that became of it; without a fate as it stood when it was placed. Returns its number."""
        assert draft.placed_at is not None
        made = rows.from_draft(draft, number=number, placed_at=draft.placed_at)
        address = self.tables[ShippingAddress].add(**made.address)
        state = {} if fate is None else {"status": fate.state}
        order = self.tables[Order].add(shipping_address_id=address, **made.order, **state)
        lines = []
        for place, line in enumerate(made.lines):
            if fate is not None:
                line["cancelled"] = line["quantity"] if fate.is_cancelled else 0
                line["num_allocated"] = line["quantity"] - line["cancelled"] - fate.away(place)
            lines.append(self.tables[Line].add(order_id=order, **line))
        for reduction in made.reductions:
            self.tables[Reduction].add(order_id=order, **reduction)
        if fate is not None:
            self._pay(draft, order, lines, fate)
            self._send(order, lines, fate, draft.placed_at)
            if any(line["num_allocated"] for line in made.lines):
                self._keep_open(draft, order, made.lines)
        return order

    def _send(self, order: int, lines: list[int], fate: Fate, placed_at: datetime) -> None:
        for number, pack in enumerate(fate.packs, 1):
            parcel = self.tables[Parcel].add(
                order_id=order,
                number=number,
                state=pack.state,
                carrier=pack.carrier,
                tracking=pack.tracking,
                batch=f"{pack.shipped_at:%Y-%m-%d}" if pack.shipped_at else "",
                created_at=placed_at,
                shipped_at=pack.shipped_at,
                delivered_at=pack.delivered_at,
            )
            for place, pieces in pack.lines:
                self.tables[ParcelLine].add(parcel_id=parcel, line_id=lines[place], quantity=pieces)

    def _pay(self, draft: Draft, order: int, lines: list[int], fate: Fate) -> None:
        due = draft.total - draft.other_means
        brand, last4 = CARDS[crc32(draft.email.encode()) % len(CARDS)]
        key = uuid5(NAMESPACE_URL, f"order/{draft.reference}")
        back = self._sums_back(draft, fate)
        payment = self.tables[Payment].add(
            reference=draft.reference,
            means=CARD,
            order_id=order,
            amount=due,
            received=due,
            refunded=back["amount"],
            state=Payment.State.PAID,
            handled=Payment.State.PAID,
            intent_id=f"pi_{key.hex[:24]}",
            amount_at_stripe=due,
            brand=brand,
            last4=last4,
            fingerprint=uuid5(NAMESPACE_URL, draft.email).hex[:16],
            created_at=draft.placed_at,
            changed_at=draft.placed_at,
            looked_at=draft.placed_at,
            told_at=draft.placed_at,
        )
        if fate.back is not None:
            self._refund(draft, order, lines, fate, payment, back, due)

    def _sums_back(self, draft: Draft, fate: Fate) -> dict[str, int]:
        """Cents that went back: everything, the VAT in it, the delivery."""
        if fate.back is None:
            return {"amount": 0, "tax": 0, "delivery": 0}
        lines = [draft.lines[place] for place in fate.back.lines]
        delivery = draft.delivery.price if fate.back.delivery else 0
        delivery_tax = sum(tax for _rate, _gross, tax in draft.delivery.shares) if fate.back.delivery else 0
        return {
            "amount": sum(line.total for line in lines) + delivery,
            "tax": sum(line.tax for line in lines) + delivery_tax,
            "delivery": delivery,
        }

    def _refund(
        self, draft: Draft, order: int, lines: list[int], fate: Fate, payment: int, back: dict[str, int], due: int
    ) -> None:
        """A refund that is done, with its tallies, as shop.returns leaves it."""
        assert fate.back is not None
        at, key = fate.back.at, uuid5(NAMESPACE_URL, f"refund/{draft.reference}")
        done = at + timedelta(minutes=1)
        refund = self.tables[Refund].add(
            order_id=order,
            key=key,
            reason=fate.back.reason,
            delivery_shares=[list(share) for share in draft.delivery.shares] if fate.back.delivery else [],
            state=RefundState.DONE,
            created_at=at,
            done_at=done,
            **back,
        )
        for place in fate.back.lines:
            line = draft.lines[place]
            went = {"quantity": line.quantity, "amount": line.total, "tax": line.tax}
            gone = line.quantity if fate.is_cancelled else 0
            self.tables[RefundLine].add(refund_id=refund, line_id=lines[place], cancelled=gone, **went)
            self.tables[LineRefunded].add(
                line_id=lines[place], bought=line.quantity, total=line.total, tax_total=line.tax, **went
            )
        self.tables[OrderRefunded].add(
            order_id=order,
            total=draft.total,
            amount=back["amount"],
            delivery_total=draft.delivery.price,
            delivery=back["delivery"],
        )
        self.tables[PaymentRefunded].add(payment_id=payment, total=due, amount=back["amount"])
        sent: dict[str, Any] = {"payment_id": payment, "amount": back["amount"], "key": f"refund-{key}-1-0"}
        stripe_id = f"re_{key.hex[:24]}"
        self.tables[RefundPart].add(
            refund_id=refund,
            name=CARD,
            state=RefundState.DONE,
            attempts=1,
            due_at=done,
            done_at=done,
            stripe_id=stripe_id,
            **sent,
        )
        self.tables[PaymentRefund].add(
            state=PaymentRefund.State.DONE,
            handled=PaymentRefund.State.DONE,
            refund_id=stripe_id,
            created_at=at,
            changed_at=done,
            looked_at=done,
            told_at=done,
            **sent,
        )

    def _keep_open(self, draft: Draft, order: int, lines: list[rows.Row]) -> None:
        """Of an order that is still to be sent, also the purchase it came from and the stock it keeps."""
        assert draft.placed_at is not None
        self.tables[PendingOrder].add(
            reference=draft.reference,
            state=PendingOrder.State.PLACED,
            channel=draft.channel,
            person_id=draft.person_id,
            user_id=draft.user_id,
            order_id=order,
            fingerprint=uuid5(NAMESPACE_URL, draft.reference).hex,
            email=draft.email,
            language=draft.language,
            address=asdict(draft.address),
            lines=[asdict(line) for line in draft.lines],
            reductions=[asdict(reduction) for reduction in draft.reductions],
            delivery=asdict(draft.delivery),
            touch=draft.touch,
            goods=sum(line.total for line in draft.lines),
            total=draft.total,
            due=draft.total - draft.other_means,
            expires_at=draft.placed_at + timedelta(minutes=15),
            look_at=draft.placed_at + timedelta(minutes=15),
            created_at=draft.placed_at,
            ended_at=draft.placed_at,
        )
        sold: Counter[int] = Counter()
        kept: Counter[int] = Counter()
        for line in lines:
            sold[line["stockrecord_id"]] += line["quantity"]
            kept[line["stockrecord_id"]] += line["num_allocated"]
        for record, quantity in sold.items():
            self.tables[StockHold].add(
                source=draft.reference,
                stockrecord_id=record,
                quantity=quantity,
                left=quantity - kept[record],
                state=StockHold.State.CAPTURED,
                until=draft.placed_at + timedelta(minutes=15),
            )
        self.promised.update(+kept)
