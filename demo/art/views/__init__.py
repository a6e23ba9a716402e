"""The views: how each thing is photographed. First whole and from the front, then in use, then close."""

from collections.abc import Callable

from demo.art.stage import Stage
from demo.art.views import bags, books, cushions, desk, kitchen, mugs, prints, shirts, table, tins

View = Callable[[Stage], None]

VIEWS: dict[str, tuple[View, ...]] = {
    "affiche": (prints.wall, prints.angle, prints.loose),
    "mug": (mugs.one, mugs.two, mugs.close),
    "tshirt": (shirts.flat, shirts.hung, shirts.piled),
    "sac": (bags.peg, bags.allover, bags.branch),
    "carnet": (books.cover, books.spread, books.stack),
    "coussin": (cushions.bench, cushions.pair, cushions.close),
    "boite": (tins.one, tins.three, tins.opened),
    "bol": (table.bowl_one, table.bowl_stack, table.bowl_above),
    "assiette": (table.plate_above, table.plate_shelf, table.plate_set),
    "bougie": (table.candle_lit, table.candle_two, table.candle_night),
    "torchon": (kitchen.hung, kitchen.folded, kitchen.beside),
    "carte": (desk.card_lying, desk.card_standing, desk.card_posted),
    "trousse": (desk.pouch_flat, desk.pouch_filled, desk.pouch_pair),
}
