"""Errors of the stewards' work: records and persons asked for, decisions, the review page."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

DESK = (
    ErrorKind(
        "E-REKAMAN-TIADA",
        50,
        "Kunci {name} tidak menunjuk satu rekaman yang berlaku: {reason}",
        "Key {name} does not point at one record in force: {reason}",
    ),
    ErrorKind(
        "E-INDIVIDU-TIADA",
        51,
        "Tidak ada individu dengan id itu di {home}, juga tidak dalam rilis yang terbit",
        "There is no person of that id in {home}, nor in a published release",
    ),
    ErrorKind(
        "E-KELUARGA-TIADA",
        52,
        "Tidak ada keluarga dengan id itu di {home}, juga tidak dalam rilis yang terbit",
        "There is no family of that id in {home}, nor in a published release",
    ),
    ErrorKind(
        "E-KEPUTUSAN-BERTENTANGAN",
        55,
        "Keputusan tidak dicatat: bertentangan dengan {decisions}; batalkan dalam entri yang "
        "sama (--ganti) bila keliru",
        "The decision was not recorded: it contradicts {decisions}; undo them in the same "
        "entry (--ganti) if they are wrong",
    ),
    ErrorKind(
        "E-KEPUTUSAN-TIADA",
        56,
        "Tidak ada keputusan {decision} di {home}",
        "There is no decision {decision} in {home}",
    ),
    ErrorKind(
        "E-BUKTI-PERLU",
        57,
        "Keputusan tidak dicatat: menyatukan {count} NIK sah, perlu berkas bukti (--bukti)",
        "The decision was not recorded: it joins {count} valid NIKs, which needs an evidence "
        "file (--bukti)",
    ),
    ErrorKind(
        "E-BUKTI-TIADA",
        58,
        "Berkas bukti tidak terbaca, kosong, terlalu besar, atau rusak: {place}",
        "The evidence file cannot be read, is empty, too large or damaged: {place}",
    ),
    ErrorKind(
        "E-BERKAS-ADA",
        59,
        "Berkas {path} sudah ada dan mungkin sudah diisi; pakailah nama lain atau hapus dulu",
        "The file {path} exists and may be filled in; take another name or delete it first",
    ),
    ErrorKind(
        "E-ALAMAT-TERBUKA",
        61,
        "Halaman tinjauan hanya melayani komputer ini (127.0.0.1), bukan {host}",
        "The review page serves this computer alone (127.0.0.1), not {host}",
    ),
    ErrorKind(
        "E-PORT-TERPAKAI",
        62,
        "Port {port} tidak dapat dipakai; pilih yang lain, atau biarkan tanpa --port",
        "Port {port} cannot be used; choose another one, or leave --port out",
    ),
)
