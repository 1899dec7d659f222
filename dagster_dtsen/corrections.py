"""Corrections of values across the log, their contents and the working file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_dtsen import audits, correction_records
from dagster_dtsen.correction_records import deciding
from dagster_dtsen.days import day_of
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release.lock import run_lock
from dagster_dtsen.requests import anchor_of, request_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward import (
    acts,
    contents,
    correction_files,
    corrections,
    evidence,
    policy,
    requests,
    values,
)
from dagster_dtsen.steward.contents import Content
from dagster_dtsen.steward.corrections import BAD, MISSING, Correction
from dagster_dtsen.steward.values import Values
from dagster_dtsen.stewardship import Register, open_day, open_register


@dataclass(frozen=True)
class Wish:
    """What somebody asks for, before it is checked; ``isi``: variable → value, None for no value.

    ``individu``: a person whose record is to be the anchor, in place of ``record_key``; ``objek``:
    by default what the variables are variables of.
    """

    alasan: str
    oleh: str
    isi: Values = field(default_factory=dict)
    record_key: str | None = None
    individu: str | None = None
    objek: str | None = None
    asal: str = "petugas"
    bukti: Path | None = None
    kunci: bool = False
    tanggal: dt.date | None = None
    berlaku_sampai: dt.date | None = None
    permohonan: str | None = None


@dataclass(frozen=True)
class Entered:
    """A correction that stands in the log: ``baru`` now; ``mengubah``: it changes values;
    ``menunggu``: its record is not in the working file."""

    koreksi: Correction
    baru: bool
    mengubah: bool
    menunggu: bool = False


@dataclass(frozen=True)
class _Desk:
    """What entries are checked against; ``noted``: when they are entered, for the log; ``whole``:
    the file they come from is one act of the audit log, and they are none.
    """

    settings: Settings
    register: Register
    known: corrections.Corrections
    asked: Mapping[str, requests.Case]
    rules: policy.Policy
    words: values.Vocabulary
    held: Mapping[str, set[str]]
    noted: str | None
    whole: bool = False

    @classmethod
    def of(
        cls, settings: Settings, register: Register, noted: str | None, whole: bool = False
    ) -> _Desk:
        return cls(
            settings,
            register,
            corrections.book(settings),
            requests.cases(settings),
            policy.load(settings),
            correction_records.vocabulary(settings),
            correction_records.columns(register),
            noted,
            whole,
        )

    def enter(self, wish: Wish) -> Entered:
        objek = wish.objek or correction_records.subject_of(self.words, wish.isi)
        isi = values.read(self.words, objek, wish.isi)
        correction_records.check_regions(self.settings, isi)
        item = acts.draft(
            Correction,
            BAD,
            record_key=anchor_of(self.register, wish.record_key, wish.individu, BAD),
            objek=objek,
            variabel=tuple(isi),
            alasan=wish.alasan,
            oleh=wish.oleh,
            asal=wish.asal,
            tanggal=wish.tanggal or open_day(self.settings),
            berlaku_sampai=wish.berlaku_sampai,
            bukti=evidence.digest(wish.bukti) if wish.bukti else None,
            kunci=wish.kunci,
            permohonan=request_of(self.settings, self.asked, wish.permohonan, "perbaikan"),
        )
        corrections.check(self.known, item, self.settings.home)
        rule = self.rules.check(item.asal, item.bukti is not None, item.kunci, item.variabel)
        key = str(item.record_key)
        waits = not correction_records.is_known(self.register, key)
        if same := corrections.standing(self.settings, self.known, item, isi):
            return Entered(same, False, rule.mengubah, waits)
        said = correction_records.contradicted(self.register, self.held, key, objek, isi)
        with deciding(self.settings, self.whole, "rekaman", key, [], "koreksi"):
            sha256 = contents.keep(self.settings, Content(isi, said))
            item = item.model_copy(update={"isi": sha256})
            if wish.bukti:
                evidence.keep(self.settings, wish.bukti)
            self._write(item)
        return Entered(item, True, rule.mengubah, waits)

    def undo(self, identity: str, reason: str, by: str, day: dt.date | None) -> Entered:
        target = self.known.find(identity, MISSING, self.settings.home)
        item = acts.draft(
            Correction,
            BAD,
            alasan=reason,
            oleh=by,
            tanggal=day or max(open_day(self.settings), target.tanggal),
            membatalkan=target.id,
        )
        corrections.check(self.known, item, self.settings.home)
        fresh = item.id not in self.known.known
        if fresh:
            keys = [self.known.known[name].record_key for name in self.known.chain(target.id)]
            what, name = "batalkan koreksi", audits.beginning(target.id)
            with deciding(self.settings, self.whole, "koreksi", name, keys, what):
                self._write(item)
        return Entered(item, fresh, True)

    def _write(self, item: Correction) -> None:
        acts.append(self.settings.corrections_file, item, self.noted)
        self.known.add(item)


def correct(settings: Settings, wish: Wish, noted: str | None = None) -> Entered:
    """Enter one correction; ``noted``: when, for the log. What is refused leaves no trace.

    Raises DtsenError E-KOREKSI-SALAH, -VARIABEL, -NILAI, -BUKTI, E-PERMOHONAN-TIADA or -SALAH,
    E-BUKTI-TIADA, E-REKAMAN-TIADA (an ambiguous prefix), E-INDIVIDU-TIADA, E-RILIS-TIADA (no
    date), E-SEDANG-BERJALAN.
    """
    with run_lock(settings), open_register(settings) as register:
        return _Desk.of(settings, register, noted).enter(wish)


def undo(
    settings: Settings,
    identity: str,
    reason: str,
    by: str,
    day: dt.date | None = None,
    noted: str | None = None,
) -> Entered:
    """Undo the correction, or the undo, whose id begins so.

    ``day``: by default the first of the open quarter, or that of what is undone if later. Raises
    DtsenError E-KOREKSI-TIADA, E-KOREKSI-SALAH, E-RILIS-TIADA, E-SEDANG-BERJALAN.
    """
    with run_lock(settings), open_register(settings) as register:
        return _Desk.of(settings, register, noted).undo(identity, reason, by, day)


def correct_all(
    settings: Settings, file: Path, by: str, noted: str | None = None
) -> list[dict[str, Any]]:
    """Enter a file (:mod:`steward.correction_files`), every correction on its own.

    Gives its rows in their order with ``hasil`` (diterima, sudah ada, dilewati when not filled in,
    ditolak), ``kode``, ``pesan`` and ``id_koreksi``. Raises DtsenError E-KOREKSI-SALAH when the
    file is no such list.
    """
    told, new = [], 0
    with (
        run_lock(settings),
        open_register(settings) as register,
        audits.acting(settings, "putus", "daftar", "koreksi", tujuan="dari berkas") as outcome,
    ):
        desk = _Desk.of(settings, register, noted, whole=True)
        for rows in correction_files.read(file):
            if correction_files.unfilled(rows):
                skipped = {"hasil": "dilewati", "kode": "", "pesan": ""}
                told += [{"id_koreksi": "", **row, **skipped} for row in rows]
                continue
            try:
                entered = _of_file(desk, correction_files.values(rows), file, by)
            except DtsenError as error:
                result = {"hasil": "ditolak", "kode": error.kind.code, "pesan": error.message}
            else:
                new += entered.baru
                result = {
                    "hasil": "diterima" if entered.baru else "sudah ada",
                    "kode": "",
                    "pesan": "menunggu rekaman / waits for the record" if entered.menunggu else "",
                    "id_koreksi": entered.koreksi.id,
                }
            told += [{"id_koreksi": "", **row, **result} for row in rows]
        outcome.rows = new
    return told


def _of_file(desk: _Desk, told: dict[str, Any], file: Path, by: str) -> Entered:
    """One correction or undo of a file; evidence lies beside it."""
    oleh, day = told["oleh"] or by, day_of(told["tanggal"], BAD)
    if told["membatalkan"]:
        if told["isi"]:
            raise DtsenError(BAD, reason="membatalkan, variabel")
        return desk.undo(told["membatalkan"], told["alasan"], oleh, day)
    wish = Wish(
        alasan=told["alasan"],
        oleh=oleh,
        isi=told["isi"],
        record_key=told["record_key"] or None,
        individu=told["individu"] or None,
        objek=told["objek"],
        asal=told["asal"],
        bukti=file.parent / told["bukti"] if told["bukti"] else None,
        kunci=told["kunci"],
        tanggal=day,
        berlaku_sampai=day_of(told["berlaku_sampai"], BAD),
        permohonan=told["permohonan"] or None,
    )
    return desk.enter(wish)
