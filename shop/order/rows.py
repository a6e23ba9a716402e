"""A draft as rows: Oscar's columns in euros from integer cents. Nothing is stored here, nothing looked up.

Rows are mappings of column to value, so that the checkout makes objects of them and a bulk writer need not.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shop.cents import euros, tax_within
from shop.order.drafts import Draft, DraftLine, DraftReduction
from shop.order.exceptions import BadDraft

Row = dict[str, Any]


@dataclass(frozen=True)
class Rows:
    """An order that is not stored yet. It gets its address, and the others their order, when those have an id."""

    order: Row
    address: Row
    lines: list[Row]
    reductions: list[Row]


def from_draft(draft: Draft, *, number: str, placed_at: datetime) -> Rows:
    """The rows of an order. Raises BadDraft when the draft's sums do not agree."""
    check(draft)
    return Rows(
        order=_order(draft, number, placed_at),
        address=_address(draft),
        lines=[_line(line, draft.language) for line in draft.lines],
        reductions=[_reduction(reduction) for reduction in draft.reductions],
    )


def check(draft: Draft) -> None:
    """Raises BadDraft unless taxes and delivery are those of their parts and what is due lies within the total."""
    if not draft.reference or not draft.lines:
        raise BadDraft("An order has a reference and at least one line.")
    for line in draft.lines:
        if line.quantity < 1 or not 0 <= line.total <= line.quantity * line.unit_price:
            raise BadDraft(f"{line.sku}: {line.quantity} for {line.total} cents at {line.unit_price} each.")
        if line.tax != tax_within(line.total, line.vat_rate):
            raise BadDraft(f"{line.sku}: {line.tax} is not the VAT in {line.total} at {line.vat_rate}/1000.")
    shares = draft.delivery.shares
    if draft.delivery.price < 0 or sum(gross for _rate, gross, _tax in shares) != draft.delivery.price:
        raise BadDraft(f"Shares of the delivery do not add up to {draft.delivery.price} cents.")
    if any(tax != tax_within(gross, rate) for rate, gross, tax in shares):
        raise BadDraft("The VAT of a share of the delivery is wrong.")
    if not 0 <= draft.other_means <= draft.total:
        raise BadDraft(f"{draft.other_means} cents by other means for an order of {draft.total}.")
    if any(reduction.amount < 0 for reduction in draft.reductions):
        raise BadDraft("A reduction makes nothing dearer.")


def _order(draft: Draft, number: str, placed_at: datetime) -> Row:
    delivery = draft.delivery
    delivery_tax = sum(tax for _rate, _gross, tax in delivery.shares)
    return dict(  # noqa: C408  the names of columns
        number=number,
        reference=draft.reference,
        person_id=draft.person_id,
        user_id=draft.user_id,
        basket_id=draft.basket_id,
        guest_email=draft.email,
        language=draft.language,
        touch=draft.touch,
        channel=draft.channel,
        currency="EUR",
        total_incl_tax=euros(draft.total),
        total_excl_tax=euros(draft.total - draft.tax),
        shipping_incl_tax=euros(delivery.price),
        shipping_excl_tax=euros(delivery.price - delivery_tax),
        shipping_method=delivery.name,
        shipping_code=delivery.code,
        delivery_shares=[list(share) for share in delivery.shares],
        delivery_earliest=_day(delivery.earliest),
        delivery_latest=_day(delivery.latest),
        pickup_point=draft.address.point,
        card_amount=draft.total - draft.other_means,
        other_means=draft.other_means,
        date_placed=placed_at,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _address(draft: Draft) -> Row:
    given = draft.address
    words = (given.first_name, given.last_name, given.line1, given.line2, given.city, given.postcode)
    return dict(  # noqa: C408  the names of columns
        first_name=given.first_name,
        last_name=given.last_name,
        line1=given.line1,
        line2=given.line2,
        line4=given.city,
        postcode=given.postcode,
        country_id=given.country,
        phone_number=given.phone,
        search_text=" ".join(word for word in words if word),
    )


def _line(line: DraftLine, language: str) -> Row:
    before = line.quantity * line.unit_price
    return dict(  # noqa: C408  the names of columns
        stockrecord_id=line.stockrecord_id,
        product_id=line.variant_id,
        partner_sku=line.sku,
        title=line.title,
        variant=line.variant,
        picture=line.picture,
        language=language,
        quantity=line.quantity,
        num_allocated=line.quantity,
        vat_rate=line.vat_rate,
        unit_cost=euros(line.unit_cost),
        unit_price_incl_tax=euros(line.unit_price),
        unit_price_excl_tax=euros(line.unit_price - tax_within(line.unit_price, line.vat_rate)),
        line_price_incl_tax=euros(line.total),
        line_price_excl_tax=euros(line.total - line.tax),
        line_price_before_discounts_incl_tax=euros(before),
        line_price_before_discounts_excl_tax=euros(before - tax_within(before, line.vat_rate)),
    )


def _reduction(reduction: DraftReduction) -> Row:
    return dict(  # noqa: C408  the names of columns
        kind=reduction.kind,
        label=reduction.label,
        amount=reduction.amount,
        code=reduction.code,
        offer_id=reduction.offer_id,
        voucher_id=reduction.voucher_id,
    )
