"""Lists of agencies matched with a published release: outcome per row, counts, hand-over."""
