"""A small shop for searching in: eleven products with what a French maker of illustrated goods would say of them."""

from catalog.models import Product
from tests import factories as make

# Key, title fr, title en, summary fr, summary en, description fr, description en, sold out.
GOODS = [
    ("waves", "Affiche Vagues bleues", "Blue waves poster", "Papier coton · 50 × 70 cm", "Cotton paper · 50 × 70 cm",
     "<p>Imprimée à Nantes, encre végétale.</p>", "<p>Printed in Nantes with vegetable ink.</p>"),
    ("stones", "Affiche Galets gris", "Grey pebbles poster", "Papier coton · 30 × 40 cm", "Cotton paper · 30 × 40 cm",
     "<p>Des galets polis par la mer.</p>", "<p>Pebbles polished by the sea.</p>"),
    ("mug", "Mug bleu Sardines", "Blue sardines mug", "Porcelaine · 30 cl", "Porcelain · 30 cl",
     "<p>Passe au lave-vaisselle.</p>", "<p>Dishwasher safe.</p>"),
    ("tea", "Thé vert de l’été", "Green summer tea", "Boîte · 100 g", "Tin · 100 g",
     "<p>Feuilles de thé, écorces d’orange, cœur de menthe.</p>", "<p>Tea leaves, orange peel, heart of mint.</p>"),
    ("shirt", "T-shirt Hirondelles", "Swallows t-shirt", "Coton biologique", "Organic cotton",
     "<p>Coupe droite, col rond.</p>", "<p>Straight cut, round neck.</p>"),
    ("keys", "Porte-clés Phare", "Lighthouse key ring", "Laiton", "Brass",
     "<p>Un petit phare en laiton brossé.</p>", "<p>A small lighthouse in brushed brass.</p>"),
    ("horses", "Coussin Chevaux blancs", "White horses cushion", "Lin lavé · 40 × 40 cm", "Washed linen · 40 × 40 cm",
     "<p>Une crinière au vent, brodée à la main.</p>", "<p>A mane in the wind, embroidered by hand.</p>"),
    ("boat", "Carnet Bateau naturel", "Natural boat notebook", "96 pages · A5", "96 pages · A5",
     "<p>Couverture naturelle, pages lignées.</p>", "<p>Natural cover, ruled pages.</p>"),
    ("cherries", "Tasse à café Cerises", "Cherries coffee cup", "Grès émaillé", "Glazed stoneware",
     "<p>Assortie aux assiettes de la série Verger.</p>", "<p>Goes with the plates of the Orchard series.</p>"),
    ("candle", "Bougie Citron & Sel", "Lemon & salt candle", "Cire de soja", "Soy wax",
     "<p>Brûle quarante heures sans fumée.</p>", "<p>Burns for forty hours without smoke.</p>"),
    ("bag", "Sac Coquelicots", "Poppies bag", "Toile épaisse", "Thick canvas",
     "<p>Pour les marchés du dimanche.</p>", "<p>For Sunday markets.</p>"),
]  # fmt: skip


def stock_the_shelves() -> dict[str, Product]:
    """Every product by its key. Kinds bear names that no query asks for."""
    kind = make.kind("Objet")
    return {
        key: make.product(
            title_fr, title_en, kind=kind, summary_fr=summary_fr, summary_en=summary_en,
            description_fr=description_fr, description_en=description_en, upc=f"RIC-{number:03d}",
        )
        for number, (key, title_fr, title_en, summary_fr, summary_en, description_fr, description_en)
        in enumerate(GOODS, 101)
    }  # fmt: skip
