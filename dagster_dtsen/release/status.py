"""The published release as plain data, and the proof that its files are still what was sealed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import duckdb

from dagster_dtsen import warehouse
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import intact, publish, store, tombstones
from dagster_dtsen.release.fingerprint import form_of, table_fingerprint
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.release.intact import sealed_names
from dagster_dtsen.release.seal import files_of
from dagster_dtsen.release.tables import key_of
from dagster_dtsen.settings import Settings

# measure of the status -> where the result of an evaluation holds it
_MEASURES = {
    "pair_precision": ("edge", "presisi"),
    "pair_recall": ("edge", "recall"),
    "pair_f1": ("edge", "f1"),
    "cluster_f1": ("klaster", "f1"),
}


def _linkage_quality(settings: Settings, stored: store.StoredRelease) -> dict[str, Any]:
    """Measures of the last evaluation of this very release, or nulls with the reason."""
    try:
        path = settings.evaluation_file(str(stored.release))
        result = json.loads(path.read_text(encoding="utf-8"))
        fits = result["sidik_rilis"] == stored.manifest["sidik"]["rilis"]
        overall = result["pasangan"]["semua"]["semua"]
        values = {name: overall[level][key]["nilai"] for name, (level, key) in _MEASURES.items()}
    except FileNotFoundError:
        reason = "belum dievaluasi / never evaluated (dtsen evaluate)"
    except (OSError, ValueError, KeyError, TypeError):
        reason = "hasil evaluasi rusak / the evaluation result is damaged"
    else:
        if fits:
            return {**values, "reason": None}
        reason = "evaluasi atas isi rilis lain / the evaluation is of other contents"
    return {**dict.fromkeys(_MEASURES), "reason": reason}


def status_of(settings: Settings) -> dict[str, Any]:
    """Figures of the release readers see (keys: release, fingerprint, individu, …).

    ``pending`` says which release they should see and do not yet, after a kill; None otherwise.
    Raises DtsenError E-RILIS-TIADA when nothing is published and E-KUNCI-SALAH on a wrong key.
    """
    stored = publish.seen(settings)
    summary = stored.manifest["ringkasan"]
    return {
        "release": str(stored.release),
        "version": stored.version,
        "pending": _pending(settings),
        "base": stored.manifest["id_dasar"],
        "fingerprint": stored.manifest["sidik"]["rilis"],
        "individu": summary["individu"],
        "keluarga": summary["keluarga"],
        "deliveries": {
            "received": summary["kiriman"]["diterima"],
            "accepted": summary["kiriman"]["lolos"],
            "refused": summary["kiriman"]["ditolak"],
        },
        "rows": {
            "received": summary["baris"]["dibaca"],
            "accepted": summary["baris"]["diterima"],
            "returned": summary["baris"]["dikembalikan"],
        },
        # releases made before due dates were watched have none
        "overdue": summary.get("terlambat", []),
        "excluded": summary["dikeluarkan"],
        "desil": summary["desil"],
        "changes": summary["perubahan"],
        "linkage": _linkage_quality(settings, stored),
        "gates": [
            {"name": gate["nama"], "passed": gate["lulus"]} for gate in stored.manifest["gerbang"]
        ],
        "releases": [item.name for item in store.stored(settings)],
        "seconds": stored.manifest["waktu"]["detik"],
    }


def _pending(settings: Settings) -> str | None:
    waiting = publish.to_come(settings)
    if waiting is None:
        return None
    return (
        f"{waiting.name} lengkap, belum tampak bagi pembaca; dtsen run menyelesaikannya / "
        "is whole, readers do not see it yet; dtsen run ends that"
    )


def verify_seals(settings: Settings, *, every: bool = False) -> dict[str, int]:
    """Hold all that the manifest says of its tables against the files; tables checked per release.

    Of a quarter the newest version, or with ``every`` all that are stored. The manifest says which
    tables were sealed and by which key, not the code of today. Also held: name, base and gates of
    the release, and every tombstone, be it of an older version.
    Raises DtsenError E-SEGEL-RUSAK naming the tables that differ.
    """
    tombstones.check(settings)
    bases = {item.name: item.release for item in store.versions(settings)}
    checked = {}
    # the readers' file is no run's, and the working file is not made where there is none
    file = settings.root / publish.PUBLISHED_FILE
    readers = file if file.exists() else None
    with warehouse.connect(settings, database=readers, read_only=readers is not None) as con:
        for item in store.whole(settings) if every else store.stored(settings):
            broken = intact.broken(item)
            if intact.MANIFEST not in broken:  # nothing to hold files against
                broken |= _untrue(item, bases)
                broken |= set(differing(con, settings, item, sealed_names(item)))
            if broken:
                tables = ", ".join(sorted(broken))
                raise DtsenError("E-SEGEL-RUSAK", release=item.name, tables=tables)
            checked[item.name] = len(sealed_names(item))
    return checked


def _untrue(item: store.StoredRelease, stored: dict[str, ReleaseId]) -> set[str]:
    """``id_dasar`` and ``gerbang`` where no release that was published can say that.

    The base is a version of the quarter before, destroyed or not; the first quarter has none.
    """
    try:
        base, gates = item.manifest["id_dasar"], item.manifest["gerbang"]
        first = item.release == min(stored.values())
        right = first if base is None else stored.get(base) == item.release.base
        passed = bool(gates) and all(gate["lulus"] is True for gate in gates)
    except (KeyError, TypeError):
        return {intact.MANIFEST}
    return {name for name, held in (("id_dasar", right), ("gerbang", passed)) if not held}


def differing(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    item: store.StoredRelease,
    names: Iterable[tuple[str, str]],
) -> list[str]:
    """Those of the tables (layer, name) that are not what the manifest says of them.

    Computed anew: fingerprint, rows, columns with types; names, bytes and SHA-256 of the files.
    """
    broken = []
    for layer, name in names:
        sealed = item.manifest["lapisan"][layer][name]
        try:
            key = key_of(sealed, layer, name)
            relation = item.table(settings, layer, name)
            rows, fingerprint, columns = table_fingerprint(con, relation, key, form_of(sealed))
            said = (sealed["baris"], sealed["sidik"], [tuple(column) for column in sealed["kolom"]])
            same = said == (rows, fingerprint, columns) and _same_files(item, layer, name)
        except (duckdb.Error, KeyError, TypeError):
            same = False  # gone, cut, or of another form
        if not same:
            broken.append(f"{layer}.{name}")
    return broken


def _same_files(item: store.StoredRelease, layer: str, name: str) -> bool:
    said = item.manifest["lapisan"][layer][name]["berkas"]
    there = files_of(item.path, layer, name)
    first, second = ({file["nama"]: file for file in files} for files in (said, there))
    return len(said) == len(there) and first == second
