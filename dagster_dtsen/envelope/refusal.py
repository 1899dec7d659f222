"""Why a certificate, a signature or a package is refused, before it is an error with a code."""

from __future__ import annotations


class Refused(Exception):
    """A check that did not hold; the text is Indonesian and English, and names nobody."""
