"""The frame of a detached signature (RFC 5652 §5), read strictly: one signer, SHA-256, its time.

openssl checks the mathematics; it does not tell the time that the signature covers in a form to
rely on. With exactly one signer, the signed attributes read here are the ones it checked.
"""

from __future__ import annotations

import datetime as dt

from dagster_dtsen.envelope.refusal import Refused

_LARGEST = 1 << 20
_SEQUENCE, _SET, _OID, _TAG_0 = 0x30, 0x31, 0x06, 0xA0
_UTC_TIME, _GENERALIZED_TIME = 0x17, 0x18
# object identifiers as their DER content
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_SHA256 = bytes.fromhex("608648016503040201")
_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")
_FORMS = {_UTC_TIME: "%y%m%d%H%M%SZ", _GENERALIZED_TIME: "%Y%m%d%H%M%SZ"}

Item = tuple[int, bytes]


def signing_time(signature: bytes) -> dt.datetime:
    """When the one signature inside says it was made (UTC). Raises Refused."""
    if len(signature) > _LARGEST:
        raise Refused("terlalu besar / too large")
    try:
        return _signing_time(signature)
    except (IndexError, KeyError, ValueError):
        raise Refused("bukan tanda tangan CMS yang dikenal / no CMS signature as known") from None


def _signing_time(signature: bytes) -> dt.datetime:
    (outer,) = _items(signature)
    kind, content = _items(_content(outer, _SEQUENCE))
    if kind != (_OID, _SIGNED_DATA):
        raise ValueError
    (body,) = _items(_content(content, _TAG_0))
    parts = _items(_content(body, _SEQUENCE))
    # version, digests, what is signed: detached means that nothing stands behind its type
    if _items(_content(parts[2], _SEQUENCE)) != [(_OID, _DATA)]:
        raise ValueError
    (signer,) = _items(_content(parts[-1], _SET))
    fields = _items(_content(signer, _SEQUENCE))
    # version, certificate, digest, signed attributes, algorithm, signature; no unsigned attributes
    if len(fields) != 6 or _items(_content(fields[2], _SEQUENCE))[0] != (_OID, _SHA256):
        raise ValueError
    times = []
    for attribute in _items(_content(fields[3], _TAG_0)):
        name, values = _items(_content(attribute, _SEQUENCE))
        if name == (_OID, _SIGNING_TIME):
            times += _items(_content(values, _SET))
    ((tag, text),) = times
    return dt.datetime.strptime(text.decode("ascii"), _FORMS[tag]).replace(tzinfo=dt.UTC)


def _content(item: Item, tag: int) -> bytes:
    if item[0] != tag:
        raise ValueError
    return item[1]


def _items(content: bytes) -> list[Item]:
    """Tag and content of everything that stands one after the other; definite lengths alone."""
    found, at = [], 0
    while at < len(content):
        tag, length = content[at], content[at + 1]
        at += 2
        if length == 0x80 or tag & 0x1F == 0x1F:
            raise ValueError
        if length > 0x80:
            width = length & 0x7F
            if at + width > len(content):
                raise ValueError
            length = int.from_bytes(content[at : at + width], "big")
            at += width
        if at + length > len(content):
            raise ValueError
        found.append((tag, content[at : at + length]))
        at += length
    return found
