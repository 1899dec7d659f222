"""Disclosure control of published counts: rounding, attack, ledger (docs/disclosure.md)."""
