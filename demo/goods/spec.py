"""What the demo shop sells, as frozen records. Money is in euro cents with VAT, weight in grams."""

from dataclasses import dataclass
from typing import Literal

AttributeType = Literal["option", "multi_option", "text", "integer", "float", "boolean"]
Vat = Literal["standard", "food"]


@dataclass(frozen=True)
class Both:
    """The same words in French and in English, with exact typography."""

    fr: str
    en: str


@dataclass(frozen=True)
class OptionSpec:
    code: str
    label: Both
    swatch: str = ""  # hexadecimal colour, for colours only


@dataclass(frozen=True)
class AttributeSpec:
    """One typed attribute. A label mention is one that the law wants on the product page."""

    code: str
    name: Both
    type: AttributeType
    options: tuple[OptionSpec, ...] = ()
    facet: bool = False
    label_mention: bool = False
    variant_axis: bool = False
    unit: str = ""


@dataclass(frozen=True)
class KindSpec:
    """A product kind: its attributes in the order of the page; `axes` make the variants."""

    code: str
    name: Both
    attributes: tuple[str, ...]
    axes: tuple[str, ...]
    vat: Vat = "standard"
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True)
class CategorySpec:
    code: str
    parent: str  # code of the parent, empty at the root
    name: Both
    slug: Both
    description: Both
    position: int


@dataclass(frozen=True)
class PictureSpec:
    """One drawn picture; (thing, motif, mood, view) is its key and never occurs twice."""

    thing: str
    motif: str
    mood: str
    view: int
    alt: Both

    @property
    def key(self) -> tuple[str, str, str, int]:
        return self.thing, self.motif, self.mood, self.view


@dataclass(frozen=True)
class VariantSpec:
    """What is sold. `options` are (axis, option) codes; `view` is the picture that shows this variant, if one does."""

    sku: str
    options: tuple[tuple[str, str], ...]
    price_cents: int
    cost_cents: int
    stock: int
    weight_g: int
    view: int | None = None
    ean: str = ""


# An attribute's value: option codes, a figure, a yes or no, or words in both languages.
Value = str | tuple[str, ...] | int | float | bool | Both


@dataclass(frozen=True)
class GoodSpec:
    """A product: what is liked, reviewed and wished for. `story` is said by `story_by`, in the first person."""

    code: str
    kind: str
    title: Both
    slug: Both
    summary: Both
    description: Both
    categories: tuple[str, ...]
    attributes: tuple[tuple[str, Value], ...]
    variants: tuple[VariantSpec, ...]
    pictures: tuple[PictureSpec, ...]
    related: tuple[str, ...]
    days_on_sale: int
    public: bool = True
    story: Both | None = None
    story_by: str = ""


@dataclass(frozen=True)
class PageSpec:
    """A page of text; `body` is simple HTML, its links lead inside the shop in the same language."""

    code: str
    title: Both
    slug: Both
    body: Both
    description: Both


@dataclass(frozen=True)
class Target:
    """Where a menu entry or slot leads: one of a shelf, a page, an own address; none of them: nowhere."""

    category: str = ""
    page: str = ""
    address: str = ""


@dataclass(frozen=True)
class MenuSpec:
    """An entry of a menu (`place` as in shop.content); without words it bears the name of what it leads to."""

    place: Literal["main", "top", "footer", "base"]
    target: Target
    label: Both | None = None
    children: tuple["MenuSpec", ...] = ()


@dataclass(frozen=True)
class SlotSpec:
    """A piece of the home page, shown from `start_day` until `end_day`, counted from the day the shop is filled."""

    kind: str
    title: Both
    text: Both
    action: Both
    target: Target
    icon: str = ""
    picture: tuple[str, str, str, int] | None = None  # the key of a drawn picture
    start_day: int | None = None
    end_day: int | None = None
