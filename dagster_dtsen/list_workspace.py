"""A working file for one list: received and standardised as every delivery, then thrown away.

The readers, the row rules and the models are those of a release; the file is another, so that
nothing of a list can reach the warehouse. What the models ask of regions is that of the release.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from dagster_dtsen import dbt_bridge, warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.reception import archive, ledger, lists, load
from dagster_dtsen.reception.contract import ProviderContract
from dagster_dtsen.reception.note import NOTE_NAME, DeliveryNote, find_deliveries, parse_note
from dagster_dtsen.reception.receive import receive_folder
from dagster_dtsen.reception.refusal import Refusal
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.settings import Settings

FILE = "daftar.duckdb"
# regions and what is known of them come from the release; codes and rules are today's, as seeds
_TAKEN = ("kendali", "kamus", "wilayah", "rujukan", "rujukan_asal")
_BUILD = ["build", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"]
_BUILD += ["--select", "path:seeds/aturan", "path:seeds/klasifikasi", "padanan_kode"]
_BUILD += ["dtsen.staging", "dtsen.reception", "pokok_nama", "alamat_terurai", "individu"]
# of a file that is corrected, and a profile made by a step of its own
_BUILD += ["--exclude", "selisih_kiriman", "profil_kiriman", "kelayakan_dataset"]


class OwnFile(Settings):
    """The settings of a home with another working file."""

    own: Path

    @property
    def warehouse_file(self) -> Path:
        return self.own


@dataclass(frozen=True)
class Listed:
    """A list on its way: its folder in landing or its archived note, and the note."""

    path: Path
    note: DeliveryNote | None

    @property
    def archived(self) -> bool:
        return self.path.is_file()


def contract_of_lists() -> ProviderContract:
    """The contract under which lists are sent; there is one for all agencies."""
    (found,) = (item for item in load_contracts() if item.listed)
    return found


def waiting(settings: Settings, contract: ProviderContract, delivery: str | None) -> list[Listed]:
    """The lists in landing, in name order; of ``delivery`` alone, archived ones too, when given."""
    folders = find_deliveries(settings.landing, contract.penyedia)
    found = [Listed(path, _note(path / NOTE_NAME)) for path in folders]
    if delivery is None:
        return found
    notes = archive.note_files(settings, contract.penyedia)
    found += [Listed(path, parse_note(path)) for path in notes if path.parent.name == delivery]
    return [item for item in found if item.note and item.note.delivery_id == delivery][:1]


def _note(path: Path) -> DeliveryNote | None:
    try:
        return parse_note(path)
    except Refusal:
        return None  # reception says what is wrong with it


@contextmanager
def workspace(settings: Settings) -> Iterator[OwnFile]:
    """Settings whose working file is a new one; deleted afterwards."""
    settings.scratch_dir.mkdir(parents=True, exist_ok=True)
    path = settings.scratch_dir / FILE
    warehouse.remove_database(path)
    try:
        yield OwnFile(**settings.model_dump(), own=path)
    finally:
        warehouse.remove_database(path)


def receive(settings: Settings, own: OwnFile, contract: ProviderContract, item: Listed) -> bool:
    """Take the list into the working file ``own``; False when it was refused as a whole.

    An accepted one is archived like every delivery.
    """
    with warehouse.connect(own) as con:
        warehouse.attach(con, settings.warehouse_file, "rilis", settings, read_only=True)
        _take_over(con)
        con.execute("detach rilis")
        ledger.create(con)
        contracts = load_contracts()
        for other in contracts:
            load.create_raw_tables(con, other)
        ledger.record_contracts(con, contracts)
        if item.archived and item.note:
            with archive.laid_out(settings, item.path, item.note) as folder:
                receipt = receive_folder(con, own, contract, folder)
        else:
            receipt = receive_folder(con, own, contract, item.path)
            if not receipt.refused and item.note:
                archive.keep(settings, item.note, item.path)
        ledger.build_release_set(con)
        lists.put_in_force(con)
        return not receipt.refused


def standardise(own: OwnFile) -> None:
    """Row rules and the standard shape, by the models of a release; raises E-TAHAP-GAGAL."""
    if not dbt_bridge.build(own, _BUILD):
        raise DtsenError("E-TAHAP-GAGAL", step="dbt_intake", reason="dbt")


def _take_over(con: duckdb.DuckDBPyConnection) -> None:
    """Copy what the row rules know of regions, and which release it is, from the warehouse."""
    names = con.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'rilis' "
        f"and schema_name in ({', '.join('?' * len(_TAKEN))}) order by all",
        list(_TAKEN),
    ).fetchall()
    for schema, table in names:
        con.execute(f"create schema if not exists {schema}")
        con.execute(f"create table {schema}.{table} as from rilis.{schema}.{table}")
