"""What a table of a release is: its layer, where it comes from, its key, how its files are cut."""

from __future__ import annotations

from dataclasses import dataclass

SNAPSHOT = "snapshot"
RESULT = "hasil"
PROVINCE = "kode_provinsi_kemendagri"


@dataclass(frozen=True)
class ReleaseTable:
    """One table: ``layer`` (snapshot or hasil), dbt relation, key columns in order.

    ``by_province`` cuts the files by province code.
    """

    layer: str
    name: str
    relation: str
    key: tuple[str, ...]
    by_province: bool = False
