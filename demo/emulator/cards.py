"""Stripe's test cards: what each does when it is asked for money. None of them is a real card."""

import hashlib
from dataclasses import dataclass, replace

from demo.emulator.errors import Json


@dataclass(frozen=True)
class Card:
    """`outcome`: ok, decline, processing_ok, processing_fail. `refund`: ok, pending, fails."""

    number: str
    names: tuple[str, ...]
    brand: str = "visa"
    country: str = "US"
    funding: str = "credit"
    outcome: str = "ok"
    code: str = ""
    decline_code: str = ""
    challenge: bool = False
    refund: str = "ok"
    cvc_check: str = "pass"

    @property
    def last4(self) -> str:
        return self.number[-4:]

    @property
    def fingerprint(self) -> str:
        """The same card has the same one, whoever pays with it."""
        return hashlib.sha256(b"emulator " + self.number.encode()).hexdigest()[:16]


def _declined(number: str, name: str, decline_code: str, code: str = "card_declined") -> Card:
    checks = "fail" if code == "incorrect_cvc" else "pass"
    names = (f"pm_card_{name}", f"pm_card_visa_{name}")
    return Card(number, names, outcome="decline", code=code, decline_code=decline_code, cvc_check=checks)


CARDS = (
    Card("4242424242424242", ("pm_card_visa",)),
    Card("4000056655665556", ("pm_card_visa_debit",), funding="debit"),
    Card("5555555555554444", ("pm_card_mastercard",), brand="mastercard"),
    Card("5200828282828210", ("pm_card_mastercard_debit",), brand="mastercard", funding="debit"),
    Card("378282246310005", ("pm_card_amex",), brand="amex"),
    Card("4000002500001001", ("pm_card_fr", "pm_card_visa_cartesBancaires"), country="FR"),
    Card("4000000560000004", ("pm_card_be",), country="BE"),
    Card("4000002760000016", ("pm_card_de",), country="DE"),
    Card("4000007560000009", ("pm_card_ch",), country="CH"),
    _declined("4000000000000002", "chargeDeclined", "generic_decline"),
    _declined("4000000000009995", "chargeDeclinedInsufficientFunds", "insufficient_funds"),
    _declined("4000000000009987", "chargeDeclinedLostCard", "lost_card"),
    _declined("4000000000009979", "chargeDeclinedStolenCard", "stolen_card"),
    _declined("4000000000000069", "chargeDeclinedExpiredCard", "", "expired_card"),
    _declined("4000000000000127", "chargeDeclinedIncorrectCvc", "", "incorrect_cvc"),
    _declined("4000000000000119", "chargeDeclinedProcessingError", "", "processing_error"),
    Card("4000000000003220", ("pm_card_threeDSecure2Required",), challenge=True),
    Card("4000002760003184", ("pm_card_authenticationRequired",), challenge=True),
    Card("4000002500003155", ("pm_card_authenticationRequiredOnSetup",), challenge=True),
    Card(
        "4000008400001629",
        ("pm_card_threeDSecureRequiredChargeDeclined", "pm_card_authenticationRequiredChargeDeclined"),
        outcome="decline",
        code="card_declined",
        decline_code="generic_decline",
        challenge=True,
    ),
    Card("4000000000003055", ("pm_card_threeDSecureOptional",)),
    Card("4000000000007726", ("pm_card_pendingRefund",), refund="pending"),
    Card("4000000000005126", ("pm_card_refundFail",), refund="fails"),
    # Stripe has none of these: its own cards are never long at work. Other means of payment are.
    Card("4000000000100000", ("pm_card_processing",), outcome="processing_ok"),
    Card("4000000000200008", ("pm_card_processingFails",), outcome="processing_fail", code="card_declined",
         decline_code="generic_decline"),
)  # fmt: skip
BY_NUMBER = {card.number: card for card in CARDS}
BY_NAME = {name: card for card in CARDS for name in card.names}

MESSAGES = {
    "card_declined": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "incorrect_number": "Your card number is incorrect.",
    "invalid_expiry_month": "Your card's expiration month is invalid.",
    "invalid_expiry_year": "Your card's expiration year is invalid.",
    "invalid_cvc": "Your card's security code is invalid.",
    "payment_intent_authentication_failure": "The bank could not make sure that it was you. Try again or take another.",
}


def is_number(number: str) -> bool:
    """True when the check digit is right (Luhn)."""
    if not number.isascii() or not number.isdigit() or not 12 <= len(number) <= 19:
        return False
    odd, even = number[-1::-2], number[-2::-2]
    return (sum(map(int, odd)) + sum(sum(divmod(2 * int(digit), 10)) for digit in even)) % 10 == 0


def find(number: str) -> Card | None:
    """The test card with this number; any other number with a right check digit is declined, as Stripe does."""
    card = BY_NUMBER.get(number)
    if card is None and is_number(number):
        return replace(BY_NUMBER["4000000000000002"], number=number, names=())
    return card


def details(card: Card, month: int, year: int, *, cvc: bool, postal_code: bool, wallet: str | None) -> Json:
    """The `card` of a payment method."""
    return {
        "brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": "pass" if postal_code else None,
            "cvc_check": card.cvc_check if cvc else None,
        },
        "country": card.country,
        "display_brand": "american_express" if card.brand == "amex" else card.brand,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": card.fingerprint,
        "funding": card.funding,
        "generated_from": None,
        "last4": card.last4,
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": {"dynamic_last4": None, "type": wallet, wallet: {}} if wallet else None,
    }
