"""The package of one list: received, matched and written, for `dtsen match`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen import dbt_bridge, restricted, warehouse
from dagster_dtsen.files import sha256
from dagster_dtsen.linkage import lists as linkage_lists
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.list_workspace import Listed, OwnFile, receive, standardise, workspace
from dagster_dtsen.matching import handover, outcome, summary
from dagster_dtsen.reception import returns
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.returns.rows import write_table
from dagster_dtsen.release import store
from dagster_dtsen.release.tables import RESULT
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import quoted

# takes what it needs of the outcome, with the ids that no agency gets
Keep = Callable[[duckdb.DuckDBPyConnection], None]
LIST = "daftar"  # the throw-away file beside the warehouse
RESULT_NAME = "hasil_padan"
PUBLISHED = "terbit"  # the persons who are told of: id_individu
_OWN_TEXTS = ("nomor_baris", "hasil", "sebab", "keyakinan", "nilai_keyakinan")


def make(
    settings: Settings,
    contract: ProviderContract,
    item: Listed,
    stored: store.StoredRelease,
    agency: str,
    folder: Path,
    keep: Keep | None = None,
    named: Sequence[str] = (),
) -> tuple[dict[str, Any], dict[str, int]]:
    """Write the package of one list into ``folder``; give the content of its summary.

    ``keep`` is called with the connection while ``matching.outcome.TABLE`` is there. ``named``: the
    records of restricted persons, who are told as persons who are not in the release.

    Behind it the rows per reason before any was withheld, for the log of the home alone. Of a list
    that is refused as a whole the package holds verdict and reason only. The working file of the
    home has to hold ``stored``; it is only read.
    """
    dbt_bridge.parse(settings)
    found: dict[str, Any] | None = None
    reasons: dict[str, int] = {}
    with workspace(settings) as own:
        if receive(settings, own, contract, item):
            standardise(own)
            found, reasons = _match(settings, own, stored, folder, keep, named)
        with warehouse.connect(own) as con:
            if found is None:
                _load_reasons(con, settings)
            told = returns.write_list_returns(
                con, folder, str(stored.release), agency, {"padanan": found}
            )
    if found is None:
        return told, reasons
    files = [(path.name, sha256(path)) for path in sorted(folder.glob(f"{RESULT_NAME}.*"))]
    sent = [(entry.nama, entry.sha256) for entry in item.note.berkas] if item.note else []
    handover.write(folder, _facts(told, agency, stored, sent + files), settings.handover_template)
    return told, reasons


def _match(
    settings: Settings,
    own: OwnFile,
    stored: store.StoredRelease,
    folder: Path,
    keep: Keep | None,
    named: Sequence[str],
) -> tuple[dict[str, Any], dict[str, int]]:
    """Match the standardised list with the warehouse, which is only read."""
    model = linkage_model.load(settings)
    listed = f"{LIST}.standardised.individu"
    with warehouse.connect(settings, read_only=True) as con:
        warehouse.attach(con, own.warehouse_file, LIST, settings)
        con.execute(f"create schema {LIST}.padanan; use {LIST}.padanan")
        alike = outcome.config()["nama_cocok"]
        scored = linkage_lists.score_list(con, model, listed, alike)
        lay_published(con, settings, stored, named)
        decided = outcome.decide(
            con,
            scored,
            published=PUBLISHED,
            listed=listed,
            raw=f"{LIST}.raw.padankan__daftar",
            files=f"{LIST}.ledger.berkas",
        )
        if keep is not None:
            keep(con)
        told = summary.summary(con, settings, listed, decided["dirinci"])
        columns = ", ".join(outcome.COLUMNS)
        con.execute(f"create temp view hasil_dikirim as select {columns} from {outcome.TABLE}")
        write_table(con, folder / RESULT_NAME, "hasil_dikirim", "berkas, nomor_baris", _OWN_TEXTS)
    told |= {
        "rilis": stored.name,
        "sidik_rilis": stored.manifest["sidik"]["rilis"],
        "model": str(linkage_model.config()["model"]),
        "sidik_aturan": scored["sidik"],
        "ambang": str(scored["ambang"]),
    }
    return told, decided["sebab"]


def lay_published(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    stored: store.StoredRelease,
    named: Sequence[str],
) -> None:
    """Make :data:`PUBLISHED`: persons of the release without those who hold a record ``named``."""
    hidden = restricted.lay(con, settings, stored, named)
    persons = stored.table(settings, RESULT, "dim_individu")
    told = restricted.without(persons, [restricted.PERSON], hidden)
    con.execute(f"create table {PUBLISHED} as select {restricted.PERSON} from {told}")


def _load_reasons(con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
    """The words of the reason codes, where no dbt step loaded them."""
    path = settings.dbt_project_dir / "seeds" / "aturan" / "kode_alasan.csv"
    con.execute("create schema if not exists aturan")
    con.execute(
        "create or replace table aturan.kode_alasan as "
        f"from read_csv({quoted(path)}, header = true, all_varchar = true)"
    )


def _facts(
    told: dict[str, Any], agency: str, stored: store.StoredRelease, files: list[tuple[str, str]]
) -> dict[str, Any]:
    """What the hand-over record says; the same list and release give the same."""
    found = told["padanan"]
    records = told["rekaman"]
    return {
        "pihak": agency,
        "nama_data": "daftar individu",
        "perjanjian": told["perjanjian"],
        "kiriman": told["kiriman"],
        "dibaca": records["dibaca"],
        "dikembalikan": records["dikembalikan"],
        "dipadankan": found["baris"],
        "padan": found["padan"],
        "tidak_padan": found["tidak_padan"],
        "sebab": found["sebab"],
        "berkas": files,
        "metadata": [
            ("rilis DTSEN", stored.name),
            ("tanggal rilis", str(stored.manifest["tanggal_rilis"])),
            ("sidik rilis", found["sidik_rilis"]),
            ("tanggal acuan daftar", str(told["tanggal_acuan"])),
            ("tanggal kirim daftar", str(told["tanggal_kirim"])),
            ("model pemadanan", found["model"]),
            ("sidik aturan pemadanan", found["sidik_aturan"]),
            ("ambang bobot, bit", found["ambang"]),
            ("cakupan", "orang dalam rilis; daftar tidak mengubah DTSEN"),
        ],
    }
