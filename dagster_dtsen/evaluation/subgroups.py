"""Subgroups of people whose recall is held against the mean of all pairs.

Who belongs where is read from truth, so that it stays the same whatever the linkage does:

``laki_laki``, ``perempuan``  the true sex;
``umur a-b``                  whole years from the real birth date to the release date;
``mononim``                   the true name is one word;
``homonim``                   another person of the same kabupaten/kota bears the same true name
                              and is of the same sex;
``kembar``                    another person of the true family, of the same relation to its head
                              (no couple), has the same real birth date;
``pindah``                    a record whose place truth holds for right shows another desa than
                              the one the person lives in at the release;
``provinsi xx``               where the person lives at the release, code of Kemendagri;
``tanpa_nik``                 of the pair: one of its records, or both, has no NIK.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.evaluation.truth import file_of
from dagster_dtsen.warehouse import quoted

SEXES = {"1": "laki_laki", "2": "perempuan"}
AGES = ((0, 4), (5, 17), (18, 59), (60, None))  # first and last year of age
# a stratum this many percentage points of recall below the mean is flagged
POINTS = 2
# errors after which a record says nothing about where the person lived at its date: a former or
# wrong place, or the list of another family
MISPLACED = ("wilayah_usang", "keluarga_beda", "ganda")


def _age_name(first: int, last: int | None) -> str:
    return f"umur {first}+" if last is None else f"umur {first}-{last}"


NAMES = (
    *SEXES.values(),
    *(_age_name(first, last) for first, last in AGES),
    *("mononim", "homonim", "kembar", "pindah", "tanpa_nik"),
)

_PEOPLE_SQL = """
create or replace temp table orang_kelompok as
with orang as (
    select
        o.id_orang, o.nama, o.jenis_kelamin, o.tanggal_lahir_asli, r.id_keluarga_benar,
        r.hubungan, r.kode_desa,
        date_sub('year', o.tanggal_lahir_asli, (select tanggal_rilis from wh.kendali.rilis))
            as umur
    from read_parquet({people}) as o
    inner join read_parquet({standing}) as r on o.id_orang = r.id_orang
    where r.rilis = $rilis
),

pindah as (
    select distinct o.id_orang
    from rekaman_benar as b
    inner join wh.standardised.individu as i on b.rekaman_id = i.rekaman_id
    inner join orang as o on b.id_orang = o.id_orang
    where i.kode_desa_kemendagri <> o.kode_desa and not list_has_any(b.kesalahan, [{misplaced}])
),

fakta as (
    select
        o.*,
        count(*) over (partition by nama, jenis_kelamin, left(kode_desa, 4)) > 1 as homonim,
        count(*) over (partition by id_keluarga_benar, hubungan, tanggal_lahir_asli) > 1
            as kembar,
        id_orang in (select id_orang from pindah) as pindah
    from orang as o
)

select
    id_orang,
    list_filter(
        [
            case jenis_kelamin {sexes} end,
            case {ages} end,
            case when nama not like '% %' then 'mononim' end,
            case when homonim then 'homonim' end,
            case when kembar then 'kembar' end,
            case when pindah then 'pindah' end,
            'provinsi ' || left(kode_desa, 2)
        ],
        x -> x is not null
    ) as kelompok
from fakta
"""


def load_subgroups(con: duckdb.DuckDBPyConnection, folder: Path, release: str) -> None:
    """Make ``orang_kelompok``: id_orang and ``kelompok``, the list of a person's subgroups.

    One row per person of the release, the dead too. Reads ``rekaman_benar`` and the truth tables
    ``orang`` and ``orang_rilis`` of ``folder``.
    """
    sexes = [f"when {quoted(code)} then {quoted(name)}" for code, name in SEXES.items()]
    ages = [
        f"when umur >= {first}"
        + ("" if last is None else f" and umur <= {last}")
        + f" then {quoted(_age_name(first, last))}"
        for first, last in AGES
    ]
    sql = _PEOPLE_SQL.format(
        people=file_of(folder, "orang"),
        standing=file_of(folder, "orang_rilis"),
        misplaced=", ".join(quoted(error) for error in MISPLACED),
        sexes=" ".join(sexes),
        ages=" ".join(ages),
    )
    con.execute(sql, {"rilis": release})


def order(name: str) -> tuple[int, str]:
    """Sort key of subgroups: as in ``NAMES``, then provinces by code."""
    return (NAMES.index(name) if name in NAMES else len(NAMES), name)


def difference(found: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """How the recall of ``found`` differs from that of ``whole`` (both: ``benar``, ``ditemukan``).

    ``selisih_recall`` in percentage points (None without a true pair) and ``di_bawah_rata``: more
    than ``POINTS`` below. Compared in whole numbers, so that no rounding decides a flag.
    """
    scale = found["benar"] * whole["benar"]
    if not scale:
        return {"selisih_recall": None, "di_bawah_rata": False}
    apart = 100 * (found["ditemukan"] * whole["benar"] - whole["ditemukan"] * found["benar"])
    return {"selisih_recall": round(apart / scale, 3), "di_bawah_rata": apart < -POINTS * scale}


def compared(strata: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """``strata`` (subgroup -> level -> counts and measures) with :func:`difference` added."""
    return {
        name: {level: found | difference(found, whole[level]) for level, found in levels.items()}
        for name, levels in strata.items()
    }
