"""A newcomer's first visit: on a phone in both languages, without scripts, and with the keyboard alone.

The browser's plugin adds: no message on the console, no script that fails, no request to a foreign host.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache

from tests.journeys.small_shop import OTHER, SAID, Words, furnish
from tests.letters import letters

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1, "is_mobile": True, "has_touch": True}
# The ring of what has the focus, which a radio wears on its label and a product's link on its card.
RING = """() => {
  const here = document.activeElement;
  const around = [here, here.closest("label"), here.closest(".card")].filter(Boolean);
  const rings = around.map((one) => getComputedStyle(one));
  const seen = rings.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) > 0);
  const box = (here.closest("label") || here.closest(".card") || here).getBoundingClientRect();
  return [here.tagName, (here.id || here.innerText || here.value || "").trim(), here.getAttribute("href") || "",
    seen && box.width > 0 && box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight];
}"""


@pytest.fixture(autouse=True)
def shop(settings: Any) -> None:
    # Limits and pages outlive a test that commits.
    cache.clear()
    furnish(settings)


def text(page: Any, selector: str) -> str:
    """What stands there, on one line; no-break spaces stay."""
    return re.sub(r"[ \n\t]+", " ", page.locator(selector).first.inner_text()).strip()


def asked(page: Any) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_newcomer_walks_from_the_home_page_to_an_account_of_their_own(
    new_page: Callable[..., Any], language: str
) -> None:
    said = SAID[language]
    phone = new_page(**PHONE, locale=said.locale)
    phone.goto("/")
    assert urlsplit(phone.url).path == f"/{language}/"
    phone.get_by_label(said.menu, exact=True).tap()
    phone.get_by_role("navigation", name=said.shelves).get_by_role("link", name=said.posters).tap()
    phone.wait_for_url(f"**{said.posters_path}")
    assert phone.locator("h1").inner_text() == said.posters

    filter_in_the_sheet(phone, said)
    suggested(phone, said)
    forgiven(phone, said)
    choose(phone, said)
    assert phone.context.cookies() == []

    language = OTHER[language]
    phone.get_by_label(said.menu, exact=True).tap()
    phone.locator(".menu").get_by_role("link", name=said.other_language).tap()
    said = SAID[language]
    phone.wait_for_url(f"**{said.sardines_path}?v=S-A3")
    assert phone.locator("h1").inner_text() == said.sardines
    assert (text(phone, "[data-shows=price]"), text(phone, "[data-shows=stock]")) == (said.price_a3, said.few)
    assert phone.locator("html").get_attribute("lang") == language
    assert phone.context.cookies() == []

    open_an_account(phone, said, language)


def filter_in_the_sheet(phone: Any, said: Words) -> None:
    """Two filters in the sheet, its button, then one chip less."""
    phone.locator("details.sheet > summary").tap()
    phone.get_by_role("checkbox", name=said.shore).check()
    phone.wait_for_url("**?serie=rivage")
    phone.locator(".chip").wait_for()
    assert text(phone, "#count") == said.two_of_four
    phone.get_by_role("checkbox", name="A3").check()
    phone.wait_for_url("**format=a3**")
    assert asked(phone) == {"serie": ["rivage"], "format": ["a3"]}
    button = phone.get_by_role("button", name=said.show_one)
    button.wait_for()
    assert text(phone, "#count") == said.one_of_four
    button.tap()
    assert text(phone, "details.sheet > summary") == said.filter_two
    assert [name.strip() for name in phone.locator(".card__name").all_inner_texts()] == [said.sardines]
    chips = phone.get_by_role("list", name=said.chosen)
    assert chips.get_by_role("link").count() == 3
    chips.get_by_role("link", name=re.compile(f"^{said.shore} ?{said.take_away}$")).tap()
    phone.wait_for_url("**?format=a3")
    assert text(phone, "#count") == said.two_of_four
    assert phone.locator(".chip").count() == 1
    other = phone.locator(".menu").get_by_text(said.other_language)
    assert str(other.get_attribute("href")).endswith("?format=a3")


def suggested(phone: Any, said: Words) -> None:
    """One wrong letter in the header's field: the product in the list is chosen by the arrows."""
    type_in_the_header(phone, said)
    status = phone.locator(".header [role=status]")
    status.get_by_text(said.suggestions_found, exact=True).wait_for()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    chosen = phone.locator("#find-list [aria-selected=true]")
    assert chosen.inner_text().strip() == said.sardines
    assert phone.locator("#find").get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**{said.sardines_path}")


def forgiven(phone: Any, said: Words) -> None:
    """The same wrong letter sent as it is: the results say what was searched instead."""
    type_in_the_header(phone, said)
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/search/?q=sardimes")
    assert said.instead in text(phone, "main")
    assert phone.get_by_role("link", name=said.exactly).count() == 1
    assert phone.locator(".card").count() == 1
    phone.get_by_role("link", name=said.sardines).tap()
    phone.wait_for_url(f"**{said.sardines_path}")


def type_in_the_header(phone: Any, said: Words) -> None:
    phone.locator(".header [data-search] > summary").tap()
    phone.locator("#find:focus").wait_for()
    assert phone.get_by_role("button", name=said.search).is_visible()
    phone.keyboard.type("sardimes")


def choose(phone: Any, said: Words) -> None:
    """Another size: price, stock and address follow; black is sold out and says so."""
    assert phone.locator("h1").inner_text() == said.sardines
    assert (text(phone, "[data-shows=price]"), text(phone, "[data-shows=stock]")) == (said.price_a4, said.in_stock)
    phone.locator("label.option", has=phone.locator("[value=noir]")).tap()
    assert text(phone, "[data-shows=stock]") == said.gone
    assert asked(phone) == {"v": ["S-A3-N"]}
    phone.locator("label.option", has=phone.locator("[value=sans]")).tap()
    assert (text(phone, "[data-shows=price]"), text(phone, "[data-shows=stock]")) == (said.price_a3, said.few)
    assert phone.url.endswith(f"{said.sardines_path}?v=S-A3")


def open_an_account(phone: Any, said: Words, language: str) -> None:
    """E-mail and password, the code of the mail, a name; then the account greets, and is left."""
    phone.locator(".header").get_by_role("link", name=said.account).tap()
    phone.wait_for_url(f"**/{language}/account/login/**")
    assert phone.locator("h1").inner_text() == said.sign_in
    phone.get_by_role("link", name=said.open_account).tap()
    phone.wait_for_url(f"**/{language}/account/signup/**")
    phone.fill("#id_email", "ada@example.org")
    phone.fill("#id_password1", "a long enough word")
    phone.get_by_role("button", name=said.open_account).tap()
    phone.wait_for_url(f"**/{language}/account/confirm-email/")
    assert phone.locator("h1").inner_text() == said.code
    assert text(phone, ".account__head > p") == said.figures_sent
    [sent] = letters()
    assert sent.to == ["ada@example.org"]
    [code] = re.findall(r"\d{6}", sent.subject)
    phone.fill("#id_code", code)
    phone.press("#id_code", "Enter")
    phone.wait_for_url(f"**/{language}/account/")
    assert phone.locator("h1").inner_text() == said.account
    phone.goto(f"/{language}/account/profile/")
    phone.fill("#id_name", "Ada")
    with phone.expect_navigation():
        phone.press("#id_name", "Enter")
    phone.goto(f"/{language}/account/")
    phone.locator("h1").get_by_text(said.hello, exact=True).wait_for()
    phone.locator("main").get_by_role("button", name=said.sign_out).tap()
    phone.wait_for_url(f"**/{language}/")
    assert text(phone, "main .notice") == said.signed_out
    phone.goto(f"/{language}/account/")
    assert urlsplit(phone.url).path == f"/{language}/account/login/"


def test_without_scripts_the_same_way_leads_to_the_same_product(new_page: Callable[..., Any]) -> None:
    said = SAID["fr"]
    phone = new_page(**PHONE, java_script_enabled=False)
    phone.goto("/")
    phone.locator(".menu > summary").tap()
    phone.get_by_role("navigation", name=said.shelves).get_by_role("link", name=said.posters).tap()
    phone.wait_for_url(f"**{said.posters_path}")
    phone.locator("details.sheet > summary").tap()
    phone.get_by_role("checkbox", name=said.shore).check()
    phone.get_by_role("checkbox", name="A3").check()
    phone.locator(".sheet__end button").tap()
    phone.wait_for_url("**serie=rivage**")
    # An empty field changes nothing, though a browser sends it along.
    assert asked(phone) == {"serie": ["rivage"], "format": ["a3"]}
    assert text(phone, "#count") == said.one_of_four
    phone.get_by_role("link", name=re.compile(f"^{said.shore} ?{said.take_away}$")).tap()
    phone.wait_for_url("**?format=a3")
    assert text(phone, "#count") == said.two_of_four

    phone.locator(".header [data-search] > summary").tap()
    phone.locator("#find").fill("sardimes")
    phone.locator("#find").press("Enter")
    phone.wait_for_url("**/search/?q=sardimes")
    assert said.instead in text(phone, "main")
    phone.get_by_role("link", name=said.sardines).tap()
    phone.wait_for_url(f"**{said.sardines_path}")
    assert text(phone, "[data-shows=price]") == said.price_a4
    phone.locator("label.option", has=phone.locator("[value=a3]")).tap()
    phone.get_by_role("button", name=said.show_choice).tap()
    phone.wait_for_url(f"**{said.sardines_path}?v=S-A3")
    assert (text(phone, "[data-shows=price]"), text(phone, "[data-shows=stock]")) == (said.price_a3, said.few)
    assert phone.context.cookies() == []


def tab_to(page: Any, wanted: Callable[[str, str, str], bool], at_most: int = 40) -> None:
    """Tab until what is wanted has the focus; each stop on the way is in view and wears a ring."""
    for _stop in range(at_most):
        page.keyboard.press("Tab")
        tag, words, href, is_seen = page.evaluate(RING)
        assert is_seen, f"the focus cannot be seen on {tag} {words!r} {href} of {page.url}"
        if wanted(tag, words, href):
            return
    raise AssertionError(f"not reached with {at_most} tabs on {page.url}")


def test_the_keyboard_alone_leads_from_the_home_page_to_a_variant(page: Any) -> None:
    said = SAID["fr"]
    page.emulate_media(reduced_motion="reduce")
    page.goto("/fr/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "Aller au contenu"
    assert page.evaluate(RING)[3]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, lambda tag, words, href: "/c/" in href, 3)

    page.goto("/fr/")
    tab_to(page, lambda tag, words, href: href == said.posters_path)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{said.posters_path}")
    tab_to(page, lambda tag, words, href: words == "f-serie-rivage")
    page.keyboard.press("Space")
    page.wait_for_url("**?serie=rivage")
    page.locator(".chip").wait_for()
    page.wait_for_selector("body:not(:has(.htmx-request, .htmx-settling, .htmx-added))")
    assert page.evaluate("document.activeElement.id") == "f-serie-rivage"
    tab_to(page, lambda tag, words, href: words == "f-format-a3")
    page.keyboard.press("Space")
    page.wait_for_url("**format=a3**")
    page.locator(".chip").nth(1).wait_for()
    tab_to(page, lambda tag, words, href: href.startswith(said.sardines_path))
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{said.sardines_path}**")
    tab_to(page, lambda tag, words, href: words == "a4")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(RING)[1::2] == ["a3", True]
    page.wait_for_url(f"**{said.sardines_path}?v=S-A3")
    assert (text(page, "[data-shows=price]"), text(page, "[data-shows=stock]")) == (said.price_a3, said.few)
