"""A purchase without mouse or finger, in a window of 640 pixels (a desk at 200 % zoom): what has the focus is seen."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.emulator import Stripe
from tests.journeys.till import ASKS, LEA, ends_well

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# Where the focus is, and whether anything lies over its middle.
SEEN = """() => {
  const here = document.activeElement;
  const box = (here.labels?.[0]?.contains(here) ? here.labels[0] : here).getBoundingClientRect();
  const x = Math.min(Math.max(box.x + box.width / 2, 0), innerWidth - 1), y = box.y + Math.min(box.height / 2, 40);
  const top = document.elementFromPoint(x, y);
  return Boolean(top) && (here.contains(top) || top.contains(here) || Boolean(top.closest("label")?.contains(here)));
}"""


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is there. Nothing on the way has it unseen."""
    for _step in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            assert page.evaluate(SEEN), f"{selector} is covered"
            return
    pytest.fail(f"eighty times Tab never reached {selector}")


def test_everything_from_the_product_to_the_bank_is_done_by_keys(
    new_page: Callable[..., Page], product: Any, stripe: Stripe
) -> None:
    page = new_page(viewport={"width": 640, "height": 450}, locale="en-GB")
    page.context.set_default_timeout(60_000)
    page.goto(f"/en/p/{product.slug_en}/")
    tab_to(page, "#buy .buy__act > [data-add], #buy [data-add]:not([formaction])")
    page.keyboard.press("Enter")
    page.locator(".added").wait_for()
    tab_to(page, ".added a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/basket/")
    tab_to(page, "main a[href='/en/checkout/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/checkout/")
    page.locator("#till-card[data-ready]").wait_for()

    for name, text in LEA.items():
        tab_to(page, f"#id_{name}")
        page.keyboard.type(text)
    tab_to(page, "#till-card iframe")
    for text in (ASKS, "1234", "123"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    tab_to(page, "#pay")
    page.keyboard.press("Enter")
    yes = page.frame_locator("dialog iframe").get_by_role("button", name="Yes, confirm")
    yes.wait_for()
    assert page.evaluate("() => document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Tab")
    expect(yes).to_be_focused(timeout=30_000)
    page.keyboard.press("Enter")
    ends_well(page, stripe)
