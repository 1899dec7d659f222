"""Room: reception."""
