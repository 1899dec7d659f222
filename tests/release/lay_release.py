"""One sealed release folder by hand, with few tables and few rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.files import write_json
from dagster_dtsen.release import seal, store
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, TABLES
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import parquet_options, quoted

Rows = Sequence[Sequence[Any]]
COLUMNS = {
    "individu": "id_individu, id_keluarga, kode_kabupaten_kota_kemendagri, alamat, ijazah",
    "keluarga": "id_keluarga, id_individu_kepala, kode_kabupaten_kota_kemendagri, alamat, "
    "luas_lantai, tarif, jumlah",
    "peta_individu": "record_key, id_individu, aktif",
    "peta_keluarga": "id_individu, id_keluarga, aktif",
    "dikeluarkan": "id_individu, alasan",
    "verdik_individu": "id_individu, verdik_nik, verdik_no_kk",
    "rekaman": "record_key, id_individu, penyedia, _delivery, urut_alamat, urut_pendidikan",
    "asal_individu": "id_individu, alamat__sumber, pendidikan__sumber",
    "asal_keluarga": "id_keluarga, record_key, penyedia, butir_terpakai, urut_pelanggan",
    "aturan_pembaruan": "id_aturan, entitas, blok, penyedia",
    "koreksi": "objek, id, variabel, status, id_aturan, id_koreksi",
    "perubahan_individu": "id_individu, variabel, perubahan, id_aturan, ditahan",
    "peristiwa_hidup": "id_individu, peristiwa",
    "peristiwa_relasi": "peristiwa, id_keluarga, id_individu, sebab",
    "rpt_rencana_variabel": "entitas, variabel, blok, penyedia",
    "fct_peringkat_kesejahteraan": "id_keluarga, desil_nasional, status_peringkat",
}
# whatever is not text, also in a table without rows
_TYPES = {
    "boolean": ("aktif", "ditahan"),
    "smallint": (
        "urut_alamat", "urut_pendidikan", "urut_pelanggan", "alamat__sumber", "pendidikan__sumber",
        "id_aturan", "desil_nasional", "luas_lantai", "jumlah",
    ),
}  # fmt: skip
TYPE_OF = {name: kind for kind, names in _TYPES.items() for name in names}


def lay(
    settings: Settings,
    name: str,
    tables: Mapping[str, Rows],
    used: list[str],
    base: str | None,
    columns: Mapping[str, str] = COLUMNS,
    types: Mapping[str, str] = TYPE_OF,
) -> None:
    """A sealed folder with the tables of ``columns``; those not named are empty.

    The first column of a table is its key; columns without a type are text.
    """
    folder = settings.releases_dir / f"{name}.v1"
    known = {table.name: table for table in TABLES}
    layers: dict[str, Any] = {SNAPSHOT: {}, RESULT: {}}
    with warehouse.connect(settings) as con:
        for table, text in columns.items():
            layer, names = known[table].layer, text.split(", ")
            target = folder / layer / table / "data.parquet"
            target.parent.mkdir(parents=True, exist_ok=True)
            rows = tables.get(table, [])
            listed = ", ".join(f"({', '.join(_literal(v) for v in row)})" for row in rows)
            none = f"({', '.join(['null'] * len(names))})"
            kept = "" if rows else " where false"
            typed = ", ".join(f"{n}::{types.get(n, 'varchar')} as {n}" for n in names)
            con.execute(
                f"copy (select {typed} from (values {listed or none}) as v ({text}){kept}) "
                f"to {quoted(target)} ({parquet_options(settings)})"
            )
            layers[layer][table] = seal.record_of(con, settings, folder, layer, table, names[:1])
    prints = {
        layer: combine((table, item["sidik"]) for table, item in own.items())
        for layer, own in layers.items()
    }
    content = {"kiriman": used, "id_dasar": base, "lapisan": layers, "tanggal_rilis": ""}
    content |= {"id_rilis": name, "versi": 1, "gerbang": [{"nama": "frozen", "lulus": True}]}
    content["sidik"] = {**prints, "rilis": combine(prints.items())}
    write_json(folder / store.MANIFEST, content)


def _literal(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool | int) else quoted(value)
