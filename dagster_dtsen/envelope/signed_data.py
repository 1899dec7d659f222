"""The frame of a detached signature (RFC 5652 §5), read strictly: one signer, SHA-256, its time.

openssl checks the mathematics; it does not tell the time that the signature covers in a form to
rely on. With exactly one signer, the signed attributes read here are the ones it checked. What no
signature covers (versions, names, certificates beside it) may not vary either.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from dagster_dtsen.envelope.refusal import Refused

_LARGEST = 1 << 20
_SEQUENCE, _SET, _OID, _INTEGER, _OCTETS, _NULL = 0x30, 0x31, 0x06, 0x02, 0x04, 0x05
_TAG_0 = 0xA0
_FORMS = {0x17: "%y%m%d%H%M%SZ", 0x18: "%Y%m%d%H%M%SZ"}  # UTCTime, GeneralizedTime
# object identifiers as their DER content
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_DATA = bytes.fromhex("2a864886f70d010701")
_SHA256 = bytes.fromhex("608648016503040201")
# RSA (with its hash named or not) and ECDSA
_ALGORITHMS = (
    bytes.fromhex("2a864886f70d010101"),
    bytes.fromhex("2a864886f70d01010b"),
    bytes.fromhex("2a8648ce3d040302"),
)
_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")


class Item(NamedTuple):
    """One ASN.1 value: its tag, its content, and all of its bytes."""

    tag: int
    content: bytes
    raw: bytes


@dataclass(frozen=True)
class Frame:
    """What a signature says of itself; issuer and certificates are DER."""

    moment: dt.datetime
    certificates: tuple[bytes, ...]
    issuer: bytes
    serial: int


def read(signature: bytes) -> Frame:
    """The frame of the one signature inside. Raises Refused."""
    if len(signature) > _LARGEST:
        raise Refused("terlalu besar / too large")
    try:
        return _read(signature)
    except (IndexError, KeyError, ValueError):
        raise Refused("bukan tanda tangan CMS yang dikenal / no CMS signature as known") from None


def _read(signature: bytes) -> Frame:
    (outer,) = _items(signature)
    kind, content = _inside(outer, _SEQUENCE)
    (body,) = _inside(content, _TAG_0)
    version, digests, what, *certificates, signers = _inside(body, _SEQUENCE)
    (digest,) = _inside(digests, _SET)
    # detached: behind the type of what is signed nothing follows
    (signed_type,) = _inside(what, _SEQUENCE)
    (signer,) = _inside(signers, _SET)
    # no unsigned attributes
    own_version, who, own_digest, attributes, algorithm, value = _inside(signer, _SEQUENCE)
    _require(
        (kind.tag, kind.content) == (_OID, _SIGNED_DATA),
        (signed_type.tag, signed_type.content) == (_OID, _DATA),
        all((item.tag, item.content) == (_INTEGER, b"\x01") for item in (version, own_version)),
        all(_is_one_of(item, (_SHA256,)) for item in (digest, own_digest)),
        _is_one_of(algorithm, _ALGORITHMS),
        value.tag == _OCTETS,
        len(certificates) <= 1,
    )
    issuer, serial = _inside(who, _SEQUENCE)
    _require(serial.tag == _INTEGER)
    inside = [found for item in certificates for found in _inside(item, _TAG_0)]
    moment = _moment(attributes)
    number = int.from_bytes(serial.content, "big")
    return Frame(moment, tuple(item.raw for item in inside), issuer.raw, number)


def _moment(attributes: Item) -> dt.datetime:
    """The one signing time among the signed attributes, each of which has one value."""
    times = []
    for attribute in _inside(attributes, _TAG_0):
        name, values = _inside(attribute, _SEQUENCE)
        found = _inside(values, _SET)
        _require(name.tag == _OID)
        if name.content == _SIGNING_TIME:
            times += found
    (time,) = times
    text = time.content.decode("ascii")
    return dt.datetime.strptime(text, _FORMS[time.tag]).replace(tzinfo=dt.UTC)


def _is_one_of(item: Item, algorithms: tuple[bytes, ...]) -> bool:
    """Whether it names one of these algorithms, without parameters."""
    name, *rest = _inside(item, _SEQUENCE)
    none = not rest or [(found.tag, found.content) for found in rest] == [(_NULL, b"")]
    return name.tag == _OID and name.content in algorithms and none


def _require(*conditions: bool) -> None:
    if not all(conditions):
        raise ValueError


def _inside(item: Item, tag: int) -> list[Item]:
    _require(item.tag == tag)
    return _items(item.content)


def _items(content: bytes) -> list[Item]:
    """What stands one after the other; definite lengths in their shortest form alone (DER)."""
    found, start = [], 0
    while start < len(content):
        at = start + 2
        tag, length = content[start], content[start + 1]
        _require(length != 0x80, tag & 0x1F != 0x1F)
        if length > 0x80:
            width = length & 0x7F
            length = int.from_bytes(content[at : at + width], "big")
            _require(length >= 0x80, length.bit_length() > 8 * (width - 1))
            at += width
        _require(at + length <= len(content))
        found.append(Item(tag, content[at : at + length], content[start : at + length]))
        start = at + length
    return found
