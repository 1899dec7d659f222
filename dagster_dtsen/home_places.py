"""Where everything lies in a home; part of Settings."""

from __future__ import annotations

from pathlib import Path


class Places:
    """The files and folders of a home."""

    @property
    def root(self) -> Path:
        """The home as an absolute path."""
        raise NotImplementedError

    @property
    def warehouse_file(self) -> Path:
        return self.root / "gudang.duckdb"

    @property
    def warehouse_print(self) -> Path:
        """What the working file held when it was last left, outside of DuckDB."""
        return self.root / "sidik_gudang.json"

    @property
    def drills_log(self) -> Path:
        """Drills of restoring and how they ended; lines are only added."""
        return self.root / "catatan" / "latihan.jsonl"

    @property
    def scratch_dir(self) -> Path:
        """Splink's databases and transcoded files; emptied at every start."""
        return self.root / "kerja"

    @property
    def spill_dir(self) -> Path:
        return self.root / "tumpahan"

    @property
    def releases_dir(self) -> Path:
        return self.root / "rilis"

    @property
    def returns_dir(self) -> Path:
        return self.root / "pengembalian"

    @property
    def archive_dir(self) -> Path:
        """Accepted originals by hash, and the notes that name them."""
        return self.root / "arsip"

    @property
    def archive_log(self) -> Path:
        """What was archived and what was purged from transit; lines are only added."""
        return self.root / "catatan" / "arsip.jsonl"

    @property
    def decisions_file(self) -> Path:
        """Decisions on deliveries; lines are only added."""
        return self.root / "keputusan" / "kiriman.jsonl"

    @property
    def worklists_dir(self) -> Path:
        """Worklists of the stewards: personal data, for this user alone."""
        return self.root / "tinjauan"

    @property
    def review_trail_file(self) -> Path:
        """Who looked at which question and answered it when; lines are only added."""
        return self.worklists_dir / "jejak.jsonl"

    @property
    def review_opinions_file(self) -> Path:
        """Answers to questions of the queues, second ones too; lines are only added."""
        return self.worklists_dir / "pendapat.jsonl"

    @property
    def review_answers_file(self) -> Path:
        """Answers about the review sample; lines are only added."""
        return self.worklists_dir / "penilaian.jsonl"

    @property
    def lists_dir(self) -> Path:
        """Answers to agencies' lists: personal data, for this user alone."""
        return self.root / "padanan"

    @property
    def lists_log(self) -> Path:
        """Which list was answered for whom from which release; lines are only added."""
        return self.root / "catatan" / "padanan.jsonl"

    @property
    def notices_dir(self) -> Path:
        """Notes to recipients of releases that were withdrawn or replaced."""
        return self.root / "pemberitahuan"

    @property
    def access_log(self) -> Path:
        """Who took what, in homes of before the audit log held it; only read any more."""
        return self.root / "catatan" / "akses.jsonl"

    @property
    def handover_template(self) -> Path:
        """The agency's own form of the hand-over record, where it wants another than ours."""
        return self.root / "templat" / "berita_acara_padanan.html.j2"

    def handover_form(self, name: str) -> Path:
        """The agency's own wording of a hand-over paper: ``bast_B``, …, ``nda``."""
        return self.root / "templat" / f"{name}.typ"

    @property
    def package_receipts_file(self) -> Path:
        """Signed receipts of packages with their signatures; lines are only added."""
        return self.root / "keputusan" / "tanda_terima_paket.jsonl"

    @property
    def release_acts_file(self) -> Path:
        """Which releases readers see and which are to be built anew; lines are only added."""
        return self.root / "keputusan" / "rilis.jsonl"

    @property
    def link_decisions_file(self) -> Path:
        """Stewards' decisions on records; lines are only added."""
        return self.root / "keputusan" / "penautan.jsonl"

    @property
    def evidence_dir(self) -> Path:
        """Evidence of such decisions, by hash."""
        return self.root / "keputusan" / "bukti"

    @property
    def corrections_file(self) -> Path:
        """Corrections of values, without the values; lines are only added."""
        return self.root / "keputusan" / "koreksi.jsonl"

    @property
    def correction_values_dir(self) -> Path:
        """The values of such corrections, by hash: personal data."""
        return self.root / "keputusan" / "isi"

    @property
    def requests_file(self) -> Path:
        """Requests of citizens and what became of them; lines are only added."""
        return self.root / "keputusan" / "permohonan.jsonl"

    @property
    def restrictions_file(self) -> Path:
        """Persons whose data are restricted; lines are only added."""
        return self.root / "keputusan" / "pembatasan.jsonl"

    @property
    def erasures_file(self) -> Path:
        """Erasures of persons, without the persons; lines are only added."""
        return self.root / "keputusan" / "penghapusan.jsonl"

    @property
    def incidents_file(self) -> Path:
        """Incidents, their notices and ends, without persons; lines are only added."""
        return self.root / "keputusan" / "insiden.jsonl"

    @property
    def grants_log(self) -> Path:
        """Steps of requests for access, and reports that came; lines are only added."""
        return self.root / "keputusan" / "izin.jsonl"

    @property
    def grants_dir(self) -> Path:
        """The requests themselves, by id and hash."""
        return self.root / "keputusan" / "izin"

    @property
    def packages_dir(self) -> Path:
        """Sealed packages that were handed over, by id."""
        return self.root / "paket"

    @property
    def packages_log(self) -> Path:
        """Which package was built, released or discarded; lines are only added."""
        return self.root / "keputusan" / "paket.jsonl"

    @property
    def package_rows_dir(self) -> Path:
        """Which rows each package held, as keyed hashes, by id."""
        return self.root / "paket_isi"

    @property
    def tables_dir(self) -> Path:
        """Published counts, by release and number: the ledger of what was ever told."""
        return self.root / "tabel_terbit"

    @property
    def audit_dir(self) -> Path:
        """The audit log and what its writers need, for this user alone."""
        return self.root / "audit"

    @property
    def audit_log(self) -> Path:
        """Who did what with which data, in a chain of hashes; lines are only added."""
        return self.audit_dir / "jejak.jsonl"

    @property
    def rotation_dir(self) -> Path:
        """A change of the key that is at work: what was written under the new one."""
        return self.root / "rotasi"

    @property
    def rotation_journal(self) -> Path:
        """How far that change has come; there only while it is."""
        return self.rotation_dir / "jurnal.json"

    @property
    def keys_log(self) -> Path:
        """When the key was changed, without keys; lines are only added."""
        return self.root / "catatan" / "kunci.jsonl"

    @property
    def receipts_dir(self) -> Path:
        return self.root / "tanda_terima"

    @property
    def models_dir(self) -> Path:
        """Models trained in this home; they win over the ones shipped with the package."""
        return self.root / "model"

    def evaluation_file(self, release: str) -> Path:
        """Result of the evaluation of one release against a truth."""
        return self.root / "evaluasi" / f"{release}.json"

    @property
    def dbt_target_dir(self) -> Path:
        return self.root / "dbt" / "target"

    @property
    def dbt_log_dir(self) -> Path:
        return self.root / "dbt" / "logs"

    @property
    def dagster_home(self) -> Path:
        return self.root / "dagster"

    @property
    def docs_file(self) -> Path:
        return self.root / "docs" / "index.html"
