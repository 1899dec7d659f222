"""A release linked from its base is the release linked whole, however its records split."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import time
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.linkage import state
from dagster_dtsen.linkage.decided import LEDGER, Given
from dagster_dtsen.linkage.run import link
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import in_force
from dagster_dtsen.steward.decisions import Decision

RECORDS = "wh.standardised.individu"
SINGLE = ("dukcapil/penduduk",)
SHARES = (0.01, 0.05, 0.2, 0.5)  # of every kind of change, in turn by seed
TABLES = (
    "ambang",
    "sidik_rekaman",
    "pasangan",
    "larangan",
    "nik_pinjaman",
    "clusters",
    "bukti_keluarga",
    *(
        f"{name}_{entity}"
        for entity in ("individu", "keluarga")
        for name in ("peta", "peristiwa", "anggota_peristiwa", "silang", "kesinambungan")
    ),
    "peta_pendukung",
    "keputusan_berlaku",
    "keputusan_kelompok",
    "keputusan_ditahan",
    "keputusan_tautan_status",
    "nik_keputusan",
    *state.FAMILIES,
    "peristiwa_relasi",
)
DAYS = (dt.date(2026, 3, 31), dt.date(2026, 6, 30))
DECISIONS = 40  # some hold in both releases, some come in the second, some end before it


def split_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Link a random part of the reference's records, then all of another, whole and from it.

    Between both releases records come, go, lose their NIK, take a namesake's, change their name
    or their status in the population register, and decisions of stewards come and end. ``work_dir``
    is used up. Gives ``seed``, ``share`` of every kind of change, ``records``, ``scored`` (again),
    ``incremental`` (whether the base fitted), ``seconds`` and ``failures``: tables that differ.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    share = SHARES[seed % len(SHARES)]
    source = Settings(home=reference_dir / "home", db_key=None).warehouse_file
    settings = Settings(home=work_dir / "home", db_key=None)
    found: dict[str, list[tuple[Any, ...]]] = {}
    failures: list[str] = []
    how = linkage_model.config()["cara"]
    try:
        with warehouse.connect(settings) as con:
            con.execute(f"attach {warehouse.quoted(source)} as asal (read_only)")
            con.execute("create schema wh.standardised; create schema wh.dasar")
            con.execute("create table wh.standardised.semua as from asal.standardised.individu")
            decisions = _decisions(con, seed)
            _lay(con, seed, share, before=True)
            link(con, settings, "2026T1", None, SINGLE, _given(con, decisions, DAYS[0]))
            for name in state.CARRIED:
                con.execute(f"create table wh.dasar.{name} as from wh.linkage.{name}")
            given = _given(con, decisions, DAYS[1])
            base = state.Base({name: f"wh.dasar.{name}" for name in state.CARRIED})
            _lay(con, seed, share, before=False)
            for way in ("penuh", "bertahap"):
                linkage_model.config()["cara"] = way
                counts = link(con, settings, "2026T2", base, SINGLE, given)["skor"]
                for name in TABLES:
                    rows = con.execute(f"from wh.linkage.{name} order by all").fetchall()
                    if found.setdefault(name, rows) != rows:
                        failures.append(name)
    finally:
        linkage_model.config()["cara"] = how
    if not found.get("peristiwa_individu"):
        failures.append("nothing happened")
    return {
        "seed": seed,
        "share": share,
        "records": counts["rekaman"],
        "scored": counts["dinilai"],
        "incremental": counts["cara"] == "bertahap",
        "seconds": round(time.monotonic() - began, 1),
        "failures": failures,
    }


def _given(con: duckdb.DuckDBPyConnection, decisions: list[Decision], day: dt.date) -> Given:
    in_force.lay(con, decisions)
    in_force.build(con, f"date '{day}'")
    return LEDGER


def _decisions(con: duckdb.DuckDBPyConnection, seed: int) -> list[Decision]:
    """Decisions on records of one NIK, of one name, and on any; a quarter of them is undone."""
    draw = random.Random(f"belah {seed}")
    alike = con.execute(
        """
        select list(record_key order by record_key) as kunci from wh.standardised.semua
        where nik is not null group by nik having count(*) > 1
        union all
        select list(record_key order by record_key) from wh.standardised.semua
        group by nama_baku having count(*) between 2 and 4
        order by 1
        """
    ).fetchall()
    keys = [
        row[0] for row in con.execute("select record_key from wh.standardised.semua").fetchall()
    ]
    keys.sort()
    found: list[Decision] = []
    for _ in range(DECISIONS):
        some = draw.sample(keys, 2) if draw.random() < 0.3 else list(draw.choice(alike)[0])
        cut = draw.randint(1, len(some) - 1)
        act = draw.choice(("satukan", "pisahkan", "pecah"))
        values: dict[str, Any] = {
            "tindakan": act,
            "kelompok": [some] if act == "satukan" else [some[:cut], some[cut:]],
            "alasan": "uji",
            "oleh": "petugas",
            "tanggal": draw.choice(DAYS),
            "bukti": draw.choice((None, "b" * 64)),
            "berlaku_sampai": draw.choice((None, None, None, DAYS[1] - dt.timedelta(days=1))),
        }
        if values["tanggal"] == DAYS[1]:
            values["berlaku_sampai"] = None
        found.append(Decision.model_validate(values))
    undone = draw.sample(sorted(set(found), key=lambda item: item.id), DECISIONS // 4)
    undos = [
        Decision(
            tindakan="batalkan", alasan="uji", oleh="lain", tanggal=DAYS[1], membatalkan=item.id
        )
        for item in undone
    ]
    return list({item.id: item for item in [*found, *undos]}.values())


def _lay(con: duckdb.DuckDBPyConnection, seed: int, share: float, *, before: bool) -> None:
    """The records of the base release (``before``) or of the one after it."""
    end = int(share * 10_000)

    def drawn(what: str) -> str:
        return f"hash(rekaman_id, '{seed} {what}') % 10000 < {end}"

    if not before:
        con.execute(
            f"create or replace table {RECORDS} as from wh.standardised.semua "
            f"where not {drawn('pergi')}"
        )
        return
    con.execute(
        f"""
        create or replace table {RECORDS} as
        select * replace (
            case when {drawn("nama")} then nama_baku || ' PUTRA' else nama_baku end as nama_baku,
            case
                when {drawn("tanpa nik")} then null
                when {drawn("nik lain")}
                    then coalesce(lag(nik) over (order by nama_baku, rekaman_id), nik)
                else nik
            end as nik,
            case when {drawn("status")} and penyedia = 'dukcapil' then 'meninggal'
                else status_kependudukan end as status_kependudukan
        )
        from wh.standardised.semua
        where not {drawn("datang")}
        """
    )
