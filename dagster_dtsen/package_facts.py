"""What is said of a package: in its manifest, and in the log of packages."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.envelope import manifest
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.package_filling import Filling
from dagster_dtsen.package_sources import Wanted
from dagster_dtsen.parcels import change, ledger
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.pseudonym import Pseudonyms
from dagster_dtsen.release import as_of
from dagster_dtsen.sharing import papers
from dagster_dtsen.sharing.register import Grant
from dagster_dtsen.sharing.rules import Rules


def about(
    grant: Grant,
    rules: Rules,
    filling: Filling,
    place: tuple[int, str, str | None],
    wanted: Wanted,
    base: Package | None,
) -> manifest.About:
    """What the manifest says; ``place``: number, id, and id of the recipient's package before."""
    facts = {
        **granted(grant, rules, filling.found),
        "bentuk": wanted.form,
        "daftar": wanted.listed,
        "isi": ledger.WHOLE if base is None else ledger.DIFFERENCE,
        "dasar_selisih": None if base is None else base.id,
        "mikro": filling.micro.facts if filling.micro else None,
        "variabel": {table.entity: list(table.columns) for table in filling.tables},
        "baris": sent(filling),
        "baris_penuh": {table.entity: table.rows for table in filling.tables},
        "perubahan": None
        if filling.changes is None
        else {item.table.entity: dict(item.counts) for item in filling.changes},
    }
    return framed(grant, rules, filling.found, place, facts)


def granted(grant: Grant, rules: Rules, found: as_of.Release) -> dict[str, Any]:
    """What every package says of its grant and release."""
    asked, stored = grant.asked, found.stored
    level = rules.tingkat[asked.level]
    return {
        "kegiatan": asked.kegiatan,
        "lampiran": rules.lampiran[asked.kegiatan],
        "peran": asked.peran,
        "tujuan": asked.tujuan,
        "program": asked.program,
        "kelas_data": level.kelas_data,
        "wilayah": asked.wilayah if isinstance(asked.wilayah, str) else list(asked.codes),
        "sistem_wilayah": None if isinstance(asked.wilayah, str) else asked.wilayah.sistem,
        "kriteria": grant.kriteria,
        "permohonan": grant.sidik,
        "tanggal_rilis": str(stored.manifest["tanggal_rilis"]),
        "sidik_rilis": stored.manifest["sidik"]["rilis"],
    }


def framed(
    grant: Grant,
    rules: Rules,
    found: as_of.Release,
    place: tuple[int, str, str | None],
    facts: dict[str, Any],
) -> manifest.About:
    """The manifest's frame around ``facts``; ``place`` as in :func:`about`."""
    number, name, before = place
    asked = grant.asked
    return manifest.About(
        name,
        number,
        before,
        asked.pemohon.nama,
        grant.id,
        found.stored.name,
        asked.level,
        asked.lisensi,
        rules.boleh_meneruskan[asked.kegiatan],
        papers.until(asked, rules).isoformat(),
        facts,
    )


def sent(filling: Filling) -> dict[str, int]:
    """Rows of the parts, by entity; of a difference those that changed, and id events."""
    if filling.changes is None:
        return {table.entity: table.rows for table in filling.tables}
    rows = {item.table.entity: item.rows for item in filling.changes}
    return rows | {change.EVENTS: filling.events}


def counted(grant: Grant, made: manifest.Manifest) -> int:
    """Rows of all parts, which must be those that were said. Raises DtsenError E-KIRIM."""
    found: dict[str, int] = {}
    for entry in made.berkas:
        if entry.jenis == "tabel" and entry.baris is not None:
            entity = entry.nama.split("-")[0].removesuffix("_selisih")
            found[entity] = found.get(entity, 0) + entry.baris
    if found != made.about.fakta["baris"]:
        reason = "jumlah baris bagian bukan yang disebut / rows of the parts are not those told"
        raise DtsenError("E-KIRIM", paket=grant.id, reason=reason)
    return sum(found.values())


def line(grant: Grant, made: manifest.Manifest, keys: Pseudonyms | None) -> dict[str, Any]:
    """The line of the log of packages; who and when is added by whoever writes it.

    ``keys``: of the pseudonyms in it, None where it holds no rows of people.
    """
    said = made.about
    exception = said.fakta.get(manifest.EXCEPTION)
    return {
        **({manifest.EXCEPTION: exception} if exception else {}),
        "jenis": ledger.BUILT,
        "paket": said.id_paket,
        "nomor": said.nomor,
        "izin": grant.id,
        "lembaga": grant.asked.pemohon.lembaga,
        "permohonan": grant.sidik,
        "rilis": said.rilis,
        "tingkat": said.tingkat,
        "isi": said.fakta["isi"],
        "dasar": said.fakta["dasar_selisih"],
        "daftar": said.fakta["daftar"],
        "baris": said.fakta["baris"],
        "manifes": made.print,
        "versi_samaran": keys.version if keys else None,
        "samaran": keys.print if keys else None,
        "tujuan": grant.asked.tujuan,
    }
