"""Small sealed releases whose people a test knows; grants and certificates to go with them."""

from __future__ import annotations

import copy
import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dagster_dtsen import grants, warehouse
from dagster_dtsen.envelope import certificates
from dagster_dtsen.release import publish
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing import register
from dagster_dtsen.sharing.register import ACTIVE, Actor
from dagster_dtsen.twin import certificates as made_up
from tests.release.lay_release import lay
from tests.sharing.grant_requests import PKH, example
from tests.sharing.grant_requests import lay as lay_request

FIRST, SECOND = "2026T1", "2026T2"
AGENCY, OFFICIALS = "penerbit", ("satu", "dua")
COLUMNS = {
    "dim_individu": "id_individu, id_keluarga, nik, nama, tanggal_lahir, jenis_kelamin, "
    "status_hubungan_keluarga",
    "dim_keluarga": "id_keluarga, id_individu_kepala, no_kk, alamat, kode_provinsi_kemendagri, "
    "kode_kabupaten_kota_kemendagri, kode_kecamatan_kemendagri, kode_desa_kemendagri, "
    "jumlah_anggota_keluarga, jenis_lantai_terluas",
    "bridge_anggota_keluarga": "id_keluarga, id_individu, kepala_keluarga",
    "fct_peringkat_kesejahteraan": "id_keluarga, peringkat_nasional, desil_nasional",
    "rpt_jawaban_balikan": "id_rilis, _delivery, _file, _row_number, berkas, "
    "penerima_data, jawaban",
    "individu": "id_individu, nik, tanggal_lahir, jenis_kelamin, sedang_hamil, "
    "partisipasi_sekolah, mengurus_diri, penerima_pkh, status_butir",
    "keluarga": "id_keluarga, kode_provinsi_kemendagri, kode_kabupaten_kota_kemendagri, "
    "kode_kecamatan_kemendagri, jumlah_anggota_keluarga, status_butir",
    "anggota_keluarga": "id_individu, id_keluarga",
    "asal_individu": "id_individu, jumlah_rekaman, tautan_ragu",
    "rekaman": "record_key, id_individu, penyedia, tanggal_acuan",
    "peta_individu": "record_key, rekaman_id, id_individu, aktif",
    "tautan_pasangan": "rekaman_id_l, rekaman_id_r, bukti",
    "tautan_ambang": "rilis, bobot_prior",
    "rpt_mutu_tinjauan": "ukuran, stratum, rilis_sampel, nilai, bawah, atas, dinilai, cukup",
    "rpt_penerimaan": "_delivery, dataset, jumlah_dibaca",
    "peristiwa_individu": "peristiwa, id_individu, id_individu_lain, sebab",
    "peristiwa_keluarga": "peristiwa, id_keluarga, id_keluarga_lain, sebab",
    "agg_sel": "tingkat_wilayah, kode_wilayah, kelompok, nilai_kelompok, ukuran, kategori, satuan, "
    "jumlah, keluarga, total, terbesar_1, terbesar_2",
}
TYPES = {
    **dict.fromkeys(("jumlah_anggota_keluarga", "desil_nasional"), "smallint"),
    **dict.fromkeys(("peringkat_nasional",), "integer"),
    **dict.fromkeys(("tanggal_lahir", "tanggal_acuan"), "date"),
    **dict.fromkeys(("kepala_keluarga", "tautan_ragu", "aktif", "cukup"), "boolean"),
    **dict.fromkeys(
        ("jumlah_rekaman", "rekaman_id", "rekaman_id_l", "rekaman_id_r", "_row_number", "_file",
         "jumlah_dibaca", "dinilai", "jumlah", "keluarga"),
        "bigint",
    ),
    **dict.fromkeys(("total", "terbesar_1", "terbesar_2"), "decimal(20, 2)"),
    **dict.fromkeys(("bukti", "bobot_prior", "nilai", "bawah", "atas"), "decimal(9, 4)"),
}  # fmt: skip


@dataclass
class Family:
    """A family by the numbers of its members; ``lahir`` is the first one's birth date."""

    kode: str = "3201012001"
    desil: int | None = 1
    anggota: list[int] = field(default_factory=list)
    alamat: str = "JALAN MAWAR 1"
    lahir: str = "1990-06-01"


Register = dict[int, Family]


def many(families: int = 24) -> Register:
    """Families over four kabupaten of two provinces, all deciles, one to three members."""
    towns = ("3201012001", "3202012001", "3301012001", "3201022003")
    found: Register = {}
    person = 0
    for number in range(1, families + 1):
        size = number % 3 + 1
        members = list(range(person + 1, person + size + 1))
        person += size
        year = 1940 if number % 5 == 0 else 1990
        found[number] = Family(
            towns[number % 4], number % 10 + 1, members, f"JALAN MAWAR {number}", f"{year}-06-01"
        )
    return found


def later(before: Register) -> Register:
    """A quarter on: one family gone, one new, one moved, one renamed, a member moved over."""
    found = copy.deepcopy(before)
    del found[4]
    found[900] = Family("3201012001", 1, [900, 901], "JALAN BARU 9")
    found[8].kode = "3302012001"
    found[9].alamat = "JALAN MELATI 2"
    found[3].anggota.append(found[11].anggota.pop())
    found[5].desil = 10
    return found


def nik(number: int) -> str:
    return f"320101410190{number:04d}"


def card(number: int) -> str:
    return f"320101010120{number:04d}"


def person_id(number: int) -> str:
    return f"I{number:04d}"


def family_id(number: int) -> str:
    return f"K{number:04d}"


def publish_release(
    settings: Settings, name: str, people: Register, base: str | None = None, **more: Any
) -> None:
    """Seal a release with these families; ``more``: rows of further tables."""
    rows: dict[str, list[list[Any]]] = {table: [] for table in COLUMNS}
    for number, own in people.items():
        key, code = family_id(number), own.kode
        rows["dim_keluarga"].append(
            [key, person_id(own.anggota[0]), card(number), own.alamat, code[:2], code[:4],
             code[:6], code, len(own.anggota), "3"]
        )  # fmt: skip
        rows["keluarga"].append([key, code[:2], code[:4], code[:6], len(own.anggota), None])
        rank = None if own.desil is None else own.desil * 1000 + number
        rows["fct_peringkat_kesejahteraan"].append([key, rank, own.desil])
        for at, member in enumerate(own.anggota):
            who, born = person_id(member), own.lahir if at == 0 else "1995-03-02"
            relation = "1" if at == 0 else "3"
            rows["dim_individu"].append(
                [who, key, nik(member), f"ORANG {member}", born, "1", relation]
            )
            rows["individu"].append([who, nik(member), born, "1", *[None] * 5])
            rows["bridge_anggota_keluarga"].append([key, who, at == 0])
            rows["anggota_keluarga"].append([who, key])
            rows["asal_individu"].append([who, 2 if member % 2 else 1, member == 1])
            rows["rekaman"].append([f"r{member}a", who, "dukcapil", "2026-01-30"])
            rows["peta_individu"].append([f"r{member}a", member * 10, who, True])
            if member % 2:
                rows["rekaman"].append([f"r{member}b", who, "dtks", "2022-01-30"])
                rows["peta_individu"].append([f"r{member}b", member * 10 + 1, who, True])
                rows["tautan_pasangan"].append([member * 10, member * 10 + 1, "13.0"])
    rows["tautan_ambang"].append([name, "-10.0"])
    for table, given in more.items():
        rows[table] = given
    lay(settings, name, rows, ["d-1"], base, COLUMNS, TYPES)
    if not (settings.root / publish.PUBLISHED_FILE).exists():
        with warehouse.connect(settings, database=settings.root / publish.PUBLISHED_FILE):
            pass


@dataclass(frozen=True)
class World:
    """A home with certificates, and the moment at which everything happens."""

    settings: Settings
    folder: Path
    moment: dt.datetime

    @property
    def day(self) -> dt.date:
        return self.moment.date()

    @property
    def trust(self) -> Path:
        return self.folder / "percaya"

    @property
    def officials(self) -> Path:
        return self.folder / "pejabat"

    def certificate(self, name: str) -> Path:
        return self.folder / "kunci" / f"{name}.pem"

    def key(self, name: str) -> Path:
        return self.folder / "kunci" / f"{name}.key"


def world(
    home: Path, folder: Path, moment: dt.datetime, recipients: tuple[str, ...], **more: Any
) -> World:
    """A home whose agency, officials and recipients have made-up certificates."""
    keys = folder / "kunci"
    made_up.lay(keys, (AGENCY, *OFFICIALS), recipients, moment)
    made_up.trust(keys, folder / "pejabat", OFFICIALS)
    settings = Settings(
        home=home,
        agency_cert=keys / f"{AGENCY}.pem",
        agency_key=keys / f"{AGENCY}.key",
        agency_trust=made_up.trust(keys, folder / "percaya", [AGENCY]),
        **more,
    )
    return World(settings, folder, moment)


def grant(place: World, name: str, whose: str, **changes: Any) -> str:
    """An active grant made of an example; its steps are taken without a look at what they need."""
    sealed_for = certificates.load(place.certificate(whose))
    content = example(name) | {
        "sertifikat": certificates.fingerprint(sealed_for),
        "masa": {"dari": place.day, "sampai": place.day + dt.timedelta(days=300)},
    }
    content = {key: value for key, value in (content | changes).items() if value is not None}
    path = lay_request(place.folder / f"{content['izin']}.yml", content)
    criteria = PKH if content.get("kriteria") else None
    held = grants.enter(place.settings, path, place.moment, criteria)
    register.take(place.settings, held, ACTIVE, Actor("uji"), place.moment, "")
    return held.id
