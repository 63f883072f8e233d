"""Invented names of groups, products, suppliers and people."""

from typing import Final

# Group name -> its articles.
ARTICLES: Final = {
    "Drinks": ("Apple juice", "Sparkling water", "Lemonade", "Iced tea", "Tomato juice"),
    "Snacks": ("Salted crackers", "Oat biscuits", "Mixed nuts", "Rice cakes", "Fruit bar"),
    "Cleaning": ("Glass cleaner", "Dish soap", "Sponge", "Floor mop", "Bin liners"),
    "Stationery": ("Notebook", "Ball pen", "Envelope", "Index cards", "Glue stick"),
    "Garden": ("Potting soil", "Hand trowel", "Watering can", "Seed tray", "Garden twine"),
    "Lighting": ("Desk lamp", "Light bulb", "String lights", "Torch", "Candle"),
    "Tools": ("Hammer", "Screwdriver", "Tape measure", "Spirit level", "Hand saw"),
    "Storage": ("Storage box", "Wire basket", "Shelf bracket", "Coat hook", "Jar"),
    "Bakeware": ("Cake tin", "Mixing bowl", "Baking paper", "Whisk", "Rolling pin"),
    "Paint": ("Wall paint", "Paint roller", "Wood stain", "Masking tape", "Brush"),
}
VARIANTS: Final = ("small", "medium", "large", "twin pack", "blue", "green", "natural", "extra")
SUPPLIERS: Final = tuple(f"Supplier {letter}" for letter in "ABCDEFGHIJKL")
OWNERS: Final = ("Purchaser A", "Purchaser B", "Purchaser C")
REASONS: Final = ("New contract", "Range review", "Local event", "Customer lost")


def group_name(group: int) -> str:
    """Name a group: numbered where there are more groups than words."""
    names = tuple(ARTICLES)
    turn, word = divmod(group, len(names))
    return names[word] if turn == 0 else f"{names[word]} {turn + 1}"


def product_name(group: int, number: int) -> str:
    """Name the product with this number in its group: no two in a group are the same."""
    articles = ARTICLES[tuple(ARTICLES)[group % len(ARTICLES)]]
    turn, article = divmod(number, len(articles))
    model, variant = divmod(turn, len(VARIANTS))
    name = f"{articles[article]} {VARIANTS[variant]}"
    return name if model == 0 else f"{name} {model + 1}"
