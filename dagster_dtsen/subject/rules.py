"""The rules that chose a value, and the deliveries that records came with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dagster_dtsen.subject.ask import Place, Question, Row, text
from dagster_dtsen.subject.words import said

_WINS = 1000  # trust of the kind of source that wins a block lies above all others


@dataclass(frozen=True)
class Policy:
    """The update policy of a release by (entity, block, provider); empty where none is recorded."""

    rules: dict[tuple[str, str, str], Row]
    winning: dict[tuple[str, str], str]

    @classmethod
    def of(cls, ask: Question, place: Place) -> Policy:
        rows = place.rows(ask.con, "aturan_pembaruan", "true")
        blocks = ask.working.rows(ask.con, "aturan_blok", "true")
        return cls(
            {(row["entitas"], row["blok"], row["penyedia"]): row for row in rows},
            {(row["entitas"], row["blok"]): row["sifat_menang"] for row in blocks},
        )

    def find(self, entity: str, block: str, provider: object) -> Row | None:
        return self.rules.get((entity, block, str(provider)))

    def by_id(self, identity: object) -> Row | None:
        return next((r for r in self.rules.values() if r["id_aturan"] == identity), None)

    def trust(self, entity: str, block: str, provider: object) -> int:
        """What records of a provider are ordered by, -1 for a provider without a rule."""
        rule = self.find(entity, block, provider)
        if rule is None:
            return -1
        wins = rule["sifat"] == self.winning.get((entity, block))
        return int(rule["kepercayaan"]) + (_WINS if wins else 0)


def told(rule: Row | None, identity: object = None) -> dict[str, Any]:
    """A rule of the update policy in words; "not recorded" where the release has none."""
    if rule is None:
        words = said("tidak_tercatat")
        if identity is not None:
            words = [f"Aturan {identity}", f"Rule {identity}"]
        return {"id": identity, "kata": words}
    block, way = said("blok", rule["blok"]), said("cara", rule["perubahan"])
    return {
        "id": rule["id_aturan"],
        "kata": [
            f"Aturan {rule['id_aturan']}: {rule['keterangan']}. Kepercayaan {rule['kepercayaan']}, "
            f"umur data paling lama {rule['umur_maks_bulan']} bulan; perubahan {way[0]}",
            f"Rule {rule['id_aturan']}: {block[1]} from {rule['penyedia']}, trust "
            f"{rule['kepercayaan']}, data at most {rule['umur_maks_bulan']} months old; "
            f"a change {way[1]}",
        ],
    }


def of_correction(ask: Question, row: Row) -> dict[str, Any]:
    """The rule of a correction in words."""
    identity = row["id_aturan"]
    words = ask.book.corrections.get(int(identity)) if identity is not None else None
    proof = "with evidence" if row["berbukti"] else "without evidence"
    return {
        "id": identity,
        "kata": [
            f"Aturan {identity}: {words}" if words else f"Aturan {identity}",
            f"Rule {identity}: a correction {proof} outranks the providers",
        ],
    }


class Deliveries:
    """Period, date and dataset of deliveries, as far as the ledger of the working file knows."""

    def __init__(self, ask: Question, rows: list[Row]) -> None:
        names = sorted({str(row["_delivery"]) for row in rows if row.get("_delivery")})
        where = "_delivery in (select unnest($names))"
        found = ask.working.rows(ask.con, "kiriman", where, names=names) if names else []
        files = ask.working.rows(ask.con, "berkas", where, names=names) if names else []
        agencies = ask.working.rows(ask.con, "kontrak", "true")
        self._known = {row["_delivery"]: row for row in found}
        self._dataset = {(row["_delivery"], row["_file"]): row["dataset"] for row in files}
        self._agency = {row["penyedia"]: row.get("lembaga") for row in agencies}

    def told(self, row: Row) -> dict[str, Any]:
        """Where a record stands: provider, dataset, date, delivery, file and row."""
        known = self._known.get(row["_delivery"], {})
        dataset = row.get("dataset") or self._dataset.get((row["_delivery"], row["_file"]))
        return {
            "penyedia": row["penyedia"],
            "lembaga": self._agency.get(row["penyedia"]),
            "dataset": dataset,
            "tanggal_acuan": text(row.get("tanggal_acuan") or known.get("tanggal_acuan")),
            "periode": known.get("periode"),
            "kiriman": row["_delivery"],
            "berkas": row["_file"],
            "baris": row["_row_number"],
            "record_key": row["record_key"],
        }
