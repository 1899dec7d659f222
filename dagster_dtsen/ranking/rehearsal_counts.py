"""What a rehearsal counts of two ranks of the same families; small cells never leave.

All counts are of families. A cell of 1 to 4 is told as ``<5``; 0 is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import duckdb

from dagster_dtsen.warehouse import quoted, records

SMALLEST = 5
HIDDEN = f"<{SMALLEST}"
# told like a programme that takes the lowest four deciles
LOWEST = ("desil_1_4", 4)
# difficulties of persons in degrees: 1 the most severe, 4 none; severe ones count
DIFFICULTIES = (
    "penglihatan", "pendengaran", "berjalan_atau_naik_tangga", "menggunakan_tangan_jari",
    "belajar_kemampuan_intelektual", "pengendalian_perilaku", "berbicara_komunikasi",
    "mengurus_diri", "mengingat_berkonsentrasi",
)  # fmt: skip
GROUPS = (
    "kepala_keluarga", "lansia", "disabilitas", "jumlah_anggota", "nama_kepala", "nik",
    "butir_kosong",
)  # fmt: skip
Row = dict[str, Any]
Cell = int | str

# of the sealed tables, and of members and unanswered items as the release's own model reads them;
# persons without a NIK are in no release, their families know them as members left out
TRAITS = """
with orang as (
    select
        a.id_keluarga,
        max(case when a.kepala_keluarga then i.nama end) as nama,
        bool_or({difficult}) as disabilitas
    from snapshot.anggota_keluarga as a
    inner join snapshot.individu as i on a.id_individu = i.id_individu
    group by a.id_keluarga
),

tanpa_nik as (
    select distinct r.id_keluarga
    from snapshot.relasi_keluarga as r
    inner join snapshot.dikeluarkan as d on r.id_individu = d.id_individu
    where r.berlaku_sampai is null and d.verdik_nik in ('tanpa_nik', 'tidak_ditemukan')
)

select
    k.id_keluarga,
    k.kode_provinsi_kemendagri as provinsi,
    case s.jenis_kelamin_kepala when '2' then 'perempuan' when '1' then 'laki-laki'
        else 'tidak diketahui' end as kepala_keluarga,
    case when s.jumlah_lansia > 0 then 'ada' else 'tidak ada' end as lansia,
    case when o.disabilitas then 'ada' when o.disabilitas is false then 'tidak ada'
        else 'tidak diketahui' end as disabilitas,
    case when k.jumlah_anggota_keluarga >= 7 then '7+'
        else cast(k.jumlah_anggota_keluarga as varchar) end as jumlah_anggota,
    case when trim(o.nama) like '% %' then 'beberapa kata' when trim(o.nama) <> '' then 'satu kata'
        else 'tidak diketahui' end as nama_kepala,
    case when n.id_keluarga is not null then 'tanpa NIK' else 'ber-NIK' end as nik,
    case when b.jumlah_butir_kosong > 0 then 'ada' else 'tidak ada' end as butir_kosong
from snapshot.keluarga as k
left join orang as o on k.id_keluarga = o.id_keluarga
left join ranking.susunan_keluarga as s on k.id_keluarga = s.id_keluarga
left join ranking.skor_keluarga as b on k.id_keluarga = b.id_keluarga
left join tanpa_nik as n on k.id_keluarga = n.id_keluarga
"""


def traits() -> str:
    """A query: per family its province and its value of every one of :data:`GROUPS`."""
    difficult = " or ".join(f"i.{name} in ('1', '2')" for name in DIFFICULTIES)
    return TRAITS.format(difficult=difficult)


def hidden(count: int) -> Cell:
    """A count as it may be told."""
    return HIDDEN if 0 < count < SMALLEST else count


def summary(con: duckdb.DuckDBPyConnection, moves: str) -> Row:
    """Families in all, ranked before and after, in another decile, and three or more away.

    ``moves``: a relation with one row per family: ``desil_dari`` and ``desil_ke`` (null: no rank),
    ``provinsi`` and :data:`GROUPS`.
    """
    (found,) = records(
        con,
        f"""
        select
            count(*) as keluarga,
            count(desil_dari) as berperingkat_dari,
            count(desil_ke) as berperingkat_ke,
            count(*) filter (where desil_dari is distinct from desil_ke) as desil_berubah,
            count(*) filter (where abs(desil_dari - desil_ke) >= 3) as bergeser_tiga
        from {moves}
        """,
    )
    return {name: hidden(count) for name, count in found.items()}


def matrix(con: duckdb.DuckDBPyConnection, moves: str) -> list[Row]:
    """Families from which decile to which, those that there are; null is without a rank."""
    found = records(
        con,
        f"select desil_dari as dari, desil_ke as ke, count(*) as jumlah from {moves} "
        "group by all order by dari nulls last, ke nulls last",
    )
    return [row | {"jumlah": hidden(row["jumlah"])} for row in found]


def limits(
    con: duckdb.DuckDBPyConnection,
    moves: str,
    before: Mapping[str, int],
    after: Mapping[str, int],
    part: str | None = None,
) -> list[Row]:
    """Per programme who is within its limit, who enters and who leaves, in all or by ``part``.

    ``before`` and ``after``: the highest decile per programme; those in both are told. ``dari`` and
    ``ke`` are the families within the limit; where a small number of families entered or left,
    ``ke`` is not told, as the others would give it away.
    """
    programmes = [name for name in before if name in after]
    rows = [(quoted(name), before[name], after[name], at) for at, name in enumerate(programmes)]
    listed = ", ".join(f"({', '.join(map(str, row))})" for row in rows)
    value = part or "cast(null as varchar)"
    found = records(
        con,
        f"""
        with batas (program, batas_dari, batas_ke, urutan) as (values {listed}),

        berbatas as (
            select
                b.*,
                {value} as nilai,
                coalesce(m.desil_dari <= b.batas_dari, false) as semula,
                coalesce(m.desil_ke <= b.batas_ke, false) as kini
            from {moves} as m
            cross join batas as b
        )

        select
            program, batas_dari, batas_ke, nilai,
            count(*) as keluarga,
            count(*) filter (where semula) as dari,
            count(*) filter (where kini and not semula) as masuk,
            count(*) filter (where semula and not kini) as keluar,
            count(*) filter (where kini) as ke
        from berbatas
        group by program, batas_dari, batas_ke, urutan, nilai
        order by urutan, nilai nulls last
        """,
    )
    return [_told(row) for row in found]


def _told(row: Row) -> Row:
    cells: Row = {name: hidden(row[name]) for name in ("keluarga", "dari", "masuk", "keluar", "ke")}
    if HIDDEN in (cells["masuk"], cells["keluar"]):
        cells["ke"] = None
    return row | cells


def groups(
    con: duckdb.DuckDBPyConnection,
    moves: str,
    before: Mapping[str, int],
    after: Mapping[str, int],
) -> list[Row]:
    """:func:`limits` by every value of every group."""
    return [
        {"kelompok": name} | row
        for name in GROUPS
        for row in limits(con, moves, before, after, name)
    ]
