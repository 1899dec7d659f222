"""A log in parts: cut at line ends, the same each time, together the log byte for byte."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from dagster_dtsen import audits, dbt_bridge
from dagster_dtsen.parcels import lines
from dagster_dtsen.parcels import parts as table_parts
from dagster_dtsen.settings import Settings
from tests.packages.acts import open_it, sent
from tests.packages.small_register import World, grant


def cut(path: Path, full: int) -> list[bytes]:
    found = []
    for name, first, end in lines.pieces(path, "jejak", full):
        sink = io.BytesIO()
        lines.write(path, first, end, sink)
        found.append(sink.getvalue())
        assert name == f"jejak-{len(found):04d}.jsonl"
    return found


@pytest.mark.parametrize(
    ("log", "full", "parts"),
    [
        (b"", 4, [b""]),
        (b"abc\nde\n", 4, [b"abc\n", b"de\n"]),
        (b"abc\nde\n", 3, [b"abc\n", b"de\n"]),
        (b"abc\nde\n", 5, [b"abc\nde\n"]),
        (b"a longer line\nde\nf\n", 4, [b"a longer line\n", b"de\nf\n"]),
        (b"abc\nwithout an end", 4, [b"abc\n", b"without an end"]),
        (b"without an end", 4, [b"without an end"]),
    ],
)
def test_it_is_cut_where_a_line_ends(
    tmp_path: Path, log: bytes, full: int, parts: list[bytes]
) -> None:
    path = tmp_path / "log"
    path.write_bytes(log)
    assert cut(path, full) == parts


def test_a_log_that_is_not_there_is_an_empty_part(tmp_path: Path) -> None:
    assert cut(tmp_path / "tiada", 4) == [b""]


def test_what_is_added_meanwhile_is_of_the_next_package(tmp_path: Path) -> None:
    path, sink = tmp_path / "log", io.BytesIO()
    path.write_bytes(b"abc\n")
    ((_, first, end),) = lines.pieces(path, "jejak", 100)
    with path.open("ab") as log:
        log.write(b"later\n")
    lines.write(path, first, end, sink)
    assert sink.getvalue() == b"abc\n"


def test_supervision_gets_a_log_above_the_limit_of_a_part(
    place: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """And finds the chain whole when it puts the parts together in the order of their names."""
    izin = grant(place, "bpkp", "kementerian")
    limit, whole = 50_000, place.settings.audit_log
    while whole.stat().st_size < 3 * limit:
        audits.looked(place.settings, "individu", "uji", [])
    monkeypatch.setattr(table_parts, "FULL", limit // 2)
    monkeypatch.setattr(dbt_bridge, "load_manifest", lambda _: {"nodes": {}})
    folder = open_it(place, sent(place, izin))
    parts = sorted(folder.glob("jejak-*.jsonl"))
    assert len(parts) > 3
    assert all(path.stat().st_size < limit for path in parts)
    again = Settings(home=tmp_path / "pengawas")
    again.audit_log.parent.mkdir(parents=True)
    again.audit_log.write_bytes(b"".join(path.read_bytes() for path in parts))
    assert whole.read_bytes().startswith(again.audit_log.read_bytes())
    told = audits.verify(again)
    assert (told["keadaan"], told["kerusakan"]) == ("tanpa_jangkar", [])
