"""Kinds, attributes, options and the category tree."""

from dataclasses import dataclass

from catalog.models import AttributeOption, AttributeOptionGroup, Category, ProductAttribute, ProductClass
from catalog.services import save_category
from demo.fill.rows import texts
from demo.goods.spec import AttributeSpec, Both, KindSpec
from demo.goods.structure import attributes, categories, kinds


@dataclass(frozen=True)
class Frame:
    """Numbers by code: kinds, (kind, attribute), (attribute, option), categories."""

    kinds: dict[str, int]
    attributes: dict[tuple[str, str], int]
    options: dict[tuple[str, str], int]
    categories: dict[str, int]


def fill_frame() -> Frame:
    """Make all of it, for an empty catalogue."""
    groups, options = {}, {}
    for spec in attributes().values():
        if spec.options:
            groups[spec.code] = AttributeOptionGroup.objects.create(code=spec.code, name=spec.name.fr)
            for position, option in enumerate(spec.options):
                made = AttributeOption.objects.create(
                    group=groups[spec.code],
                    code=option.code,
                    position=position,
                    swatch=option.swatch,
                    **texts(option=option.label),
                )
                options[spec.code, option.code] = made.pk
    made_kinds, made_attributes = {}, {}
    for kind in kinds().values():
        row = _kind(kind)
        made_kinds[kind.code] = row.pk
        for code in kind.attributes:
            made_attributes[kind.code, code] = _attribute(row, attributes()[code], groups.get(code)).pk
    return Frame(made_kinds, made_attributes, options, _categories())


def read_frame() -> Frame:
    """The frame as it stands in a shop that was filled before; kinds go by their slug."""
    kind_of = dict(ProductClass.objects.values_list("pk", "slug"))
    by_slug = {category.slug.fr: category for category in categories()}
    return Frame(
        {slug: pk for pk, slug in kind_of.items()},
        {
            (kind_of[kind], code): pk
            for pk, kind, code in ProductAttribute.objects.values_list("pk", "product_class_id", "code")
            if kind in kind_of
        },
        {
            (str(group), str(code)): pk
            for pk, group, code in AttributeOption.objects.values_list("pk", "group__code", "code")
        },
        {by_slug[slug].code: pk for pk, slug in Category.objects.values_list("pk", "slug_fr") if slug in by_slug},
    )


def _kind(kind: KindSpec) -> ProductClass:
    return ProductClass.objects.create(slug=kind.code, vat_class=kind.vat, **texts(name=kind.name))


def _attribute(kind: ProductClass, spec: AttributeSpec, group: AttributeOptionGroup | None) -> ProductAttribute:
    return ProductAttribute.objects.create(
        product_class=kind,
        code=spec.code,
        type=spec.type,
        option_group=group,
        facet=spec.facet,
        axis=spec.variant_axis,
        label_mention=spec.label_mention,
        position=list(attributes()).index(spec.code),
        **texts(name=_with_unit(spec)),
    )


def _with_unit(spec: AttributeSpec) -> Both:
    """A figure says its unit beside its name: "Water temperature (°C)"."""
    name = spec.name
    return Both(f"{name.fr} ({spec.unit})", f"{name.en} ({spec.unit})") if spec.unit else name


def _categories() -> dict[str, int]:
    made: dict[str, Category] = {}
    for spec in categories():
        words = texts(name=spec.name, slug=spec.slug, description=spec.description)
        node = Category(**words)
        if spec.parent:
            parent = Category.objects.get(pk=made[spec.parent].pk)
            node = Category.objects.add_child(parent, instance=node)
        else:
            node = Category.objects.add_root(instance=node)
        made[spec.code] = save_category(node)
    return {code: node.pk for code, node in made.items()}
