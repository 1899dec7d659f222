"""Room: steward."""
