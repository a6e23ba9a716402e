"""Products, variants, categories, the shelf."""
