"""Keys of one backup folder, all made from one secret and the salt of the folder."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

# scrypt (RFC 7914) with 32 MB: a guess at a short secret costs about a tenth of a second
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 1 << 26}


@dataclass(frozen=True)
class Keys:
    """``root`` is None in an open folder: names are plain hashes and pieces are stored as is."""

    root: bytes | None

    @classmethod
    def of(cls, secret: str, salt: str) -> Keys:
        """The keys that this secret has in a folder with this salt (hex)."""
        salted = bytes.fromhex(salt)
        return cls(hashlib.scrypt(secret.encode(), salt=salted, dklen=32, **_COST))

    def label(self, sha256: str) -> str:
        """What the name of a piece with this content begins with; tells nothing without the key."""
        return sha256 if self.root is None else self._mac(f"nama:{sha256}")[:32]

    def new_name(self, sha256: str, salt: str) -> str:
        """Name of a piece: label of its content and the salt its key was made from."""
        return self.label(sha256) + ("" if self.root is None else salt)

    def piece(self, salt: str) -> bytes | None:
        """Key of the one piece that was written under this salt."""
        return None if self.root is None else bytes.fromhex(self._mac(f"isi:{salt}"))

    def check(self) -> str:
        """Tells a right secret from a wrong one."""
        return self._mac("periksa")

    def seal(self, text: str) -> str:
        """Shows that ``text`` is of who has the key; in an open folder a mere checksum."""
        return self._mac(f"segel:{text}")

    def _mac(self, text: str) -> str:
        return hmac.new(self.root or b"terbuka", text.encode(), hashlib.sha256).hexdigest()


def new_salt() -> str:
    """16 random bytes as hex: no two pieces share a key, so no nonce can meet its like."""
    return secrets.token_hex(16)


def salt_of(name: str) -> str:
    """The salt in the name of a piece."""
    return name[32:]
