"""What a shopper does at the till, and what must stand after it."""

from typing import Any

from playwright.sync_api import FrameLocator, Page

from shop.mail.services import sweep
from shop.order.models import Order
from tests.emulator import Stripe
from tests.pages.test_face import AXE, RULES

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
LOCALE = {"fr": "fr-FR", "en": "en-GB"}
CARD = {"fr": "Numéro de carte", "en": "Card number"}
EXPIRY = {"fr": "Expiration", "en": "Expiry"}
CODE = {"fr": "Code au dos", "en": "Security code"}
YES = {"fr": "Oui, confirmer", "en": "Yes, confirm"}
LEA = {"email": "lea@example.org", "first_name": "Léa", "last_name": "Bernard", "line1": "12 rue des Cordeliers"}
LEA |= {"postcode": "44000", "city": "Nantes"}
DECLINED, ASKS = "4000000000000002", "4000002760003184"
# Two pictures: what was scrolled is drawn where it is.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def write(page: Page) -> None:
    """What a guest types, but for the card."""
    for name, text in LEA.items():
        page.fill(f"#id_{name}", text)


def card(page: Page, number: str = "4242424242424242", language: str = "fr") -> None:
    page.locator("#till-card[data-ready]").wait_for()
    frame = page.frame_locator("#till-card iframe")
    for label, text in ((CARD, number), (EXPIRY, "1234"), (CODE, "123")):
        frame.get_by_label(label[language]).fill("")
        frame.get_by_label(label[language]).press_sequentially(text)


def press_pay(page: Page) -> None:
    """Once, and when the button is drawn where it is.

    The browser gives a press to what its last picture shows at that place. Playwright scrolls and presses within a
    millisecond: the picture still shows the card's frame there, which swallows the press. No finger is that quick.
    """
    page.locator("#pay").scroll_into_view_if_needed()
    page.evaluate(DRAWN)
    page.locator("#pay").click()


def challenge(page: Page) -> FrameLocator:
    """The bank's question, over the page."""
    return page.frame_locator("dialog iframe")


def ends_well(page: Page, stripe: Stripe, total: int = 3890) -> Order:
    """The confirmation names the one order; Stripe has taken its sum once."""
    page.wait_for_url("**/checkout/done/**")
    page.locator(".done__head strong.figures").wait_for()
    order = Order.objects.get()
    assert page.locator(".done__head strong.figures").inner_text() == order.number
    charged = [intent["amount_received"] for intent in stripe.all("payment_intent") if intent["amount_received"]]
    assert charged == [order.total] == [total]
    return order


def newest_letter(page: Page) -> FrameLocator:
    """What is due leaves; the newest mail is opened in the mailbox of the demo."""
    sweep()
    page.goto("/mailbox/")
    page.locator(".account__list a").first.click()
    letter = page.frame_locator("iframe.account__mail")
    letter.locator("body").wait_for()
    return letter


def faultless(page: Page) -> None:
    """axe finds nothing on the page, and nothing in it is wider than the window."""
    page.evaluate(AXE)
    asked: dict[str, Any] = {"runOnly": RULES, "iframes": False}
    found = page.evaluate("options => axe.run(document, options)", asked)["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], page.url
    assert page.evaluate("[document.documentElement.scrollWidth, innerWidth]") == [page.viewport_size["width"]] * 2, (
        page.url
    )
