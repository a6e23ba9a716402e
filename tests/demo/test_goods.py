"""The goods of the demo shop: enough of them, no two alike, every sign in its place in both languages."""

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from demo.art import MOODS, MOTIFS, VIEWS
from demo.goods.cast import people
from demo.goods.kinship import goods
from demo.goods.pages import home_slots, menus, pages
from demo.goods.spec import Both
from demo.goods.structure import attributes, categories, kinds
from demo.goods.typography import both, en, fr, slug

VAT = {"standard": 1.2, "food": 1.055}


def texts_in(thing: Any) -> list[Both]:
    """Every pair of texts inside a record, however deep."""
    if isinstance(thing, Both):
        return [thing]
    if is_dataclass(thing):
        return [text for field in fields(thing) for text in texts_in(getattr(thing, field.name))]
    if isinstance(thing, tuple | list):
        return [text for one in thing for text in texts_in(one)]
    return []


def all_texts() -> list[Both]:
    parts = (
        goods(),
        categories(),
        tuple(attributes().values()),
        tuple(kinds().values()),
        pages(),
        menus(),
        home_slots(),
    )
    return [text for part in parts for text in texts_in(part)]


def without_tags(html: str) -> str:
    return re.sub(r"<[^>]*>", "|", html)


def test_the_shop_is_large_enough() -> None:
    assert len(goods()) == 165
    assert sum(len(good.variants) for good in goods()) == 618
    assert sum(len(good.pictures) for good in goods()) == 495
    assert len(categories()) == 32
    assert len(people()) == 80


def test_no_two_pictures_are_alike() -> None:
    keys = Counter(picture.key for good in goods() for picture in good.pictures)
    assert [key for key, count in keys.items() if count > 1] == []


def test_every_picture_can_be_drawn() -> None:
    for good in goods():
        for picture in good.pictures:
            assert picture.motif in MOTIFS
            assert picture.mood in MOODS


def test_every_view_that_is_drawn_of_a_thing_is_used() -> None:
    for good in goods():
        if good.kind in VIEWS:
            assert len(good.pictures) == len(VIEWS[good.kind]), good.code


def test_small_prints_are_not_shown_in_a_frame_they_cannot_have() -> None:
    for good in goods():
        if "affiches-petites" in good.categories:
            assert good.pictures[0].view == 2


def test_codes_titles_slugs_and_descriptions_are_distinct() -> None:
    for words in (
        [good.code for good in goods()],
        [good.title.fr for good in goods()],
        [good.title.en for good in goods()],
        [good.slug.fr for good in goods()],
        [good.slug.en for good in goods()],
        [good.description.fr for good in goods()],
        [good.description.en for good in goods()],
        [variant.sku for good in goods() for variant in good.variants],
    ):
        assert [word for word, count in Counter(words).items() if count > 1] == []


def test_category_slugs_are_distinct_among_siblings() -> None:
    for language in ("fr", "en"):
        slugs = Counter((category.parent, getattr(category.slug, language)) for category in categories())
        assert max(slugs.values()) == 1


def test_the_category_tree_has_three_levels_and_no_empty_shelf() -> None:
    parent = {category.code: category.parent for category in categories()}
    depth = {code: 1 + bool(up) + bool(up and parent[up]) for code, up in parent.items()}
    assert set(depth.values()) == {1, 2, 3}
    filled = {code for good in goods() if good.public for code in good.categories}
    filled |= {parent[code] for code in filled} | {parent[parent[code]] for code in filled if parent[code]}
    assert parent.keys() - filled == set()


def test_french_signs_are_exact() -> None:
    for text in all_texts():
        said = without_tags(text.fr)
        assert not re.search("['\"]", said), said
        assert not re.search(r"(?<![\u202f|])[;!?](?!\d)", said), said
        assert not re.search(r"(?<!\u00a0):(?!\d)", said.replace("https:", "").replace("mailto:", "")), said
        assert not re.search(r"«(?!\u00a0)|(?<!\u00a0)»", said), said
        assert not re.search(r"\d (€|%|cm|g|cl|jours|heures)\b", said), said
        assert not re.search("  |oeu", said), said


def test_english_signs_are_exact() -> None:
    for text in all_texts():
        said = without_tags(text.en)
        assert not re.search("['\"]", said), said
        assert not re.search(r" [;:!?]|  |«|»", said), said
        assert not re.search(r"\b(color|gray|center|favorite)\b", said), said


def test_the_house_does_not_shout() -> None:
    for text in all_texts():
        assert "!" not in text.fr + text.en


def test_every_text_stands_in_both_languages() -> None:
    for good in goods():
        for text in texts_in(good):
            assert all((text.fr, text.en)), good.code
    for page in pages():
        assert len(page.body.fr) > 400
        assert len(page.body.en) > 400


def test_label_mentions_are_all_there() -> None:
    for good in goods():
        values = dict(good.attributes)
        assert set(kinds()[good.kind].mentions) <= values.keys(), good.code
    food = [good for good in goods() if kinds()[good.kind].vat == "food"]
    assert len(food) == 9
    for good in food:
        for mention in ("legal_name", "ingredients", "net_weight", "origin", "maker", "best_before"):
            value = dict(good.attributes)[mention]
            assert isinstance(value, Both)
            assert value.fr
            assert value.en


def test_values_fit_their_attribute() -> None:
    types = {"option": str, "multi_option": tuple, "text": Both, "integer": int, "float": float, "boolean": bool}
    for good in goods():
        for code, value in good.attributes:
            attribute = attributes()[code]
            assert isinstance(value, types[attribute.type]), (good.code, code)
            chosen = value if isinstance(value, tuple) else (value,) if attribute.type == "option" else ()
            assert set(chosen) <= {option.code for option in attribute.options}, (good.code, code)
        for variant in good.variants:
            for axis, option in variant.options:
                assert axis in kinds()[good.kind].axes
                assert option in {one.code for one in attributes()[axis].options}


def test_variants_of_a_good_differ_and_show_a_picture_it_has() -> None:
    for good in goods():
        assert len({variant.options for variant in good.variants}) == len(good.variants)
        views = {picture.view for picture in good.pictures}
        assert {variant.view for variant in good.variants if variant.view is not None} <= views


def test_margins_are_those_of_a_small_maker() -> None:
    for good in goods():
        for variant in good.variants:
            net = variant.price_cents / VAT[kinds()[good.kind].vat]
            assert 0.45 <= 1 - variant.cost_cents / net <= 0.70, variant.sku


def test_kin_exist_are_public_and_are_not_oneself() -> None:
    public = {good.code for good in goods() if good.public}
    for good in goods():
        assert len(good.related) == 4
        assert set(good.related) <= public - {good.code}


def test_some_are_drafts_some_gone_some_nearly_gone_some_new() -> None:
    stock = [variant.stock for good in goods() for variant in good.variants]
    assert sum(not good.public for good in goods()) == 3
    assert 10 <= stock.count(0) <= 30
    assert 20 <= sum(1 <= units <= 3 for units in stock) <= 50
    assert sum(good.days_on_sale <= 30 for good in goods()) == 20


def test_about_a_third_tell_their_story_and_say_who_tells_it() -> None:
    told = [good for good in goods() if good.story]
    assert len(told) == 55
    assert {good.story_by for good in told} == {"Maëlle Kerven", "Samir Belkacem"}
    assert len({good.story.fr for good in told if good.story}) == 55


def test_alt_texts_say_what_is_seen_and_never_that_it_is_an_image() -> None:
    for good in goods():
        alts = [picture.alt for picture in good.pictures]
        assert len({alt.fr for alt in alts}) == len(alts)
        for alt in alts:
            assert len(alt.fr) <= 160
            assert len(alt.en) <= 160
            assert not re.match(r"(image|photo|picture)\b", alt.fr + alt.en, re.IGNORECASE)


def test_menus_and_slots_lead_somewhere() -> None:
    shelves, texts = {category.code for category in categories()}, {page.code for page in pages()}
    keys = {picture.key for good in goods() for picture in good.pictures}
    entries = [entry for menu in menus() for entry in (menu, *menu.children)]
    for target in [entry.target for entry in entries] + [slot.target for slot in home_slots()]:
        assert not target.category or target.category in shelves
        assert not target.page or target.page in texts
        assert not target.address or target.address.startswith("/")
    assert {slot.picture for slot in home_slots() if slot.picture} <= keys


def test_pages_link_only_to_pages_of_their_language() -> None:
    for page in pages():
        assert "page:" not in page.body.fr + page.body.en
        for language in ("fr", "en"):
            known = {f"/{language}/help/{getattr(one.slug, language)}/" for one in pages()}
            assert set(re.findall(r'href="(/[^"]*)"', getattr(page.body, language))) <= known


def test_people_have_addresses_of_their_own_and_friends_both_ways() -> None:
    everybody = people()
    assert len({person.email for person in everybody}) == 80
    assert all(person.email.isascii() for person in everybody)
    for place, person in enumerate(everybody):
        assert place not in person.friends
        assert len(person.friends) >= 2
        assert all(place in everybody[friend].friends for friend in person.friends)
    assert "Ben Moreau" in {everybody[friend].name for friend in everybody[0].friends}


@pytest.mark.parametrize(
    ("written", "set_right"),
    [
        ("L'atelier : ouvert ?", "L’atelier\u00a0: ouvert\u202f?"),
        ("« Oui » ; 34 €", "«\u00a0Oui\u00a0»\u202f; 34\u00a0€"),
        ("12 000 tours", "12\u202f000\u00a0tours"),
        ('<a href="x : y">l\'eau</a>', '<a href="x : y">l’eau</a>'),
    ],
)
def test_french_typesetting(written: str, set_right: str) -> None:
    assert fr(written) == set_right


def test_english_typesetting_and_slugs() -> None:
    assert en('It\'s "so", 30 cl') == "It’s “so”, 30\u00a0cl"
    assert slug(both("Œuvre d'été : l'œil", "").fr) == "oeuvre-d-ete-l-oeil"
    assert slug("Kids’ T-shirt") == "kids-t-shirt"


def test_option_codes_are_distinct_across_attributes() -> None:
    codes = Counter(option.code for attribute in attributes().values() for option in attribute.options)
    assert [code for code, count in codes.items() if count > 1] == []
