"""What a merchant does with the catalogue. Views, admin, imports and the demo call the same functions."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog.models import Category, OldAddress, Product, ProductAttributeValue, ProductRecommendation
from catalog.shelf.refresh import refresh_later
from shop import clock
from shop.pages import versions

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class NotReady(ValueError):
    """A product that may not be published yet; `missing` says in words what it lacks."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("; ".join(missing))
        self.missing = missing


@transaction.atomic
def save_product(product: Product) -> Product:
    """Save a product with an address in each language; an address that changed keeps redirecting (301)."""
    before = Product.objects.filter(pk=product.pk).values(*(f"slug_{code}" for code in LANGUAGES)).first()
    if not product.is_child:
        for language in LANGUAGES:
            _fill_slug(product, language)
    product.save()
    for language in LANGUAGES if before and not product.is_child else []:
        _keep_old(language, before[f"slug_{language}"], getattr(product, f"slug_{language}"), product=product)
    refresh_later([product.parent_id or product.pk])
    return product


@transaction.atomic
def save_category(category: Category) -> Category:
    """Save a category and the addresses of all below it; old ones redirect (301). Its place in the tree is kept."""
    for language in LANGUAGES:
        if not getattr(category, f"slug_{language}"):
            name = getattr(category, f"name_{language}") or category.name
            setattr(category, f"slug_{language}", slugify(name))
    category.save()
    readdress(category)
    category.refresh_from_db()
    return category


@transaction.atomic
def move_category(category: Category, *, below: Category | None, after: Category | None = None) -> Category:
    """Hang a category below another (None: at the top), last or right after a sister; addresses follow."""
    category.refresh_from_db()
    parent = Category.objects.filter(path=category.path[: -Category.steplen]).first()
    if after is not None:
        after.refresh_from_db()
        Category.objects.move(category, after, "right")
    elif (parent.pk if parent else None) != (below.pk if below else None):
        if below is not None:
            below.refresh_from_db()
            Category.objects.move(category, below, "last-child")
        else:
            Category.objects.move(category, Category.objects.get_last_root_node(), "last-sibling")
    category.refresh_from_db()
    readdress(category)
    category.refresh_from_db()
    return category


def readdress(category: Category) -> None:
    """Write the addresses of a category and of all below it, after a rename or a move."""
    step = Category.steplen
    paths = [category.path[:end] for end in range(step, len(category.path), step)]
    above = list(Category.objects.filter(path__in=paths).order_by("path"))
    known = {node.path: node for node in above}
    for node in Category.objects.filter(path__startswith=category.path).order_by("path"):
        parent = known.get(node.path[:-step])
        changed = {}
        for language in LANGUAGES:
            slug, old = getattr(node, f"slug_{language}"), getattr(node, f"address_{language}") or ""
            new = f"{getattr(parent, f'address_{language}')}/{slug}" if parent else slug
            if new != old:
                _keep_old(language, old, new, category=node)
                changed[f"address_{language}"] = new
        for field, value in changed.items():
            setattr(node, field, value)
        if changed:
            node.save(update_fields=list(changed))
        known[node.path] = node
    versions.bump("catalog")


def missing_for_sale(product: Product) -> list[str]:
    """What a product lacks before it may be shown, in words; empty when it is ready.

    Label mentions are law: Regulation (EU) 1169/2011 Art. 14 wants them readable before a distance purchase.
    """
    missing = [
        _("the title in %(language)s") % {"language": _(str(name))}
        for code, name in settings.LANGUAGES
        if not getattr(product, f"title_{code}")
    ]
    if product.product_class is None:
        return [*missing, _("its kind")]
    if not product.categories.exists():
        missing.append(_("a category"))
    wanted = product.product_class.attributes.filter(label_mention=True)
    have = ProductAttributeValue.objects.filter(product=product, attribute__in=wanted)
    filled = {value.attribute_id for value in have.select_related("attribute") if value.value not in (None, "")}
    missing += [
        _("the label mention “%(name)s”") % {"name": mention.name} for mention in wanted if mention.pk not in filled
    ]
    return missing


@transaction.atomic
def publish(product: Product) -> Product:
    """Show a product in the shop. Raises NotReady, and changes nothing, when it lacks what law or lists need."""
    missing = missing_for_sale(product)
    if missing:
        raise NotReady(missing)
    product.is_public = True
    product.published_at = product.published_at or clock.now()
    product.save(update_fields=["is_public", "published_at", "date_updated"])
    product.children.update(is_public=True)
    refresh_later([product.pk])
    return product


@transaction.atomic
def withdraw(product: Product) -> Product:
    """Make a product a draft again: gone from the shop, kept with all its texts."""
    product.is_public = False
    product.save(update_fields=["is_public", "date_updated"])
    refresh_later([product.pk])
    return product


@transaction.atomic
def relate(product: Product, others: Iterable[Product], *, one_way: bool = False) -> None:
    """Show these products beside it, and it beside them unless `one_way`. Doing it again changes nothing."""
    ids = [product.pk]
    for rank, other in enumerate(others):
        if other.pk != product.pk:
            ProductRecommendation.objects.update_or_create(
                primary=product, recommendation=other, defaults={"ranking": 100 - rank, "one_way": one_way}
            )
            ids.append(other.pk)
    refresh_later(ids)


def _fill_slug(product: Product, language: str) -> None:
    """A slug from the title where there is none, made unique by a number."""
    if getattr(product, f"slug_{language}"):
        return
    title = getattr(product, f"title_{language}") or product.title or "p"
    stem = slugify(title)[:200] or "p"
    others = Product.objects.filter(**{f"slug_{language}__startswith": stem}).exclude(pk=product.pk)
    taken = set(others.exclude(structure=Product.CHILD).values_list(f"slug_{language}", flat=True))
    slug, number = stem, 2
    while slug in taken:
        slug, number = f"{stem}-{number}", number + 1
    setattr(product, f"slug_{language}", slug)


def _keep_old(
    language: str, old: str, new: str, *, product: Product | None = None, category: Category | None = None
) -> None:
    """Remember an address that changed, and forget it as an old one where it has come back into use."""
    thing: dict[str, Any] = {"product": product} if product else {"category": category}
    kind: dict[str, Any] = {"product__isnull": product is None}
    OldAddress.objects.filter(language=language, path=new, **kind).delete()
    if old and old != new:
        OldAddress.objects.update_or_create(language=language, path=old, **kind, defaults=thing)
