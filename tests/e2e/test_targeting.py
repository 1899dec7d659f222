"""The example programmes on a real release: counts are those of its own sealed tables."""

from __future__ import annotations

import duckdb
import pytest

from dagster_dtsen import targets
from dagster_dtsen.release import as_of
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.e2e.conftest import RELEASES

EXAMPLES = {
    name: PROJECT_DIR / "docs" / "programmes" / f"{name}.yml" for name in ("sembako", "pkh")
}
_MEMBERS = """
select count(distinct f.id_keluarga)
from {fct_peringkat_kesejahteraan} as f
inner join {anggota_keluarga} as a on f.id_keluarga = a.id_keluarga
inner join {individu} as i on a.id_individu = i.id_individu
where f.desil_nasional <= 4 and (
    i.sedang_hamil = '1' or i.mengurus_diri in ('1', '2')
    or i.tanggal_lahir > date '{day}' - interval 6 year
    or i.tanggal_lahir <= date '{day}' - interval 60 year
    or (i.tanggal_lahir <= date '{day}' - interval 6 year
        and i.tanggal_lahir > date '{day}' - interval 19 year and i.partisipasi_sekolah = '2')
)
"""
_SUMS = """
select count(*), sum(k.jumlah_anggota_keluarga), sum({chance}),
    (select sum({chance}) from {fct_ketidakpastian_peringkat})
from {fct_peringkat_kesejahteraan} as f
inner join {keluarga} as k on f.id_keluarga = k.id_keluarga
left join {fct_ketidakpastian_peringkat} as u on f.id_keluarga = u.id_keluarga
where f.desil_nasional <= 5
"""
TABLES = ("keluarga", "individu", "anggota_keluarga", "fct_peringkat_kesejahteraan",
          "fct_ketidakpastian_peringkat")  # fmt: skip


def ask(con: duckdb.DuckDBPyConnection, found: as_of.Release, query: str, **parts: str) -> tuple:
    tables = {name: found.relation(found.table(name)) for name in TABLES}
    return con.execute(query.format(**tables, **parts)).fetchall()[0]


@pytest.mark.parametrize("release", RELEASES)
def test_the_examples_count_what_the_sealed_tables_hold(built: Settings, release: str) -> None:
    told = targets.reached(built, list(EXAMPLES.values()), release)
    food, cash = told["program"]
    with as_of.opened(built, release) as found:
        chance = " + ".join(f"peluang_desil_{decile}" for decile in range(1, 6))
        families, persons, hit, target = ask(found.con, found, _SUMS, chance=chance)
        day = found.stored.release.cut_off.isoformat()
        needy = ask(found.con, found, _MEMBERS, day=day)[0]
    assert (food["keluarga"], food["individu"]) == (families, persons)
    assert food["kebocoran"] == pytest.approx(1 - float(hit) / families, abs=6e-5)
    assert food["cakupan"] == pytest.approx(float(hit / target), abs=6e-5)
    assert cash["keluarga"] == needy > 4
    both = told["tumpang_tindih"][0]
    assert both["keduanya"] in (needy, "*")
    assert len(food["bantuan"]) > 10
