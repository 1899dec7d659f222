"""What supervision gets beside the rows (Pasal 21): ledger, gates, lineage, grants, acts.

Tables of the release with counts alone, the release's own manifest, and the logs of grants,
packages and acts, each in parts that one after another are the log. No person stands in any of
them: the log of acts names persons by HMAC.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from dagster_dtsen import dbt_bridge
from dagster_dtsen.envelope.build import Content, of_bytes
from dagster_dtsen.package_filling import Filling
from dagster_dtsen.package_papers import as_json
from dagster_dtsen.parcels import lines, parts
from dagster_dtsen.settings import Settings

ACTIVITY = "pengawasan"
KIND = "pengawasan"
# sealed tables of the release, all of counts
TABLES = (
    "rpt_penerimaan", "rpt_pengembalian", "rpt_rapor_penyedia", "rpt_pemadanan", "rpt_hasil_padan",
    "rpt_pembaruan", "rpt_koreksi", "rpt_permohonan", "rpt_mutu_klaster", "rpt_mutu_tinjauan",
    "rpt_bias_tautan", "rpt_celah_cakupan", "rpt_rencana_integrasi", "rpt_evaluasi_integrasi",
)  # fmt: skip
_LINEAGE = ("model", "seed", "snapshot")


def contents(settings: Settings, filling: Filling) -> Iterator[Content]:
    """The files of supervision, all to be sealed."""
    found = filling.found
    for table in found.tables:
        if table.name in TABLES:
            order = ", ".join(f'"{name}"' for name in table.key)
            query = f"select * from {found.relation(table)} order by {order}"
            for part in parts.parts(found.con, query, table.name):
                yield Content(part.name, KIND, part.write)
    yield of_bytes("rilis.json", KIND, as_json(found.stored.manifest))
    yield of_bytes("silsilah.json", KIND, as_json(lineage(dbt_bridge.load_manifest(settings))))
    for name, log in (
        ("izin", settings.grants_log),
        ("paket", settings.packages_log),
        ("jejak", settings.audit_log),
    ):
        for piece, first, end in lines.pieces(log, name, parts.FULL):
            yield Content(piece, KIND, partial(lines.write, log, first, end))


def lineage(manifest: dict[str, Any]) -> dict[str, Any]:
    """What every model, seed and snapshot is made of, from dbt's manifest."""
    found = {
        name: {
            "jenis": node["resource_type"],
            "arti": node["description"],
            "dari": sorted(node.get("depends_on", {}).get("nodes", [])),
            "sidik": node["checksum"]["checksum"],
        }
        for name, node in manifest["nodes"].items()
        if node["resource_type"] in _LINEAGE
    }
    return dict(sorted(found.items()))
