"""Copies of a home: encrypted, incremental, checked by fingerprint, and back again."""
