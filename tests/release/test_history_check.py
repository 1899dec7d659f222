"""`dtsen history verify`: the stored history beside a replay, in counts; nothing is changed."""

from __future__ import annotations

import pytest

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from dagster_dtsen.release import history, history_check
from dagster_dtsen.release.replay import HISTORIES
from dagster_dtsen.settings import Settings
from tests.release.hand_made import publish, settings_of
from tests.release.history_made import RELEASES, lay
from tests.release.test_history import chain

TABLE = "history.riwayat_individu"


def counts(told: dict[str, object]) -> dict[str, tuple[int, int]]:
    """History → rows that only the stored one has, and only the replayed one."""
    rows = told["riwayat"]
    assert isinstance(rows, list)
    return {item["nama"]: (item["hanya_tersimpan"], item["hanya_diputar"]) for item in rows}


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (f"update {TABLE} set nama = 'X' where id_individu = 'pergi'", (1, 1)),
        (f"update {TABLE} set dbt_valid_to = null where id_individu = 'pergi'", (1, 1)),
        (f"delete from {TABLE} where id_individu = 'ubah'", (0, 3)),
        (f"insert into {TABLE} from {TABLE} where id_individu = 'pergi'", (1, 0)),
        ("select 1", (0, 0)),
    ],
)
def test_verify_counts_the_rows_that_differ(
    settings: Settings, change: str, found: tuple[int, int]
) -> None:
    with warehouse.connect(settings) as con:
        lay(con, settings, RELEASES[:3])
        history.rebuild(con, settings, chain(settings, "2026T3"))
        con.execute(change)
    file = sha256(settings.warehouse_file)
    told = history_check.compare(settings, chain(settings, "2026T3"))
    expected = {item.name: (0, 0) for item in HISTORIES} | {"riwayat_individu": found}
    assert counts(told) == expected
    assert history_check.differing(told) == (["riwayat_individu"] if any(found) else [])
    assert sha256(settings.warehouse_file) == file


def test_verify_names_columns_that_differ(settings: Settings) -> None:
    with warehouse.connect(settings) as con:
        lay(con, settings, RELEASES[:3])
        history.rebuild(con, settings, chain(settings, "2026T3"))
        con.execute("alter table history.riwayat_keluarga drop column alamat")
        con.execute(f"alter table {TABLE} alter urut type integer")
        con.execute("drop table history.riwayat_anggota_keluarga")
    told = history_check.compare(settings, chain(settings, "2026T3"))
    columns = {item["nama"]: item["kolom"] for item in told["riwayat"]}
    assert "alamat" in columns["riwayat_keluarga"]
    assert columns["riwayat_individu"] == ["urut"]
    assert counts(told)["riwayat_anggota_keluarga"][0] == 0
    assert counts(told)["riwayat_anggota_keluarga"][1] > 0
    assert len(history_check.differing(told)) == 3


def test_what_cannot_be_compared_is_refused_by_code(settings: Settings) -> None:
    with pytest.raises(DtsenError) as caught:
        history_check.newest(settings)
    assert caught.value.kind.code == "E-RILIS-TIADA"
    publish(settings, "2026T1")
    assert [item.name for item in history_check.newest(settings)] == ["2026T1.v1"]
    for name, code in (("2026T3", "E-VERSI-TIADA"), ("2026", "E-RILIS-SALAH")):
        with pytest.raises(DtsenError) as caught:
            history_check.newest(settings, name)
        assert caught.value.kind.code == code
    with pytest.raises(DtsenError) as caught:
        history_check.newest(settings_of(settings.root, "kunci-lain"))
    assert caught.value.kind.code == "E-KUNCI-SALAH"
