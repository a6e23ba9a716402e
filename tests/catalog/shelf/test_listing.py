"""Lists answer what was asked, and every count is what one would count by hand."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.models import AttributeOption, Availability, ProductAttribute, ShelfItem, ShelfTerm
from catalog.shelf import listing, question
from catalog.shelf.filters import filters, read
from catalog.shelf.question import Question
from shop import clock
from tests import factories as make

pytestmark = pytest.mark.django_db

SIZES = [("s", "S", "S"), ("m", "M", "M"), ("l", "L", "L")]
COLOURS = [("bleu", "Bleu", "Blue"), ("vert", "Vert", "Green"), ("noir", "Noir", "Black"), ("rose", "Rose", "Pink")]


def ask(query: str) -> Question:
    return question.read(QueryDict(query), filters().codes)


def shelf_of(number: int, seed: int = 1) -> dict[str, list[AttributeOption]]:
    """A shelf of random rows, made in bulk: prices, buckets, dates, sizes and colours."""
    kind = make.kind()
    make.attribute(kind, "taille", SIZES)
    make.attribute(kind, "couleur", COLOURS)
    options = {code: list(AttributeOption.objects.filter(group__code=code)) for code in ("taille", "couleur")}
    rng, now = random.Random(seed), clock.now()
    from catalog.models import Product

    products = Product.objects.bulk_create(
        Product(
            title_fr=f"P{i}", title_en=f"P{i}", slug_fr=f"p{i}", slug_en=f"p{i}", product_class=kind, is_public=True
        )
        for i in range(number)
    )
    items, terms = [], []
    for i, product in enumerate(products):
        price = rng.choice([900, 1900, 2400, 3400, 4900])
        items.append(
            ShelfItem(
                product=product,
                title_fr=f"P{i:05}",
                title_en=f"P{i:05}",
                slug_fr=f"p{i}",
                slug_en=f"p{i}",
                price_from=price,
                price_to=price + rng.choice([0, 1000]),
                availability=rng.choice(list(Availability)),
                published_at=now - timedelta(days=rng.randrange(400)),
                new_until=now + timedelta(days=rng.randrange(-300, 20)),
                sales=rng.randrange(50),
            )
        )
        for code, share in (("taille", 2), ("couleur", 1)):
            for option in rng.sample(options[code], share):
                terms.append(ShelfTerm(item_id=product.pk, kind=ShelfTerm.OPTION, attribute=code, value=option.pk))
    ShelfItem.objects.bulk_create(items)
    ShelfTerm.objects.bulk_create(terms)
    return options


def recount(asked: Question, *, but: str = "") -> list[ShelfItem]:
    """The rows that the question wants, by looking at each of them; `but` leaves one filter out."""
    chosen = {
        code: {AttributeOption.objects.get(code=option).pk for option in options}
        for code, options in asked.options.items()
        if code != but
    }
    terms: dict[int, set[int]] = {}
    for item, value in ShelfTerm.objects.values_list("item_id", "value"):
        terms.setdefault(item, set()).add(value)
    now, wanted = clock.now(), []
    for item in ShelfItem.objects.all():
        right = all(terms.get(item.pk, set()) & ids for ids in chosen.values())
        if but != "price":
            right &= asked.price_min is None or (item.price_to or 0) >= asked.price_min
            right &= asked.price_max is None or (item.price_from or 0) <= asked.price_max
        right &= but == "stock" or not asked.in_stock or item.availability > Availability.GONE
        right &= but == "new" or not asked.only_new or bool(item.new_until and item.new_until > now)
        if right:
            wanted.append(item)
    return wanted


@pytest.mark.parametrize(
    "query",
    [
        "",
        "couleur=bleu",
        "couleur=bleu&couleur=vert",
        "couleur=bleu&taille=s&taille=m",
        "couleur=bleu&taille=s&min=20&max=40&stock=1",
        "min=30&new=1",
        "couleur=rose&max=10&stock=1&new=1",
    ],
)
def test_counts_equal_a_recount_by_hand_at_five_thousand_products(query: str) -> None:
    options = shelf_of(5_000)
    asked = ask(query)

    got = listing.answer(asked, ShelfItem.objects.all())

    everything = recount(asked)
    assert got.total == len(everything)
    assert got.everything == 5_000
    without_price = recount(asked, but="price")
    assert got.price_low == min((item.price_from or 0 for item in without_price), default=None)
    assert got.price_high == max((item.price_to or 0 for item in without_price), default=None)
    assert got.stock_count == sum(item.availability > 0 for item in recount(asked, but="stock"))
    now = clock.now()
    assert got.new_count == sum(bool(item.new_until and item.new_until > now) for item in recount(asked, but="new"))
    terms = set(ShelfTerm.objects.values_list("item_id", "value"))
    for facet in got.facets:
        there = [item.pk for item in recount(asked, but=facet.code)]
        for choice, option in zip(facet.choices, sorted(options[facet.code], key=lambda o: o.position), strict=True):
            assert choice.count == sum((pk, option.pk) in terms for pk in there), (facet.code, choice.code)


@pytest.mark.parametrize("products", [30, 300])
def test_a_page_of_a_list_costs_the_same_few_statements_whatever_its_size(products: int) -> None:
    shelf_of(products)
    asked = ask("couleur=bleu&taille=s&sort=up")
    known = filters()

    with CaptureQueriesContext(connection) as statements:
        listing.answer(asked, ShelfItem.objects.all(), known)

    assert len(statements) == 4


def test_filters_cost_one_statement_however_many_kinds_share_them() -> None:
    for name in ("Affiche", "Mug", "Carnet"):
        make.attribute(make.kind(name), "serie", COLOURS)

    with CaptureQueriesContext(connection) as statements:
        known = read()

    assert len(statements) == 1
    assert [(a.code, [o.code for o in a.options]) for a in known.attributes] == [
        ("serie", ["bleu", "vert", "noir", "rose"])
    ]


@pytest.mark.parametrize(
    ("sort", "key", "falling"),
    [
        ("up", "price_from", False),
        ("down", "price_from", True),
        ("sold", "sales", True),
        ("new", "published_at", True),
        ("name", "title", False),
    ],
)
def test_sorting_follows_the_rule_told_beside_it(sort: str, key: str, falling: bool) -> None:
    shelf_of(60)
    pages = [listing.answer(ask(f"sort={sort}&page={page}"), ShelfItem.objects.all()).cards for page in (1, 2, 3)]
    shown = [card.id for page in pages for card in page]

    values = [getattr(ShelfItem.objects.get(pk=pk), key) for pk in shown]

    assert len(set(shown)) == 60
    assert values == sorted(values, reverse=falling)


def test_a_page_past_the_end_becomes_the_last_one() -> None:
    shelf_of(30)

    got = listing.answer(ask("page=9999"), ShelfItem.objects.all())

    assert (got.question.page, got.pages, len(got.cards)) == (2, 2, 6)


def test_an_option_that_would_leave_nothing_is_told_and_cannot_be_chosen() -> None:
    kind = make.kind()
    make.attribute(kind, "couleur", COLOURS)
    make.attribute(kind, "taille", SIZES)
    make.product(kind=kind, values={"couleur": make.option("bleu"), "taille": make.option("s")})
    make.product(kind=kind, values={"couleur": make.option("vert"), "taille": make.option("m")})

    got = listing.answer(ask("couleur=bleu"), ShelfItem.objects.all())

    sizes = next(facet for facet in got.facets if facet.code == "taille")
    assert [(choice.code, choice.count, choice.disabled) for choice in sizes.choices] == [
        ("s", 1, False),
        ("m", 0, True),
        ("l", 0, True),
    ]
    colours = next(facet for facet in got.facets if facet.code == "couleur")
    assert [(choice.code, choice.count, choice.chosen) for choice in colours.choices[:2]] == [
        ("bleu", 1, True),
        ("vert", 1, False),
    ]


def test_a_filter_that_tells_nothing_apart_is_not_offered() -> None:
    kind = make.kind()
    make.attribute(kind, "couleur", COLOURS)
    make.product(kind=kind, values={"couleur": make.option("bleu")})
    make.product(kind=kind, values={"couleur": make.option("bleu")})

    assert listing.answer(ask(""), ShelfItem.objects.all()).facets == []


def test_a_variants_option_finds_its_product_once() -> None:
    kind = make.kind()
    make.attribute(kind, "taille", SIZES, axis=True)
    parent = make.product(kind=kind, price=None)
    for code in ("s", "m"):
        make.variant(parent, {"taille": make.option(code)})

    got = listing.answer(ask("taille=s&taille=m"), ShelfItem.objects.all())

    assert [card.id for card in got.cards] == [parent.pk]


def test_the_list_is_right_until_the_first_new_on_it_ends() -> None:
    make.product(days_on_sale=29)
    soon = ShelfItem.objects.get().new_until
    make.product(days_on_sale=2)
    make.product(days_on_sale=300)

    assert listing.answer(ask(""), ShelfItem.objects.all()).valid_until == soon


def test_only_attributes_marked_as_filters_filter() -> None:
    kind = make.kind()
    make.attribute(kind, "couleur", COLOURS)
    ProductAttribute.objects.update(facet=False)
    make.product(kind=kind, values={"couleur": make.option("bleu")})

    assert filters().attributes == []
    assert ask("couleur=bleu").options == {}


def test_filters_and_their_options_speak_the_language_of_the_page() -> None:
    make.attribute(make.kind(), "couleur", COLOURS)

    with translation.override("en"):
        assert [option.label for option in read().attributes[0].options] == ["Blue", "Green", "Black", "Pink"]
    with translation.override("fr"):
        assert [option.label for option in read().attributes[0].options] == ["Bleu", "Vert", "Noir", "Rose"]
