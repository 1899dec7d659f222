"""What is in force on a day, in SQL as in plain words; the log keeps everything."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import settings as budget
from hypothesis import strategies as st
from pydantic import SecretStr

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import evidence, in_force
from dagster_dtsen.steward.book import Book
from dagster_dtsen.steward.decisions import Decision, append, decisions, entries
from tests.steward.made import day, decision, key, undo


@st.composite
def streams(draw: st.DrawFn) -> list[Decision]:
    """A few facts, and undos of anything before them."""
    found: list[Decision] = []
    for number in range(draw(st.integers(1, 12))):
        on = draw(st.integers(0, 9))
        if found and draw(st.booleans()):
            target = draw(st.sampled_from(found))
            found.append(undo(target, on, oleh=f"petugas {number}"))
        else:
            end = draw(st.sampled_from([None, day(3), day(8)]))
            act = draw(st.sampled_from(["satukan", "pisahkan", "pecah"]))
            groups = ("abc",) if act == "satukan" else ("ab", "c")
            found.append(
                decision(act, *groups, on=on, berlaku_sampai=end, oleh=f"petugas {number}")
            )
    return found


@given(stream=streams(), on=st.integers(0, 10), order=st.randoms(use_true_random=False))
@budget(max_examples=40, deadline=None)
def test_sql_and_book_agree_in_any_order(stream: list[Decision], on: int, order: object) -> None:
    book = Book.of(stream)
    shuffled = list(stream)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    con = duckdb.connect()
    in_force.lay(con, shuffled)
    in_force.build(con, f"date '{day(on)}'")
    rows = con.execute("select id_keputusan, keadaan from ledger.keputusan_keadaan").fetchall()
    states = dict(rows)
    assert set(states) == {item.id for item in stream if item.tanggal <= day(on)}
    held = {item.id for item in stream if book.holds(item.id, day(on))}
    assert {name for name, state in states.items() if state == "berlaku"} == held
    for relation, pairs in (("satu", Decision.same), ("beda", Decision.apart)):
        found = con.execute(
            "select id_keputusan, record_key, record_key_lain from ledger.keputusan_pasangan "
            "where hubungan = ?",
            [relation],
        ).fetchall()
        expected = {(name, *pair) for name in held for pair in pairs(book.known[name])}
        assert sorted(found) == sorted(expected)
    con.close()


def test_the_log_is_read_as_it_was_written_and_each_decision_once(settings: Settings) -> None:
    join = decision("satukan", "ab")
    apart = decision("pisahkan", "a", "b", on=2)
    append(settings, [join], "2026-02-01T10:00:00+00:00")
    append(settings, [undo(join, 2), apart])
    append(settings, [join], "2026-02-09T10:00:00+00:00")
    assert decisions(settings) == [join, undo(join, 2), apart]
    assert entries(settings)[0][1] == "2026-02-01T10:00:00+00:00"
    with settings.link_decisions_file.open("a") as handle:
        handle.write('{"keputusan": [{"id": "cut sh')
    assert len(decisions(settings)) == 3
    with warehouse.connect(settings) as con:
        assert in_force.replay(con, settings) == 3
        facts = con.execute(
            "select nomor, tindakan, membatalkan from ledger.keputusan_tautan order by nomor"
        ).fetchall()
        assert facts == [(1, "satukan", None), (2, "batalkan", join.id), (3, "pisahkan", None)]
        members = con.execute(
            "select kelompok, record_key from ledger.keputusan_rekaman where id_keputusan = ? "
            "order by all",
            [apart.id],
        ).fetchall()
        assert members == [(1, key("a")), (2, key("b"))]


@pytest.mark.parametrize("secret", [None, "kunci-uji"])
def test_evidence_is_kept_by_hash_and_encrypted_with_the_home(
    tmp_path: Path, secret: str | None
) -> None:
    settings = Settings(home=tmp_path / "home", db_key=SecretStr(secret) if secret else None)
    file = tmp_path / "berita_acara.txt"
    file.write_text("isi yang rahasia")
    sha256 = evidence.keep(settings, file)
    assert sha256 == evidence.digest(file) == evidence.keep(settings, file)
    stored = settings.evidence_dir / sha256
    assert [path.name for path in settings.evidence_dir.iterdir()] == [sha256]
    assert (b"rahasia" in stored.read_bytes()) is (secret is None)
    assert evidence.read(settings, sha256) == b"isi yang rahasia"
    stored.chmod(0o640)
    stored.write_bytes(b"lain")
    with pytest.raises(DtsenError, match="E-BUKTI-TIADA"):
        evidence.read(settings, sha256)


@pytest.mark.parametrize("content", [None, b""])
def test_no_evidence_and_empty_evidence_are_none(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "bukti"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(DtsenError, match="E-BUKTI-TIADA"):
        evidence.digest(file)
