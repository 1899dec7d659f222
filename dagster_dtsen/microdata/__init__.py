"""Micro data of level 3: rows generalised until nobody stands alone, and proof that nobody does."""
