"""The twin: a synthetic population with truth and the deliveries that providers make of it."""

from dagster_dtsen.twin.generator import generate

__all__ = ["generate"]
