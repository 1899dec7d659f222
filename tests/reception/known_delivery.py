"""A hand-made landing folder of real providers whose findings are known row by row."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from dagster_dtsen.reception.registry import load_contracts

CONTRACTS = {item.penyedia: item for item in load_contracts()}
Row = dict[str, str | None]

# values that stand in the deliveries and must stand in no return package
NIKS = [f"317101{day:02d}0180{day + 10:04d}" for day in range(1, 9)]
CARD = "3171010101200001"
NAMES = ["SARI MELATI", "BUDI CEMARA", "WAYAN TANJUNG", "AGUS KENANGA", "DEWI CENDANA"]
STREET = "JALAN RAHASIA 77"
VALUES = [*NIKS, CARD, *NAMES, STREET, "12AB"]


def person(nik: str | None, name: str | None, **changes: str | None) -> Row:
    """A record of dukcapil without faults: another member of the family of ``PERSONS[0]``."""
    return {
        "nik": nik,
        "no_kk": CARD,
        "nama_lgkp": name,
        "tmpt_lhr": "JAKARTA",
        "tgl_lhr": f"1980-01-{nik[6:8] if nik and len(nik) == 16 else '01'}",
        "jenis_klmin": "LAKI-LAKI",
        "stat_kwn": "2",
        "stat_hbkel": "9",
        "alamat": STREET,
        "no_rt": "001",
        "no_rw": "002",
        "kode_desa": "3171011001",
        "status": "AKTIF",
        "tgl_status": None,
    } | changes


PERSONS = [
    person(NIKS[0], NAMES[0], stat_hbkel="1"),
    person(NIKS[0], NAMES[0], stat_hbkel="1"),  # 2: double of 1
    person(NIKS[1], NAMES[1]),
    person(NIKS[1], NAMES[2]),  # 3, 4: one key, two contents
    person(None, NAMES[3]),  # 5: no key
    person(NIKS[2], "  "),  # 6: no name
    person("12AB", NAMES[4]),  # 7: malformed NIK, the record stays
    person(NIKS[3], NAMES[3], no_kk="123"),  # 8: malformed card number, the record stays
    person(NIKS[4], NAMES[4], tgl_lhr="1980-13-40"),  # 9: impossible birth date
]
# record number → codes, as the rules of kode_alasan.csv say
DUKCAPIL_FINDINGS = {
    2: {"BARIS_KEMBAR"},
    3: {"KUNCI_BENTROK"},
    4: {"KUNCI_BENTROK"},
    5: {"KUNCI_KOSONG"},  # the NIK is the key: one fault, one code
    6: {"NAMA_KOSONG"},
    7: {"NIK_BENTUK"},
    8: {"NO_KK_BENTUK"},
    9: {"TANGGAL_LAHIR_MUSTAHIL"},
}
DUKCAPIL_BALANCE = {"dibaca": 9, "diterima": 4, "dikembalikan": 5}

MEMBER = f'F1;A1;{NIKS[5]};{CARD};"René {NAMES[0]}";JAKARTA;06/01/1980;L;1;"{STREET}"'
DTKS_LINES = [
    f"{MEMBER};001;002;3171011001;1;0;1",
    f"F1;A2;{NIKS[6]};{CARD};{NAMES[1]}",  # broken: too few columns
    f"F2;A3;{NIKS[7]};{CARD};{NAMES[2]};JAKARTA;08/01/1980;X;1;JL;1;2;3171011001;0;0;0",  # sex X
]
# sent before and corrected by the lines above: A1 has a fault it lost, A2 was whole, A4 is gone
DTKS_FIRST_LINES = [
    f"F1;A1;{NIKS[5]};{CARD};{NAMES[0]};JAKARTA;06/01/1980;X;1;JL;001;002;3171011001;1;0;1",
    f"F1;A2;{NIKS[6]};{CARD};{NAMES[1]};JAKARTA;07/01/1980;L;7;JL;001;002;3171011001;1;0;1",
    DTKS_LINES[2],
    f"F2;A4;{NIKS[2]};{CARD};{NAMES[3]};JAKARTA;03/01/1980;L;7;JL;001;002;3171011001;1;0;1",
]
# reason, outcome → (record of the correction, record corrected); a broken line by its line
DTKS_DIFFERENCE = {
    ("JENIS_KELAMIN_KODE", "beres", "1", "1"),
    ("JENIS_KELAMIN_KODE", "belum beres", "3", "3"),
    ("BARIS_RUSAK", "baru", "3", ""),
    ("", "hilang", "", "2"),
    ("", "hilang", "", "4"),
}
DTKS_BALANCE = {"dibaca": 3, "diterima": 2, "dikembalikan": 1}

CUSTOMER_LINES = [
    f"520000000001|{NAMES[0]}|{NIKS[0]}|{STREET}|3171011001|450|R1S",
    f"520000000002| |{NIKS[1]}|{STREET}|3171011001|900|R1M",  # 2: no holder, goes back
    f"520000000003|{NAMES[2]}||{STREET}|3171011001|451|R1",  # 3: no NIK, power nobody sells
    f"520000000004|{NAMES[3]}|12AB|{STREET}|9999999999|1300|R1",  # 4: NIK and village
]
PLN_FINDINGS = {
    2: {"NAMA_KOSONG"},
    3: {"NIK_KOSONG", "DAYA_KODE"},
    4: {"NIK_BENTUK", "WILAYAH_TAK_DIKENAL"},
}
PLN_BALANCE = {"dibaca": 4, "diterima": 3, "dikembalikan": 1}


def _membership(number: int, nik: object, segment: str) -> str:
    row = {
        "no_peserta": f"{number:013d}",
        "nik": nik,
        "nama": NAMES[0],
        "tgl_lahir": "1980-01-06",
        "segmen": segment,
        "kode_desa": "3171011001",
    }
    return json.dumps(row)


MEMBERSHIPS = [
    _membership(1, NIKS[5], "PBI JK"),
    _membership(2, int(NIKS[6]), "PPU"),  # broken: a number
    _membership(3, None, "VIP"),  # 3: no NIK, a segment that is none
]
BPJS_FINDINGS = {3: {"NIK_KOSONG", "SEGMEN_KODE"}}
BPJS_BALANCE = {"dibaca": 3, "diterima": 2, "dikembalikan": 1}


def lay(landing: Path) -> None:
    """Four providers of 2026T1, one with a correction, and kemendagri, refused whole."""
    columns = CONTRACTS["dukcapil"].dataset[0].kolom
    table = pa.table(
        {name: pa.array([row[name] for row in PERSONS], pa.string()) for name in columns}
    )
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    content = sink.getvalue().to_pybytes()
    _deliver(landing, "dukcapil", "penduduk.parquet", content, len(PERSONS))
    header = ";".join(CONTRACTS["dtks"].dataset[0].kolom)
    text = "".join(f"{line}\r\n" for line in (header, *DTKS_LINES)).encode("cp1252")
    _deliver(landing, "dtks", "anggota.csv", text, len(DTKS_LINES))
    text = "".join(f"{line}\r\n" for line in (header, *DTKS_FIRST_LINES)).encode("cp1252")
    _deliver(landing, "dtks", "anggota.csv", text, len(DTKS_FIRST_LINES), day=5)
    header = "|".join(CONTRACTS["pln"].dataset[0].kolom)
    text = "".join(f"{line}\n" for line in (header, *CUSTOMER_LINES)).encode()
    packed = gzip.compress(text, mtime=0)
    _deliver(landing, "pln", "pelanggan.csv.gz", packed, len(CUSTOMER_LINES))
    lines = "".join(f"{line}\n" for line in MEMBERSHIPS).encode()
    _deliver(landing, "bpjs_kesehatan", "peserta.jsonl", lines, len(MEMBERSHIPS))
    _deliver(landing, "kemendagri", "perubahan_wilayah.csv", b"kode_lama\n1\n", 1)


def _deliver(
    landing: Path, provider: str, name: str, content: bytes, records: int, day: int = 10
) -> None:
    contract = CONTRACTS[provider]
    dataset = contract.dataset[0]
    folder = landing / provider / ("2026T1" if day == 10 else f"2026T1-{day}")
    folder.mkdir(parents=True)
    (folder / name).write_bytes(content)
    note: dict[str, Any] = {
        "penyedia": provider,
        "jenis": contract.jenis,
        "sumber": contract.sumber,
        "periode": "2026T1",
        "tanggal_acuan": dt.date(2026, 1, 31),
        "tanggal_kirim": dt.date(2026, 2, day),
        "jatuh_tempo": dt.date(2026, 2, 15),
        "perjanjian": contract.perjanjian[0].nomor,
        "berkas": [
            {
                "nama": name,
                "dataset": dataset.nama,
                "sha256": hashlib.sha256(content).hexdigest(),
                "jumlah_rekaman": records,
                "variabel": dataset.kolom,
            }
        ],
    }
    (folder / "pengantar.yml").write_text(yaml.safe_dump(note))
