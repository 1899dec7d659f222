"""`dtsen tables`: counts of a sealed release, protected, attacked, published by access level."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import audits, package_sources
from dagster_dtsen.audit.event import event
from dagster_dtsen.disclosure import (
    cells,
    differencing,
    indicators,
    ledger,
    policy,
    protect,
    system,
)
from dagster_dtsen.disclosure import key as rounding_key
from dagster_dtsen.disclosure.differencing import Pairs
from dagster_dtsen.disclosure.key import RoundingKey
from dagster_dtsen.disclosure.ledger import Publication
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.files import sha256
from dagster_dtsen.release import acts, as_of, seal
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import PACKAGE_DIR, Settings
from dagster_dtsen.warehouse import quoted

COUNTS, RECORDS = "agg_sel", "rekaman"
LEVELS = {1: "provinsi", 2: "wilayah"}
OPENNESS = {1: "terbuka", 2: "terbatas"}
_SHOWN = (
    "tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran, kategori, satuan, "
    "case when not tertutup then terbit end as jumlah, "
    "case when tertutup then 'tertutup' else 'terbit' end as keadaan, dasar"
)


def build(settings: Settings, release: str | None, new_key: bool = False) -> Publication:
    """Publish the tables of a release in use, the newest by default; the same ones only once.

    ``new_key``: go on although the key is another than that of the tables before. Raises
    DtsenError E-UNGKAP (a small cell could be told, no key, another key), those of releases and
    the audit log.
    """
    wanted = package_sources.release(settings, release, "tabel / tables")
    told = ledger.publications(settings)
    key = rounding_key.load(settings, published=bool(told))
    _same_key(told, key, new_key)
    with as_of.opened(settings, wanted) as found:
        table = found.table(COUNTS)
        seal.same_bytes(found.stored, table.layer, table.name)
        facts = _facts(found, told, key)
        same = [item for item in told if _source(item.facts) == _source(facts)]
        if same:
            return same[-1]
        act = event(
            tindakan="ekspor",
            objek={"jenis": "tabel", "id": f"{facts['rilis']}.{facts['nomor']}"},
            peran="pengelola tabel",
            izin="publik",
        )
        with audits.recorded(settings, act) as outcome:
            key.hand_over(found.con)
            with ledger.new(settings, facts) as folder:
                _publish(settings, found, told, facts, folder)
            outcome.rows = sum(entry["baris"] for entry in facts["tabel"].values())
    return ledger.find(settings, f"{facts['rilis']}.{facts['nomor']}")


def _same_key(told: list[Publication], key: RoundingKey, new_key: bool) -> None:
    if told and told[-1].facts["kunci"] != key.print and not new_key:
        reason = "kunci pembulatan lain dari tabel terakhir / another key than the last tables"
        raise DtsenError("E-UNGKAP", apa="tabel / tables", reason=reason)


def _facts(found: as_of.Release, told: list[Publication], key: RoundingKey) -> dict[str, Any]:
    stored = found.stored
    rules = policy.settled()
    own = [item for item in told if item.facts["rilis"] == stored.name]
    return {
        "rilis": stored.name,
        "rilis_dasar": str(stored.release),
        "nomor": len(own) + 1,
        "urutan": len(told) + 1,
        "tanggal_rilis": str(stored.manifest["tanggal_rilis"]),
        "umur_hari": _age(found),
        "sidik_rilis": stored.manifest["sidik"]["rilis"],
        "kebijakan": {"versi": rules.versi, "sha256": policy.fingerprint()},
        "kunci": key.print,
        "lapis": [layer.model_dump() for layer in rules.lapis],
        "galat_persen_maks": rules.galat_persen_maks,
        "seed": {name: sha256(path) for name, path in _seed_files().items()},
        "sebelumnya": told[-1].id if told else None,
        "izin": "publik",
        "tabel": {},
    }


def _age(found: as_of.Release) -> int | None:
    """Days before the cut-off of each person's newest record, the median of all persons."""
    for table in found.tables:
        if table.name == RECORDS:
            rows = found.con.execute(
                "select cast(median(date_diff('day', tanggal, $cut_off)) as bigint) from "
                f"(select max(tanggal_acuan) as tanggal from {found.relation(table)} "
                "where id_individu is not null group by id_individu)",
                {"cut_off": found.stored.release.cut_off},
            ).fetchall()
            return None if rows[0][0] is None else int(rows[0][0])
    return None


def _source(facts: dict[str, Any]) -> tuple[Any, ...]:
    """What makes two publications the same one."""
    return tuple(facts[name] for name in ("rilis", "sidik_rilis", "kebijakan", "kunci", "seed"))


def _seed_files() -> dict[str, Path]:
    seeds = PACKAGE_DIR.parent / "dbt_project" / "seeds"
    names = ("indikator", "target_indikator", "kelompok_provinsi")
    found = {name: seeds / "indikator" / f"{name}.csv" for name in names}
    return found | {"wilayah": seeds / "wilayah" / "wilayah_kemendagri.csv"}


def lay_seeds(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """The seeds that tables need, as temporary tables ``seed_<name>``; relation by name."""
    for name, path in _seed_files().items():
        con.execute(
            f"create or replace temp table seed_{name} as "
            f"select * from read_csv({quoted(path)}, header = true, all_varchar = true)"
        )
    con.execute(
        "insert into seed_wilayah by name select kode, nama from "
        f"read_csv({quoted(PACKAGE_DIR / 'reference' / 'desa_kemendagri.csv.gz')}, "
        "header = true, all_varchar = true)"
    )
    con.execute(
        "insert into seed_wilayah by name select kelompok as kode, any_value(nama_id) as nama "
        "from seed_kelompok_provinsi group by kelompok "
        "union all select 'ID', 'Indonesia'"
    )
    con.execute("alter table seed_indikator alter peka type boolean")
    con.execute("alter table seed_target_indikator alter nilai type decimal(18, 2)")
    return {name: f"seed_{name}" for name in _seed_files()}


def _publish(
    settings: Settings,
    found: as_of.Release,
    told: list[Publication],
    facts: dict[str, Any],
    folder: Path,
) -> None:
    con, rules = found.con, policy.settled()
    seeds = lay_seeds(con)
    source = found.relation(found.table(COUNTS))
    cells.lay(con, source, seeds["indikator"], rules)
    cells.lay_means(con, seeds["indikator"], rules)
    system.lay_regions(con, seeds["kelompok_provinsi"])
    attacked = protect.protect(con, rules, _before(con, found.stored.name, told))
    pairs = _differences(con, facts["kunci"], told)
    closed = con.execute(f"select count(*) from {cells.CELLS} where tertutup").fetchall()[0][0]
    facts["serangan"] = asdict(attacked) | asdict(pairs) | {"tertutup": int(closed)}
    gone = acts.withdrawn(settings)
    earlier = [
        item
        for item in told
        if ReleaseId.parse(item.facts["rilis_dasar"]) < found.stored.release
        and item.facts["rilis"] not in gone
    ]
    for level, part in LEVELS.items():
        last = earlier[-1].table(f"indikator_{part}") if earlier else None
        indicators.lay(con, found.stored.name, seeds, rules, last)
        tiers = ", ".join(
            f"'{tier}'" for layer in rules.lapis if layer.tingkat == level for tier in layer.wilayah
        )
        where = f"where tingkat_wilayah in ({tiers})"
        _write(
            con, folder, facts, f"sel_{part}", f"select {_SHOWN} from sel {where} order by nomor"
        )
        _write(
            con,
            folder,
            facts,
            f"indikator_{part}",
            f"select * from {indicators.INDICATORS} {where} order by all",
        )


def _before(con: duckdb.DuckDBPyConnection, release: str, told: list[Publication]) -> str | None:
    """What was told of the very same counts before: an attacker has those tables too."""
    own = [item for item in told if item.facts["rilis"] == release]
    if not own:
        return None
    tables = " union all ".join(
        f"select * from {item.table(name)} where keadaan = 'terbit'"
        for item in own
        for name in ledger.CELL_TABLES
    )
    con.execute(
        "create or replace temp table sudah_terbit as select s.nomor, "
        "max(greatest(b.jumlah - b.dasar + 1, 0)) as bawah, min(b.jumlah + b.dasar - 1) as atas "
        f"from ({tables}) as b inner join sel as s using (tingkat_wilayah, kode_wilayah, "
        "kelompok, nilai_kelompok, ukuran, kategori, satuan) group by s.nomor"
    )
    return "sudah_terbit"


def _differences(con: duckdb.DuckDBPyConnection, key: str, told: list[Publication]) -> Pairs:
    differencing.lay_now(con, key)
    for item in told:
        item.check()
        for name in ledger.CELL_TABLES:
            differencing.add_before(
                con, item.table(name), item.facts["kunci"], item.facts["urutan"], policy.settled()
            )
    return differencing.attack(con)


def _write(
    con: duckdb.DuckDBPyConnection, folder: Path, facts: dict[str, Any], name: str, query: str
) -> None:
    path = folder / f"{name}.parquet"
    con.execute(f"copy ({query}) to {quoted(path)} (format parquet, compression zstd)")
    rows = con.execute(f"select count(*) from read_parquet({quoted(path)})").fetchall()[0][0]
    level = ledger.TABLES[name]
    facts["tabel"][name] = {
        "baris": int(rows),
        "sha256": sha256(path),
        "tingkat": level,
        "kelas_data": OPENNESS[level],
    }
