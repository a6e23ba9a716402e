"""A shop of five products, large enough for a whole visit, with everything it says in both languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings as conf

from catalog.models import Category, Product, ProductClass
from catalog.pictures.cutting import cut_picture
from catalog.shelf.refresh import refresh
from shop.content.models import HomeSlot, MenuItem
from tests import factories
from tests.pages.test_face import seen


@dataclass(frozen=True)
class Words:
    """What a visitor reads, types and looks for in one language."""

    locale: str
    menu: str
    shelves: str
    posters: str
    posters_path: str
    shore: str
    two_of_four: str
    one_of_four: str
    show_one: str
    filter_two: str
    chosen: str
    take_away: str
    search: str
    suggestions_found: str
    instead: str
    exactly: str
    sardines: str
    sardines_path: str
    price_a4: str
    price_a3: str
    few: str
    in_stock: str
    gone: str
    show_choice: str
    other_language: str
    account: str
    open_account: str
    sign_in: str
    figures_sent: str
    code: str
    hello: str
    sign_out: str
    signed_out: str


FRENCH = Words(
    locale="fr-FR", menu="Menu", shelves="Rayons, menu",
    posters="Affiches", posters_path="/fr/c/affiches/", shore="Rivage",
    two_of_four="2 produits sur 4", one_of_four="1 produit sur 4", show_one="Voir 1 produit", filter_two="Filtrer · 2",
    chosen="Filtres choisis", take_away=", retirer", search="Rechercher",
    suggestions_found="Suggestions\u00a0: 2 trouvées, flèches pour choisir",
    instead="Résultats pour «\u00a0sardines\u00a0» au lieu de «\u00a0sardimes\u00a0».",
    exactly="Chercher exactement «\u00a0sardimes\u00a0»",
    sardines="Affiche Sardines", sardines_path="/fr/p/affiche-sardines/",
    price_a4="24\u00a0€", price_a3="34,50\u00a0€", few="Il en reste peu", in_stock="En stock", gone="Épuisé",
    show_choice="Voir ce choix", other_language="English", account="Mon compte", open_account="Ouvrir un compte",
    sign_in="Se connecter",
    figures_sent="Nous avons envoyé six chiffres à ada@example.org. Ils sont valables quinze minutes\u202f; "
    "regardez aussi parmi les indésirables.",
    code="Votre code", hello="Bonjour Ada", sign_out="Se déconnecter",
    signed_out="La session est fermée. À bientôt.",
)  # fmt: skip
ENGLISH = Words(
    locale="en-GB", menu="Menu", shelves="Shelves, menu",
    posters="Posters", posters_path="/en/c/posters/", shore="Shore",
    two_of_four="2 products of 4", one_of_four="1 product of 4", show_one="Show 1 product", filter_two="Filter · 2",
    chosen="Chosen filters", take_away=", take away", search="Search",
    suggestions_found="Suggestions: 2 found, use the arrow keys",
    instead="Results for “sardines” instead of “sardimes”.", exactly="Search for exactly “sardimes”",
    sardines="Sardines poster", sardines_path="/en/p/sardines-poster/",
    price_a4="€24", price_a3="€34.50", few="Few left", in_stock="In stock", gone="Sold out",
    show_choice="Show this choice", other_language="Français", account="My account", open_account="Open an account",
    sign_in="Sign in",
    figures_sent="We sent six figures to ada@example.org. They are good for fifteen minutes; look among the unwanted "
    "mails, too.",
    code="Your code", hello="Hello Ada", sign_out="Sign out", signed_out="You are signed out.",
)  # fmt: skip
SAID = {"fr": FRENCH, "en": ENGLISH}
OTHER = {"fr": "en", "en": "fr"}


def furnish(settings: Any) -> None:
    """Four posters (one of them in three variants), a mug, menu and home page; pictures that can be seen."""
    settings.STORAGES = conf.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    posters, mugs = factories.category("Affiches", "Posters"), factories.category("Mugs", "Mugs")
    kind = factories.kind()
    series = [("rivage", "Rivage", "Shore"), ("verger", "Verger", "Orchard")]
    factories.attribute(kind, "serie", series, name_fr="Série", name_en="Series", position=1)
    sizes = [("a4", "A4", "A4"), ("a3", "A3", "A3")]
    factories.attribute(kind, "format", sizes, axis=True, name_fr="Format", name_en="Size", position=2)
    frames = [("sans", "Sans", "None"), ("noir", "Noir", "Black")]
    factories.attribute(kind, "cadre", frames, axis=True, name_fr="Cadre", name_en="Frame", position=3)
    sardines = _sardines(kind, posters)
    _poster(kind, posters, "Affiche Phare", "Lighthouse poster", "rivage", "a4", "#22335c")
    _poster(kind, posters, "Affiche Citrons", "Lemons poster", "verger", "a3", "#f3c23c")
    _poster(kind, posters, "Affiche Lunes", "Moons poster", "verger", "a4", "#e2674a")
    _picture(factories.product("Mug Vagues", "Waves mug", kind=factories.kind("Mug"), categories=[mugs]), "#a9c3f2")
    for category in (posters, mugs):
        MenuItem.objects.create(place="main", category=category)
    hero = {"title_fr": "Des images à vivre", "title_en": "Pictures to live with", "picture": sardines.images.first()}
    HomeSlot.objects.create(kind="hero", category=posters, **hero)
    HomeSlot.objects.create(kind="new", title_fr="Tout juste séché", title_en="Just dried", position=1)


def _sardines(kind: ProductClass, category: Category) -> Product:
    product = factories.product(
        "Affiche Sardines", "Sardines poster", kind=kind, categories=[category],
        values={"serie": factories.option("rivage")}, summary_fr="Papier coton", summary_en="Cotton paper",
        description_fr="<p>Un banc argenté.</p>", description_en="<p>A silver shoal.</p>",
    )  # fmt: skip
    pictures = [_picture(product, colour) for colour in ("#2b4c9b", "#85a7d9", "#1d2433")]
    for code, size, frame, price, left, picture in (
        ("S-A4", "a4", "sans", 2400, 9, pictures[0]),
        ("S-A3", "a3", "sans", 3450, 2, pictures[1]),
        ("S-A3-N", "a3", "noir", 7300, 0, pictures[2]),
    ):
        values = {"format": factories.option(size), "cadre": factories.option(frame)}
        factories.variant(product, values, price=price, in_stock=left, upc=code, picture=picture)
    return product


def _poster(kind: ProductClass, category: Category, french: str, english: str, *look: str) -> None:
    series, size, colour = look
    values = {"serie": factories.option(series), "format": factories.option(size)}
    _picture(factories.product(french, english, kind=kind, categories=[category], values=values), colour)


def _picture(product: Product, colour: str) -> Any:
    made = factories.picture(product, cut=False)
    cut_picture(made, (360, 720), data=seen(colour))
    refresh([product.pk])
    return made
