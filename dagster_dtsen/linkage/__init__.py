"""Room: linkage."""
