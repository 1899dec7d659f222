"""Indicators of a real release against questions asked of its own sealed tables, written anew."""

from __future__ import annotations

from typing import Any

import pytest

from dagster_dtsen import dictionary
from dagster_dtsen.dictionary.items import items_of
from dagster_dtsen.release import as_of
from dagster_dtsen.settings import PROJECT_DIR, Settings
from tests.e2e.conftest import RELEASES

# counted by the family's kabupaten/kota; letters are read by position, as a reader would
_SANITATION = """
select
    kode_kabupaten_kota_kemendagri,
    count(*) filter (
        fasilitas_bab < '4' and jenis_kloset = '1'
        and (pembuangan_akhir_tinja < '3'
             or (pembuangan_akhir_tinja = '4' and substr(kode_desa_kemendagri, 7, 1) <> '1'))
    ),
    count(*)
from {keluarga}
where
    status_butir[{fasilitas_bab}] = 'J'
    and (
        fasilitas_bab > '3'
        or (status_butir[{jenis_kloset}] = 'J' and status_butir[{pembuangan_akhir_tinja}] = 'J')
    )
group by 1
"""
_SCHOOLING = """
with orang as (
    select
        k.kode_kabupaten_kota_kemendagri as kabupaten,
        k.id_keluarga,
        case
            when i.partisipasi_sekolah = '1' then 0
            when i.ijazah_tertinggi_yang_dimiliki between '01' and '05' then 6
            when i.ijazah_tertinggi_yang_dimiliki between '06' and '10' then 9
            when i.ijazah_tertinggi_yang_dimiliki between '11' and '17' then 12
            else map {{'18': 15, '19': 16, '20': 17, '21': 18, '22': 21, '23': 0}}
                [i.ijazah_tertinggi_yang_dimiliki]
        end
        + case
            when i.kelas_tertinggi_yang_diduduki <> '8'
                then i.kelas_tertinggi_yang_diduduki::integer - 1
            else 0
        end as tahun
    from {individu} as i
    inner join {keluarga} as k on i.id_keluarga = k.id_keluarga
    where
        i.umur_saat_pendataan > 14
        and (
            (i.partisipasi_sekolah = '1' and i.status_butir[{partisipasi_sekolah}] = 'J')
            or (i.status_butir[{ijazah_tertinggi_yang_dimiliki}] = 'J'
                and i.status_butir[{kelas_tertinggi_yang_diduduki}] = 'J')
        )
),

keluarga as (
    select kabupaten, id_keluarga, count(*) as orang, sum(coalesce(tahun, 0)) as tahun
    from orang group by 1, 2
)

select kabupaten, sum(orang), count(*), sum(tahun), max(tahun, 2)[1], max(tahun, 2)[2]
from keluarga group by 1
"""
_CELLS = """
select kode_wilayah, {columns} from {agg_sel}
where
    tingkat_wilayah = 'kabupaten_kota' and kelompok = 'semua' and ukuran = '{ukuran}'
    and kategori in ({kategori})
group by 1
"""
_PLACES = """
select ukuran, count(distinct (tingkat_wilayah, kode_wilayah)) from {agg_sel}
where tingkat_wilayah in ('nasional', 'kelompok_provinsi') group by 1
"""
TABLES = ("keluarga", "individu", "agg_sel")


def ask(built: Settings, release: str, query: str, **parts: Any) -> list[tuple[Any, ...]]:
    book = dictionary.load_book(PROJECT_DIR)
    places = {
        variable.variabel: item.posisi
        for entitas in ("individu", "keluarga")
        for item in items_of(book, entitas)
        for variable in item.variables
    }
    with as_of.opened(built, release) as found:
        tables = {name: found.relation(found.table(name)) for name in TABLES}
        text = query.format(**(places | tables | parts))
        return sorted(found.con.execute(text).fetchall())


@pytest.mark.parametrize("release", RELEASES)
def test_sanitation_by_kabupaten_is_what_its_families_answered(
    built: Settings, release: str
) -> None:
    share = (
        "max(jumlah) filter (kategori = 'pembilang'), max(jumlah) filter (kategori = 'penyebut')"
    )
    cells = ask(
        built, release, _CELLS, columns=share, ukuran="sanitasi_layak",
        kategori="'pembilang', 'penyebut'",
    )  # fmt: skip
    assert cells == ask(built, release, _SANITATION)
    assert sum(row[1] for row in cells) > 10


@pytest.mark.parametrize("release", RELEASES)
def test_years_of_schooling_by_kabupaten_with_the_two_largest_families(
    built: Settings, release: str
) -> None:
    columns = "max(jumlah), max(keluarga), max(total), max(terbesar_1), max(terbesar_2)"
    cells = ask(
        built, release, _CELLS, columns=columns, ukuran="rata_lama_sekolah", kategori="'total'"
    )
    assert cells == ask(built, release, _SCHOOLING)
    assert len(cells) > 3


def test_an_indicator_of_a_region_stands_in_that_region_alone(built: Settings) -> None:
    regions = dict(ask(built, RELEASES[0], _PLACES))
    assert regions["miskin_kbi"] == 1
    assert regions["jkn"] > 2
    assert "air_minum_aman" not in regions
