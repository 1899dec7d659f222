"""Orchestration package and Python rooms of the DTSEN warehouse."""

__version__ = "0.1.0"
