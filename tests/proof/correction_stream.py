"""A seeded stream of corrections and undos, and a register that says something new."""

from __future__ import annotations

import datetime as dt
import hashlib
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from dagster_dtsen import corrections, restrictions
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import Settings
from dagster_dtsen.twin.notes import write_parquet
from tests.proof.correction_oracle import DESA, STATUS, Act, Judged
from tests.proof.correction_view import Row, Tables, codes

PER_RELEASE = 26  # corrections of values entered before each release but the first
EVIDENCED = ("tanggal_lahir", STATUS)
OF_PERSONS = (
    "nama", "nama", "tanggal_lahir", "tanggal_lahir", DESA, DESA, "rt", "rt", "alamat", "alamat",
    "tempat_lahir", "status_kawin", "pbi_nas", "ijazah_tertinggi_yang_dimiliki", "status_bekerja",
    "penyakit_kronis", STATUS,
)  # fmt: skip
OF_FAMILIES = (
    "luas_lantai", "luas_lantai", "jenis_atap_terluas", "jenis_lantai_terluas", "daya_terpasang",
    "sumber_air_minum_utama",
)  # fmt: skip
MAY_BE_EMPTY = {
    "rt", "alamat", "tempat_lahir", "pbi_nas", "ijazah_tertinggi_yang_dimiliki", "status_bekerja",
    "penyakit_kronis", *OF_FAMILIES,
}  # fmt: skip
COLUMNS = {
    "nama": "nama_lgkp", "tanggal_lahir": "tgl_lhr", "rt": "no_rt", "alamat": "alamat",
    "tempat_lahir": "tmpt_lhr",
}  # fmt: skip

Wish = dict[str, Any]


@dataclass
class Entered:
    """What stands in the logs of the corrected home."""

    values: list[Act] = field(default_factory=list)
    shut: list[Act] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    retold: int = 0


def wishes(draw: random.Random, given: Tables, entered: Entered, opened: dt.date) -> list[Wish]:
    """What is asked for in one quarter that begins with ``opened``."""
    found: list[Wish] = []
    people, homes = given["individu"], given["keluarga"]
    for _ in range(PER_RELEASE):
        family = draw.random() < 0.3
        variable = draw.choice(OF_FAMILIES if family else OF_PERSONS)
        row = draw.choice(homes if family else people)
        found.append(_wish(draw, row, variable, family, people, opened))
        if draw.random() < 0.15:
            # another says otherwise about the same value
            found.append(_wish(draw, row, variable, family, people, opened))
    if not entered.values:
        # open ones everywhere, for one kabupaten gets new codes in the next quarter
        for row in {str(row[DESA])[:4]: row for row in people if row[DESA]}.values():
            desa = _wish(draw, row, DESA, False, people, opened)
            found.append(desa | {"asal": "petugas", "kunci": False, "sampai": None})
    for log, kind in ((entered.values, "batal"), (entered.shut, "buka")):
        known = [act for act in log if act.membatalkan is None]
        done = {act.membatalkan for act in log}
        live = [act for act in known if act.id not in done]
        for act in draw.sample(live, min(len(live), 3 if kind == "batal" else 1)):
            found.append({"kind": kind, "target": act.id})
        undone = [act for act in log if act.membatalkan and act.id not in done]
        if undone and draw.random() < 0.7:
            found.append({"kind": kind, "target": draw.choice(undone).id})
    shut = [draw.choice(people)["id_individu"] for _ in range(2)]
    return found + [{"kind": "batas", "individu": who} for who in shut]


def _wish(
    draw: random.Random,
    row: Row,
    variable: str,
    family: bool,
    people: list[Row],
    opened: dt.date,
) -> Wish:
    citizen = draw.random() < 0.3
    proven = draw.random() < (0.7 if citizen else 0.5) or (variable in EVIDENCED and not citizen)
    day = opened + dt.timedelta(days=draw.choice((0, 0, 0, 10, 60)))
    until = day + dt.timedelta(days=draw.randint(60, 250)) if draw.random() < 0.15 else None
    return {
        "kind": "nilai",
        "individu": row["id_individu_kepala"] if family else row["id_individu"],
        "isi": {variable: _value(draw, row, variable, people)},
        "objek": "keluarga" if family else "individu",
        "asal": "warga" if citizen else "petugas",
        "bukti": proven,
        "kunci": draw.random() < 0.4 and (proven or not citizen),
        "tanggal": day.isoformat(),
        "sampai": until.isoformat() if until else None,
    }


def _value(draw: random.Random, row: Row, variable: str, people: list[Row]) -> str | None:
    if variable in MAY_BE_EMPTY and draw.random() < 0.15:
        return None
    number = draw.randint(200, 900)
    born = int(str(row.get("tanggal_lahir") or "1980")[:4]) - draw.choice((0, 2))
    places = [r[DESA] for r in people if r[DESA] and r[DESA] != row[DESA]]
    made = {
        STATUS: draw.choice(("aktif", "meninggal")),
        # with a word more it is still the register's name; the other one is somebody else's
        "nama": draw.choice((f"{row.get('nama')} PUTRA", "ZULKHAIRI QOMARUDDIN")),
        "tanggal_lahir": f"{born}-03-17",
        DESA: draw.choice(places),
        "rt": f"{number % 50 + 50:03d}",
        "alamat": f"KOREKSI {number}",
        "tempat_lahir": f"KOREKSI {number}",
        "luas_lantai": str(number),
    }
    if variable not in made:
        return draw.choice([code for code in codes(variable) if code != row[variable]])
    return made[variable]


def enter(settings: Settings, asked: list[Wish]) -> list[dict[str, Any]]:
    """Enter wishes as the command does: id and record of each, or the code of its refusal."""
    told: list[dict[str, Any]] = []
    evidence = settings.root / "bukti.txt"
    evidence.write_text("berita acara")
    for wish in asked:
        try:
            told.append(_enter(settings, wish, evidence))
        except DtsenError as error:
            told.append({"kode": error.kind.code})
    return told


def _enter(settings: Settings, wish: Wish, evidence: Path) -> dict[str, Any]:
    item: Any
    if wish["kind"] == "batal":
        item = corrections.undo(settings, wish["target"], "uji", "petugas").koreksi
    elif wish["kind"] == "buka":
        item = restrictions.undo(settings, wish["target"], "uji", "petugas")[0]
    elif wish["kind"] == "batas":
        item = restrictions.restrict(settings, "uji", "petugas", individu=wish["individu"])[0]
    else:
        asked = corrections.Wish(
            alasan="uji",
            oleh="petugas",
            isi=wish["isi"],
            individu=wish["individu"],
            objek=wish["objek"],
            asal=wish["asal"],
            bukti=evidence if wish["bukti"] else None,
            kunci=wish["kunci"],
            tanggal=dt.date.fromisoformat(wish["tanggal"]),
            berlaku_sampai=dt.date.fromisoformat(wish["sampai"]) if wish["sampai"] else None,
        )
        item = corrections.correct(settings, asked).koreksi
    return {"id": item.id, "rekaman": item.record_key, "tanggal": item.tanggal.isoformat()}


def note(entered: Entered, asked: list[Wish], told: list[dict[str, Any]], plain: Tables) -> None:
    """Add what was entered to the books of the oracle, with what ``plain`` says against it."""
    for wish, answer in zip(asked, told, strict=True):
        if "kode" in answer:
            entered.refused[answer["kode"]] = entered.refused.get(answer["kode"], 0) + 1
            continue
        target = wish.get("target")
        common: dict[str, Any] = {"tanggal": answer["tanggal"], "rekaman": answer["rekaman"] or ""}
        if wish["kind"] == "nilai":
            common |= {name: wish[name] for name in ("sampai", "objek", "asal", "bukti", "kunci")}
            common |= {"nilai": wish["isi"]} | _against(wish, answer["rekaman"], plain)
        book = entered.values if wish["kind"] in ("nilai", "batal") else entered.shut
        if all(act.id != answer["id"] for act in book):
            book.append(Act(answer["id"], membatalkan=target, **common))


def _against(wish: Wish, key: str, plain: Tables) -> dict[str, Any]:
    """What records of the person or family say otherwise, and whose they are."""
    owner = {row["record_key"]: row["id_individu"] for row in plain["rekaman"]}
    who, of = owner[key], owner
    tables = ("standardised.individu", "standardised.butir_individu")
    provider = {row["record_key"]: row["penyedia"] for row in plain["rekaman"]}
    if wish["objek"] == "keluarga":
        tables = ("standardised.keluarga", "standardised.butir_keluarga")
        homes = {r["id_individu"]: r["id_keluarga"] for r in plain["matched.padan_relasi"]}
        who = homes[who]
        links = plain["matched.tautan_keluarga"]
        of = {row["record_key"]: row["id_keluarga"] for row in links}
        provider = {row["record_key"]: row["penyedia"] for row in links}
    said: dict[str, set[str]] = {name: set() for name in wish["isi"]}
    by: dict[str, set[str]] = {name: set() for name in wish["isi"]}
    for row in (row for table in tables for row in plain[table]):
        mine = row["record_key"] in of and of[row["record_key"]] == who
        for name, value in wish["isi"].items() if mine else ():
            other = row.get(name)
            if other is not None and other != value:
                said[name].add(other)
                by[name].add(str(provider[row["record_key"]]))
    return {
        "dibantah": {name: frozenset(values) for name, values in said.items()},
        "pembantah": {name: frozenset(values) for name, values in by.items()},
    }


def new_words(draw: random.Random, judged: Judged, plain: Tables) -> list[dict[str, str]]:
    """What the register will say otherwise about half of those whose values it holds too."""
    niks = {str(row["id_individu"]): row["nik"] for row in plain["individu"]}
    found = []
    for (_, who, variable), act in sorted(judged.winner.items()):
        shown = variable in COLUMNS and niks.get(who) is not None
        # a name that the register is asked about is left as it is
        asked = variable == "nama" and act.kunci and not act.bukti
        if shown and not asked and draw.random() < 0.5:
            found.append({"nik": str(niks[who]), "kolom": COLUMNS[variable]})
    return found


def retell(folder: Path, words: list[dict[str, str]], number: int) -> None:
    """Rewrite the register's file, and its hash in the note."""
    path = folder / "penduduk.parquet"
    table = pq.read_table(path)
    rows = table.to_pylist()
    for word in words:
        for row in (row for row in rows if row["nik"] == word["nik"]):
            row[word["kolom"]] = _new(word["kolom"], str(row[word["kolom"]]), number)
    write_parquet(pa.Table.from_pylist(rows, schema=table.schema), path)
    letter = folder / "pengantar.yml"
    content = yaml.safe_load(letter.read_text(encoding="utf-8"))
    content["berkas"][0]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    letter.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=100))


def _new(column: str, old: str, number: int) -> str:
    return {
        "nama_lgkp": f"{old} SARI",
        "tgl_lhr": f"{old[:4]}-0{4 + number}-21",
        "no_rt": f"{20 + number:03d}",
        "alamat": f"JALAN BARU {number}",
        "tmpt_lhr": f"KOTA BARU {number}",
    }[column]
