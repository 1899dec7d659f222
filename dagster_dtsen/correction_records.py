"""What the working file says of the person a correction is about: its records and their values."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import pairwise

from dagster_dtsen import audits, dictionary
from dagster_dtsen.audit.event import Kind
from dagster_dtsen.dictionary.model import DAFTAR_KODE, KAMUS
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.linkage import model as linkage_model
from dagster_dtsen.reference.villages import DESA_FILE
from dagster_dtsen.settings import Settings
from dagster_dtsen.steward.contents import Contradicted
from dagster_dtsen.steward.values import SUBJECTS, Values, Variable, Vocabulary
from dagster_dtsen.stewardship import Register

STATUS = "status_kependudukan"  # no variable of the dictionary, and yet corrected
REGIONS = tuple(
    f"kode_{tier}_kemendagri" for tier in ("provinsi", "kabupaten_kota", "kecamatan", "desa")
)
# objek → relation that tells whose records say something, and relations that hold the values
_SPEAKING = {"individu": "standardised.individu", "keluarga": "matched.tautan_keluarga"}
_HOLDING = {
    "individu": ("standardised.individu", "standardised.butir_individu"),
    "keluarga": ("standardised.keluarga", "standardised.butir_keluarga"),
}
# the record itself where the person is not linked yet
_RECORDS = """
create or replace temp table _rekaman_koreksi as
with orang as (
    select id_individu from wh.linkage.peta_individu where record_key = $key and aktif
    union
    select id_individu from wh.linkage.peta_pendukung where record_key = $key
),

anggota as (
    select record_key from wh.linkage.peta_individu
    where aktif and id_individu in (from orang)
    union
    select record_key from wh.linkage.peta_pendukung where id_individu in (from orang)
    union
    select $key
)
"""
_OF_SUBJECT = {
    "individu": "select record_key from anggota",
    "keluarga": """
        select t.record_key
        from wh.matched.tautan_keluarga as t
        inner join wh.linkage.peta_keluarga as k on t.id_keluarga = k.id_keluarga and k.aktif
        where k.id_individu in (from orang)
    """,
}


def vocabulary(settings: Settings) -> Vocabulary:
    """Variables that some provider may update, with types and codes, and the register's status."""
    folder = settings.dbt_project_dir.parent
    codes: dict[str, set[str]] = {}
    for code in dictionary.load_codes(folder / DAFTAR_KODE):
        codes.setdefault(code.daftar, set()).add(code.kode)
    found: dict[str, dict[str, Variable]] = {name: {} for name in SUBJECTS}
    for row in dictionary.load(folder / KAMUS):
        if row.entitas in found and row.blok_pembaruan:
            listed = frozenset(codes[row.daftar_kode]) if row.daftar_kode else None
            found[row.entitas][row.variabel] = Variable(row.tipe, listed)
    found["individu"][STATUS] = Variable("varchar", frozenset(codes[STATUS]))
    return found


def subject_of(known: Vocabulary, variables: Iterable[str]) -> str:
    """``keluarga`` when the variables are such of families alone, else ``individu``."""
    names = set(variables)
    families = names <= set(known["keluarga"]) and not names <= set(known["individu"])
    return "keluarga" if families else "individu"


def anchor(register: Register, identity: str) -> str:
    """The record that stands for a person: the smallest key of the population register's records.

    Of another provider's where it has none. Raises DtsenError E-INDIVIDU-TIADA.
    """
    query = """
        select p.record_key
        from wh.linkage.peta_individu as p
        inner join wh.standardised.individu as i on p.record_key = i.record_key
        where p.id_individu = $id and p.aktif
        order by i.penyedia <> $register, p.record_key
        limit 1
    """
    provider = linkage_model.config()["penyedia_identitas"]
    values = {"id": identity, "register": provider}
    rows = register.con.execute(query, values).fetchall() if register.con else []
    if not rows:
        raise DtsenError("E-INDIVIDU-TIADA", home="rumah ini / this home")
    return str(rows[0][0])


def is_known(register: Register, key: str) -> bool:
    """Whether the working file has this record."""
    return key in register.ask([key]).present


def contradicted(
    register: Register, held: Mapping[str, set[str]], key: str, objek: str, values: Values
) -> Contradicted:
    """What providers say today that the correction contradicts, by variable and provider.

    Read from the records of the person who holds ``key``, or of that person's family; ``held``:
    :func:`columns`. A provider without a value, or with the same one, has no entry.
    """
    con = register.con
    if con is None:
        return {}
    speaking = _SPEAKING[objek]
    if not {speaking, "linkage.peta_individu"} <= set(held):
        return {}
    if objek == "keluarga" and "linkage.peta_keluarga" not in held:
        return {}
    con.execute(_RECORDS + _OF_SUBJECT[objek], {"key": key})
    found: Contradicted = {}
    for name, value in values.items():
        for table in _HOLDING[objek]:
            if name not in held.get(table, ()):
                continue
            query = f"""
                select distinct s.penyedia, cast(t.{name} as varchar) as nilai
                from wh.{table} as t
                inner join wh.{speaking} as s on t.record_key = s.record_key
                where
                    t.record_key in (select record_key from _rekaman_koreksi)
                    and t.{name} is not null
                    and cast(t.{name} as varchar) is distinct from $value
                order by all
            """
            for provider, said in con.execute(query, {"value": value}).fetchall():
                told = found.setdefault(name, {}).setdefault(str(provider), [])
                told += [str(said)] if said not in told else []
    con.execute("drop table temp._rekaman_koreksi")
    return found


def columns(register: Register) -> dict[str, set[str]]:
    """Relation → its columns, of the working file."""
    if register.con is None:
        return {}
    rows = register.con.execute(
        "select schema_name || '.' || table_name, list(column_name) from duckdb_columns() "
        "where database_name = 'wh' group by all"
    ).fetchall()
    return {str(name): set(names) for name, names in rows}


def check_regions(settings: Settings, values: Values) -> None:
    """Raises DtsenError E-KOREKSI-NILAI for a region that does not exist or lies in another one."""
    told = [(name, values[name]) for name in REGIONS if values.get(name)]
    for (name, code), (_, inner) in pairwise(told):
        if not str(inner).startswith(str(code)):
            reason = "kode wilayah tidak bersarang / region codes do not nest"
            raise DtsenError("E-KOREKSI-NILAI", variable=name, reason=reason)
    for name, code in told:
        if code not in _codes(settings, village=name == REGIONS[-1]):
            reason = "bukan kode wilayah / no region code"
            raise DtsenError("E-KOREKSI-NILAI", variable=name, reason=reason)


def _codes(settings: Settings, village: bool) -> set[str]:
    """Codes of villages, or of all regions above them."""
    if village:
        with gzip.open(DESA_FILE, "rt", encoding="utf-8", newline="") as handle:
            return {row["kode"] for row in csv.DictReader(handle)}
    path = settings.dbt_project_dir / "seeds" / "wilayah" / "wilayah_kemendagri.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["kode"] for row in csv.DictReader(handle)}


def deciding(
    settings: Settings, whole: bool, kind: Kind, name: str, keys: Iterable[str | None], what: str
) -> AbstractContextManager[object]:
    """One correction, or its undo, under the audit log; nothing where the whole file is the act."""
    if whole:
        return nullcontext()
    about = [("rekaman", key) for key in keys if key]
    return audits.acting(settings, "putus", kind, name, sorted(about), tujuan=what)
