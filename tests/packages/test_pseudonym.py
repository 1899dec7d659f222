"""Pseudonyms: SQL against Python's own HMAC, recipients and purposes apart, keys kept well."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pytest

from dagster_dtsen import journal
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.parcels import pseudonym
from dagster_dtsen.parcels.pseudonym import FAMILY, PERSON
from dagster_dtsen.settings import Settings

N = 10_000


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "rumah", db_key=None)


def all_of(key: pseudonym.Pseudonyms, kind: str) -> list[str]:
    """By SQL, of the ids ``I0`` and so on."""
    query = f"select {pseudonym.sql(kind, 'i')} from (select 'I' || n as i from range({N}) as t(n))"
    with duckdb.connect() as con:
        key.hand_over(con)
        return [row[0] for row in con.execute(query).fetchall()]


def test_sql_gives_what_python_gives(settings: Settings) -> None:
    key = pseudonym.load(settings, "izin", "kemensos", "penetapan")
    for kind in (PERSON, FAMILY):
        found = all_of(key, kind)
        assert found == [key.of(kind, f"I{n}") for n in range(N)]
        assert len(set(found)) == N
    with duckdb.connect() as con:
        key.hand_over(con)
        assert con.execute(f"select {pseudonym.sql(PERSON, 'null::varchar')}").fetchall() == [
            (None,)
        ]


def test_two_recipients_or_purposes_join_nobody(settings: Settings) -> None:
    """Ten thousand persons in common: neither whole pseudonyms nor halves meet beyond chance."""
    one = all_of(pseudonym.load(settings, "a", "kemensos", "penetapan"), PERSON)
    others = (("bappenas", "penetapan"), ("kemensos", "evaluasi"))
    for recipient, purpose in others:
        other = all_of(pseudonym.load(settings, "b", recipient, purpose), PERSON)
        assert not set(one) & set(other)
        # eight hex digits: 10,000 x 10,000 / 2^32 pairs are expected to meet by chance
        meeting = sum(a[:8] == b[:8] for a, b in zip(one, other, strict=True))
        assert meeting == 0
        in_order = [sorted(one).index(a) for a in one[:500]]
        theirs = [sorted(other).index(b) for b in other[:500]]
        agree = sum((a < c) == (b < d) for (a, c), (b, d) in _pairs(in_order, theirs)) / 499
        assert 0.4 < agree < 0.6
    same = all_of(pseudonym.load(settings, "c", "kemensos", "  Penetapan "), PERSON)
    assert same == one


def _pairs(one: list[int], two: list[int]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [((one[i], one[i + 1]), (two[i], two[i + 1])) for i in range(len(one) - 1)]


def test_a_next_version_changes_every_pseudonym_and_the_former_is_kept(settings: Settings) -> None:
    first = pseudonym.load(settings, "a", "kemensos", "penetapan")
    assert (first.version, pseudonym.make(settings), pseudonym.versions(settings)) == (1, 2, [1, 2])
    second = pseudonym.load(settings, "a", "kemensos", "penetapan")
    assert second.version == 2
    assert second.of(PERSON, "I1") != first.of(PERSON, "I1")
    assert pseudonym.load(settings, "a", "kemensos", "penetapan", 1) == first
    assert first.key.hex() not in f"{first!r}"


def test_keys_that_cannot_be_are_refused(tmp_path: Path) -> None:
    def load(**more: object) -> pseudonym.Pseudonyms:
        return pseudonym.load(
            Settings(home=tmp_path / "rumah", db_key=None, **more),  # type: ignore[arg-type]
            "a",
            "kemensos",
            "penetapan",
        )

    outside = tmp_path / "luar"
    outside.mkdir()
    with pytest.raises(DtsenError, match="kunci tiada / no key"):
        load(pseudonym_keys=outside)
    with pytest.raises(DtsenError, match="inside the home"):
        load(pseudonym_keys=tmp_path / "rumah" / "kunci")
    pseudonym.make(Settings(home=tmp_path / "rumah", db_key=None, pseudonym_keys=outside))
    load(pseudonym_keys=outside)
    (outside / "1.kunci").chmod(0o644)
    with pytest.raises(DtsenError, match="other accounts"):
        load(pseudonym_keys=outside)
    (outside / "1.kunci").chmod(0o600)
    (outside / "1.kunci").write_bytes(os.urandom(31))
    with pytest.raises(DtsenError, match="32 byte"):
        load(pseudonym_keys=outside)


def test_a_lost_key_is_not_replaced_without_a_word(settings: Settings) -> None:
    pseudonym.load(settings, "a", "kemensos", "penetapan")
    journal.append(settings.packages_log, {"jenis": "dibangun", "paket": "a.0001"})
    (settings.root / "samaran" / "1.kunci").unlink()
    with pytest.raises(DtsenError, match="kunci tiada / no key"):
        pseudonym.load(settings, "a", "kemensos", "penetapan")
