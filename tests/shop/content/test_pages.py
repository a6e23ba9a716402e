"""Pages of text: their address in each language, drafts, and what may stand in them."""

import pytest
from django.test import Client

from catalog import richtext
from shop.accounts.models import User
from shop.content.models import Page


def page(**fields: object) -> Page:
    words = {"title_fr": "Livraison et retours", "title_en": "Delivery and returns", "body_fr": "<p>Deux jours.</p>"}
    return Page.objects.create(**words | {"body_en": "<p>Two days.</p>", "is_published": True} | fields)


@pytest.mark.django_db
def test_a_page_has_an_address_and_a_text_in_each_language(client: Client) -> None:
    page()

    french, english = client.get("/fr/help/livraison-et-retours/"), client.get("/en/help/delivery-and-returns/")

    assert (french.status_code, english.status_code) == (200, 200)
    assert "Deux jours." in french.text
    assert "Two days." in english.text


@pytest.mark.django_db
def test_the_address_of_another_language_leads_to_that_of_this_one(client: Client) -> None:
    page()

    answer = client.get("/en/help/livraison-et-retours/")

    assert (answer.status_code, answer["Location"]) == (301, "/en/help/delivery-and-returns/")


@pytest.mark.django_db
def test_a_draft_is_seen_by_staff_who_ask_for_a_preview_and_by_nobody_else(client: Client) -> None:
    page(is_published=False)
    address = "/en/help/delivery-and-returns/?preview"
    assert client.get(address).status_code == 404

    client.force_login(User.objects.create_user("ada@example.com"))
    assert client.get(address).status_code == 404

    client.force_login(User.objects.create_user("mia@example.com", is_staff=True))
    assert client.get(address.removesuffix("?preview")).status_code == 404
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"


XSS = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="java&#x09;script:alert(1)">x</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">x</a>',
    '<a href="vbscript:x">x</a>',
    '<p onclick="alert(1)">x</p>',
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<svg><script>alert(1)</script></svg>',
    '<svg onload=alert(1)>',
    '<math><mtext></p><style><img src=x onerror=alert(1)></style></mtext></math>',
    '<iframe src="https://evil.example"></iframe>',
    '<object data="x"></object><embed src="x">',
    '<form action="https://evil.example"><input name=a></form>',
    '<base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<link rel=stylesheet href="//evil.example/x.css">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<<script>script>alert(1)</script>',
    '<template><img src=x onerror=alert(1)></template>',
    '\x00<scr\x00ipt>alert(1)</script>',
]  # fmt: skip


@pytest.mark.parametrize("html", XSS)
def test_nothing_that_acts_stays_in_a_text(html: str) -> None:
    cleaned = richtext.clean(html)

    low = cleaned.lower()
    for sign in ("<script", "<img", "<svg", "<iframe", "<form", "<base", "<meta", "<link", "<object", "<style", "\x00"):
        assert sign not in low
    for sign in ("javascript:", "data:", "vbscript:", "onclick=", 'onerror="', "style="):
        assert sign not in low
    assert richtext.clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Délais</h2><p>Deux <strong>jours</strong> <em>ouvrés</em>.</p>",
        "<ul><li>un</li><li>deux</li></ul>",
        "<p>«\u00a0Deux\u202f!\u00a0» 4 &lt; 5 &amp;nbsp;</p>",
        '<table><thead><tr><th scope="col">Zone</th></tr></thead><tbody><tr><td>France</td></tr></tbody></table>',
        '<p><a href="/fr/help/contact/" rel="noopener noreferrer">Écrire</a></p>',
        '<p lang="en">“Fine”</p>',
    ],
)
def test_what_a_text_needs_stays_as_it_was(html: str) -> None:
    assert richtext.clean(html) == html


@pytest.mark.django_db
def test_a_page_is_cleaned_in_both_languages_whenever_it_is_saved() -> None:
    saved = page(body_fr="<p>un<script>x</script></p>", body_en="<p onclick=x>one</p>")

    assert (saved.body_fr, saved.body_en) == ("<p>un</p>", "<p>one</p>")
