"""The elements that pages are made of."""

import re
from types import SimpleNamespace

import pytest
from django import forms
from django.template.loader import render_to_string
from django.utils import translation

from shop.pages.templatetags import elements


@pytest.mark.parametrize(
    ("cents", "french", "english"),
    [
        (3400, "34\u00a0€", "€34"),
        (2040, "20,40\u00a0€", "€20.40"),
        (123450, "1\u202f234,50\u00a0€", "€1,234.50"),
        (-300, "−3\u00a0€", "−€3"),
        (0, "0\u00a0€", "€0"),
        (None, "", ""),
    ],
)
def test_a_price_is_written_as_its_reader_writes_it(cents: int | None, french: str, english: str) -> None:
    with translation.override("fr"):
        assert elements.euros(cents) == french
    with translation.override("en"):
        assert elements.euros(cents) == english


def test_a_reduction_is_never_said_larger_than_it_is() -> None:
    with translation.override("fr"):
        assert elements.reduction(SimpleNamespace(price=2040, prior=2400)) == "−15\u00a0%"
    with translation.override("en"):
        assert elements.reduction(SimpleNamespace(price=2041, prior=2400)) == "−14%"


@pytest.mark.parametrize(("value", "x", "y"), [(0, "8.0", "76.0"), (100, "196.0", "76.0"), (250, "196.0", "76.0")])
def test_the_stone_lies_where_the_way_begins_and_ends(value: int, x: str, y: str) -> None:
    drawn = elements.arcs(value, "halfway")
    assert (drawn["x"], drawn["y"], drawn["value"]) == (x, y, min(value, 100))


def test_arcs_have_role_value_and_words_and_no_style() -> None:
    page = render_to_string("elements/arcs.html", elements.arcs(40, "40 % of the way"))
    assert 'role="progressbar"' in page
    assert 'aria-valuenow="40"' in page
    assert 'aria-label="40 % of the way"' in page
    assert "style=" not in page


def test_stars_are_told_in_words_with_their_count() -> None:
    with translation.override("en"):
        page = render_to_string("elements/stars.html", elements.stars(4.8, 126, "#reviews"))
    assert "4.8 out of 5, 126 reviews" in page
    assert 'width="96%"' in page


PICTURE = {"base": "/media/p/lemons", "widths": [1200, 360, 720], "width": 1200, "height": 1200}


def test_a_picture_offers_each_width_in_both_formats_and_knows_its_size() -> None:
    page = render_to_string("elements/picture.html", elements.picture(PICTURE, sizes="50vw", alt="Lemons"))
    avif = "/media/p/lemons-360.avif 360w, /media/p/lemons-720.avif 720w, /media/p/lemons-1200.avif 1200w"
    assert f'<source type="image/avif" srcset="{avif}" sizes="50vw">' in page
    assert 'src="/media/p/lemons-720.webp"' in page
    assert 'width="1200" height="1200" alt="Lemons" loading="lazy"' in page


def test_the_first_large_picture_is_not_lazy_and_is_told_in_the_head() -> None:
    page = render_to_string("elements/picture.html", elements.picture(PICTURE, eager=True))
    head = render_to_string("elements/preload.html", elements.preload(PICTURE))
    assert 'fetchpriority="high"' in page
    assert "lazy" not in page
    assert 'imagesrcset="/media/p/lemons-360.avif 360w' in head


def test_a_picture_not_cut_yet_leaves_its_place_empty() -> None:
    assert render_to_string("elements/picture.html", elements.picture({})).strip() == ""


def listing(page: int, pages: int) -> SimpleNamespace:
    question = SimpleNamespace(page=page, address=lambda page: f"?size=a3&page={page}" if page > 1 else "")
    return SimpleNamespace(question=question, pages=pages)


def test_a_pager_shows_both_ends_and_the_neighbours() -> None:
    with translation.override("en"):
        page = render_to_string("elements/pagination.html", elements.pager(listing(5, 10)))
    assert re.findall(r'aria-label="Page (\d+)"', page) == ["1", "4", "5", "6", "10"]
    assert page.count("…") == 2
    assert 'href="?size=a3&amp;page=5" aria-label="Page 5" aria-current="page"' in page
    assert 'href="?" aria-label="Page 1"' in page


def test_one_page_needs_no_pager() -> None:
    assert render_to_string("elements/pagination.html", elements.pager(listing(1, 1))).strip() == ""


def card(**changes: object) -> str:
    row = {
        "title": "Mug <Vagues>",
        "url": "/fr/p/mug-vagues/",
        "summary": "Porcelaine · 30 cl",
        "picture": PICTURE,
        "other_picture": {},
        "alt": "Mug bleu",
        "price": 1900,
        "has_range": False,
        "prior": None,
        "is_new": False,
        "is_gone": False,
        "is_few": False,
        "rating": None,
        "rating_count": 0,
    }
    with translation.override("en"):
        return render_to_string("elements/card.html", {"card": SimpleNamespace(**(row | changes)), "sizes": "50vw"})


def test_a_card_says_name_matter_and_price() -> None:
    page = card()
    assert '<a href="/fr/p/mug-vagues/">Mug &lt;Vagues&gt;</a>' in page
    assert "€19" in page
    assert "from" not in page
    assert "card__other" not in page


def test_a_card_of_dearer_variants_says_from() -> None:
    assert "from €19" in card(has_range=True)


def test_a_reduced_card_names_the_lowest_price_of_thirty_days() -> None:
    page = card(prior=2400)
    assert "Lowest price of the last 30 days: €24" in page
    assert "−20%" in page
    assert "<s>" in page


def test_a_card_that_is_sold_out_says_only_that() -> None:
    page = card(is_gone=True, is_new=True)
    assert "Sold out" in page
    assert "tag is-new" not in page


@pytest.mark.parametrize("name", ["leaf", "parcel", "return", "hops", "truck", "no-such-thing", "<b>", ""])
def test_every_name_of_an_icon_draws_something(name: str) -> None:
    page = render_to_string("elements/icon.html", {"name": name})
    assert page.count("<svg") == 1
    assert 'class="icon"' in page
    assert 'aria-hidden="true"' in page


class Address(forms.Form):
    postcode = forms.RegexField(r"^\d{5}$", help_text="Five digits.")
    company = forms.CharField(required=False)


def test_a_field_ties_label_help_and_error_together() -> None:
    form = Address({"postcode": "4400"})
    form.is_valid()
    with translation.override("en"):
        page = render_to_string("elements/field.html", {"field": form["postcode"]})
    assert '<label for="id_postcode">' in page
    assert 'id="id_postcode_helptext"' in page
    assert 'id="id_postcode_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_postcode_helptext id_postcode_error"' in page
    assert 'value="4400"' in page


def test_a_field_that_may_stay_empty_says_so() -> None:
    with translation.override("en"):
        page = render_to_string("elements/field.html", {"field": Address()["company"]})
    assert "(optional)" in page


@pytest.mark.parametrize(
    ("language", "thousandths", "shown"),
    [
        ("fr", 200, "20\u00a0%"),
        ("fr", 55, "5,5\u00a0%"),
        ("en", 200, "20%"),
        ("en", 55, "5.5%"),
        ("fr", 21, "2,1\u00a0%"),
    ],
)
def test_a_rate_is_written_as_its_reader_writes_it(language: str, thousandths: int, shown: str) -> None:
    with translation.override(language):
        assert elements.per_cent(thousandths) == shown
