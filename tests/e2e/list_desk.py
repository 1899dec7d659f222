"""A copy of the built home in which lists are answered, and the truth about the twin's own list."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml

from dagster_dtsen import list_package, match_lists, warehouse
from dagster_dtsen.matching import summary
from dagster_dtsen.settings import Settings
from tests.conftest import at_home
from tests.reception.rule_files import CONTRACTS, file_bytes

ROWS = 500
DAY = dt.date(2026, 7, 15)  # on which lists are answered
# person of the twin behind every id of the release, by the records that made it
OWNERS = """
create temp table pemilik as
select r.id_individu, mode(t.id_orang) as id_orang
from wh.release.beku_rekaman as r
inner join wh.ledger.kiriman as k using (_delivery)
inner join '{truth}/rekaman.parquet' as t
    on r.penyedia = t.penyedia and r.dataset = t.dataset and k.periode = t.periode
    and r._row_number = t.nomor_baris
group by r.id_individu
"""
JUDGED = """
select
    b.kunci, b.jenis, h.hasil, h.sebab,
    b.id_orang in (
        select id_orang from pemilik where id_individu in (select id_individu from terbit)
    ) as ada,
    b.id_orang = p.id_orang as benar
from '{truth}/padankan.parquet' as b
left join hasil_daftar as h using (kunci)
left join pemilik as p on h.id_individu = p.id_individu
order by b.kunci
"""
Row = dict[str, str | None]


@dataclass
class Desk:
    """A copy of the built home in which lists are answered."""

    settings: Settings
    landing: Path
    truth: Path
    judged: list[dict[str, Any]] = field(default_factory=list)

    def match(self, delivery: str | None = None) -> list[match_lists.Answer]:
        with at_home(self.settings.root):
            return match_lists.match(self.settings, DAY, delivery)

    def send(self, period: str, rows: list[Row], **changes: Any) -> Path:
        """A list of the default agency in landing."""
        (dataset,) = CONTRACTS["padankan"].dataset
        content = file_bytes(dataset, [dict.fromkeys(dataset.kolom) | row for row in rows])
        return self.send_bytes(period, content, len(rows), **changes)

    def send_bytes(self, period: str, content: bytes, count: int, **changes: Any) -> Path:
        (dataset,) = CONTRACTS["padankan"].dataset
        folder = self.landing / "padankan" / period
        folder.mkdir(parents=True)
        (folder / "daftar.csv").write_bytes(content)
        note = {
            "penyedia": "padankan",
            "jenis": "padankan",
            "sumber": "lainnya",
            "periode": period,
            "tanggal_acuan": "2026-06-30",
            "tanggal_kirim": "2026-07-10",
            "jatuh_tempo": "2026-07-10",
            "perjanjian": CONTRACTS["padankan"].perjanjian[0].nomor,
            "berkas": [
                {
                    "nama": "daftar.csv",
                    "dataset": "daftar",
                    "sha256": hashlib.sha256(content).hexdigest(),
                    "jumlah_rekaman": count,
                    "variabel": dataset.kolom,
                }
            ],
        }
        (folder / "pengantar.yml").write_text(yaml.safe_dump(note | changes))
        return folder

    def state(self) -> dict[str, str]:
        """SHA-256 of the working file, the readers' file and every release file."""
        root = self.settings.root
        files = [root / "gudang.duckdb", root / "terbit.duckdb"]
        files += sorted(path for path in (root / "rilis").rglob("*") if path.is_file())
        return {
            str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        }

    def answered_beside_truth(self) -> match_lists.Answer:
        """The answer to the twin's list; ``judged`` has its rows beside their truth then."""
        summed = summary.summary

        def judge(con: duckdb.DuckDBPyConnection, *rest: Any) -> dict[str, Any]:
            con.execute(OWNERS.format(truth=self.truth))
            self.judged = warehouse.records(con, JUDGED.format(truth=self.truth))
            return summed(con, *rest)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(list_package.summary, "summary", judge)
            (found,) = self.match()
        return found


def sheet(answer: match_lists.Answer, name: str) -> list[dict[str, str]]:
    with (answer.folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle, delimiter=";"))
