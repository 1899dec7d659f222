"""Room: why a family's decile is another than before, told to the family."""
