"""A shelf of any size for measuring, made by bulk inserts: products, options, prose in both languages."""

import random
from collections.abc import Iterator
from datetime import timedelta

from catalog.models import (
    AttributeOption,
    AttributeOptionGroup,
    Category,
    Product,
    ProductAttribute,
    ProductAttributeValue,
    ProductCategory,
    ProductClass,
)
from catalog.services import save_category
from catalog.shelf.refresh import rebuild
from shop import clock

THINGS = {
    "affiche": "poster", "mug": "mug", "t-shirt": "t-shirt", "sac": "bag", "carnet": "notebook", "coussin": "cushion",
    "boîte de thé": "tin of tea", "bol": "bowl", "assiette": "plate", "torchon": "tea towel", "carte": "card",
    "bougie": "candle", "trousse": "pouch", "porte-clés": "key ring", "écharpe": "scarf", "puzzle": "puzzle",
}  # fmt: skip
MOTIFS = {
    "vagues": "waves", "galets": "pebbles", "algues": "seaweed", "phare": "lighthouse", "hirondelles": "swallows",
    "citrons": "lemons", "lunes": "moons", "sardines": "sardines", "collines": "hills", "voiles": "sails",
    "pins": "pines", "cerises": "cherries", "baleines": "whales", "tournesols": "sunflowers", "chevaux": "horses",
    "renards": "foxes", "fougères": "ferns", "étoiles": "stars", "mésanges": "tits", "coquelicots": "poppies",
}  # fmt: skip
COLOURS = {"bleu": "blue", "vert": "green", "rouge": "red", "jaune": "yellow", "gris": "grey", "blanc": "white"}
PROSE = {
    "fr": "imprimé à la main dans notre atelier encre végétale papier coton bord mer lumière matin été jardin cuisine "
    "cadeau anniversaire doux solide lavable machine grès porcelaine lin laine bois chêne série limitée dessin trait "
    "couleur nuance calme vent sel sable rivage verger crépuscule galerne garrigue nocturne fenêtre table chambre",
    "en": "printed by hand in our workshop vegetable ink cotton paper seaside light morning summer garden kitchen gift "
    "birthday soft sturdy washable machine stoneware porcelain linen wool wood oak limited edition drawing line colour "
    "shade calm wind salt sand shore orchard dusk gale heath night window table bedroom",
}
CHUNK = 5_000


def grow(count: int) -> None:
    """Bring the shop to `count` products; those there already stay. The shelf and the search follow."""
    have = Product.objects.filter(parent__isnull=True).count()
    if have >= count:
        return
    chance = random.Random(have)
    kinds = {
        thing: ProductClass.objects.get_or_create(name_fr=thing, name_en=name)[0] for thing, name in THINGS.items()
    }
    shelves = _shelves()
    colours = _colours(list(kinds.values()))
    for start in range(have, count, CHUNK):
        _chunk(range(start, min(start + CHUNK, count)), chance, kinds, shelves, colours)
    rebuild()


def _shelves() -> dict[str, Category]:
    found = {category.name_fr: category for category in Category.objects.all()}
    for thing, name in THINGS.items():
        if thing not in found:
            category = Category.objects.add_root(instance=Category(name_fr=thing, name_en=name))
            found[thing] = save_category(category)
    return found


def _colours(kinds: list[ProductClass]) -> list[tuple[dict[int, ProductAttribute], AttributeOption]]:
    group, _made = AttributeOptionGroup.objects.get_or_create(code="bench-colour", defaults={"name": "colour"})
    attributes = {
        kind.pk: ProductAttribute.objects.get_or_create(
            product_class=kind,
            code="colour",
            defaults={
                "name_fr": "Couleur",
                "name_en": "Colour",
                "type": "option",
                "option_group": group,
                "facet": True,
            },
        )[0]
        for kind in kinds
    }
    return [
        (
            attributes,
            AttributeOption.objects.get_or_create(
                group=group, code=english, defaults={"option_fr": french, "option_en": english}
            )[0],
        )
        for french, english in COLOURS.items()
    ]


def _chunk(
    numbers: range,
    chance: random.Random,
    kinds: dict[str, ProductClass],
    shelves: dict[str, Category],
    colours: list[tuple[dict[int, ProductAttribute], AttributeOption]],
) -> None:
    now = clock.now()
    products, things, tints = [], [], []
    for number in numbers:
        thing, motif, (tint, tone) = (
            chance.choice([*THINGS]),
            chance.choice([*MOTIFS]),
            chance.choice([*COLOURS.items()]),
        )
        things.append(thing)
        tints.append([*COLOURS].index(tint))
        products.append(
            Product(
                structure=Product.STANDALONE,
                upc=f"B{number:07d}",
                title_fr=f"{thing.capitalize()} {motif.capitalize()} {tint} {number}",
                title_en=f"{MOTIFS[motif].capitalize()} {THINGS[thing]} {tone} {number}",
                slug_fr=f"b-{number}",
                slug_en=f"b-{number}",
                summary_fr=" · ".join(_said("fr", 3, chance)),
                summary_en=" · ".join(_said("en", 3, chance)),
                description_fr=f"<p>{' '.join(_said('fr', 40, chance))}</p>",
                description_en=f"<p>{' '.join(_said('en', 40, chance))}</p>",
                product_class=kinds[thing],
                is_public=True,
                published_at=now - timedelta(minutes=number),
            )
        )
    Product.objects.bulk_create(products, batch_size=1_000)
    ProductCategory.objects.bulk_create(
        [ProductCategory(product=made, category=shelves[thing]) for made, thing in zip(products, things, strict=True)],
        batch_size=2_000,
    )
    ProductAttributeValue.objects.bulk_create(
        [
            ProductAttributeValue(
                product=made, attribute=colours[tint][0][made.product_class_id], value_option=colours[tint][1]
            )
            for made, tint in zip(products, tints, strict=True)
        ],
        batch_size=2_000,
    )


def _said(language: str, count: int, chance: random.Random) -> Iterator[str]:
    return iter(chance.choices(PROSE[language].split(), k=count))
