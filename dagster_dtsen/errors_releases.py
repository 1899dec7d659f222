"""Errors of looking at stored releases: which one, which table, which day."""

from __future__ import annotations

from dagster_dtsen.error_kind import ErrorKind

RELEASES = (
    ErrorKind(
        "E-VERSI-TIADA",
        34,
        "Rilis {release} tidak tersimpan di {home}; yang ada: {held}",
        "Release {release} is not stored in {home}; there are: {held}",
    ),
    ErrorKind(
        "E-RILIS-DITARIK",
        54,
        "Rilis {release} ditarik: sebut versinya dengan nama lengkap (dtsen releases), bangun "
        "ulang (dtsen rebuild {release}) atau pulihkan (dtsen rollback VERSI)",
        "Release {release} is withdrawn: name a version in full (dtsen releases), build it anew "
        "(dtsen rebuild {release}) or bring one back (dtsen rollback VERSION)",
    ),
    ErrorKind(
        "E-GUDANG-LAIN",
        32,
        "Gudang dibuka untuk rilis {held}, bukan {release}; mulai dari tahap open_release atau "
        "jalankan dtsen run",
        "The working file was opened for release {held}, not {release}; start at the step "
        "open_release, or use dtsen run",
    ),
    ErrorKind(
        "E-SEGEL-BENTUK",
        89,
        "Sidik berbentuk {form} belum dikenal oleh versi ini (dikenal: {known}); pakai versi yang "
        "menyegel rilis itu atau yang lebih baru",
        "This version does not know fingerprints of form {form} (it knows: {known}); use the one "
        "that sealed the release, or a newer one",
    ),
    ErrorKind(
        "E-TABEL-TIADA",
        35,
        "Rilis {release} tidak memuat tabel {table}",
        "Release {release} holds no table {table}",
    ),
    ErrorKind(
        "E-WAKTU-TIADA",
        36,
        "Tabel {table} dalam rilis {release} tidak dapat menjawab keadaan per {date}: ia tidak "
        "memuat masa berlaku (berlaku_dari dan berlaku_sampai), atau harinya sesudah rilis itu",
        "Table {table} of release {release} cannot tell how things were on {date}: it has no "
        "validity (berlaku_dari and berlaku_sampai), or the day is after that release",
    ),
    ErrorKind(
        "E-SELISIH-TIMPANG",
        37,
        "Selisih {first} dan {second} tidak seimbang: {parts}",
        "The difference of {first} and {second} does not balance: {parts}",
    ),
    ErrorKind(
        "E-RIWAYAT-BEDA",
        53,
        "Riwayat di gudang tidak sama dengan rilis tersegel: {tables}. Buat ulang dengan "
        "dtsen history rebuild",
        "The history in the working file is not what the sealed releases say: {tables}. Make it "
        "anew with dtsen history rebuild",
    ),
    ErrorKind(
        "E-KUNCI-TANDA",
        63,
        "Kunci tanda tangan {path} tidak dapat dipakai: {reason}",
        "The signing key {path} cannot be used: {reason}",
    ),
    ErrorKind(
        "E-TANDA-TIADA",
        80,
        "Rilis {release} tidak ditandatangani",
        "Release {release} is not signed",
    ),
    ErrorKind(
        "E-TANDA-LAIN",
        81,
        "Rilis {release} ditandatangani dengan kunci lain ({key}), bukan {wanted}",
        "Release {release} is signed by another key ({key}), not by {wanted}",
    ),
    ErrorKind(
        "E-TANDA-SALAH",
        82,
        "Tanda tangan rilis {release} tidak cocok dengan manifesnya",
        "The signature of release {release} does not match its manifest",
    ),
    ErrorKind(
        "E-KUNCI-BARU",
        83,
        "Kunci tidak diganti: {reason}",
        "The key was not changed: {reason}",
    ),
    ErrorKind(
        "E-ROTASI-BERKAS",
        84,
        "Kunci tidak diganti; tidak terbuka dengan kunci lama atau rusak: {parts}",
        "The key was not changed; not opened by the old key, or damaged: {parts}",
    ),
)
