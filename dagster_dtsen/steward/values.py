"""Values that a correction may give a variable, in the one form in which they are kept.

A refusal names the variable and what is wrong, never the value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dagster_dtsen.errors import DtsenError

SUBJECTS = ("individu", "keluarga")
LONGEST = 200  # characters of a text
Values = dict[str, str | None]

# as the rules on delivered rows have it: macros/nik.sql
_NUMBER = re.compile(r"[1-9][0-9]{15}")
_NIK_DATE = re.compile(r"(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(0[1-9]|1[0-2])")
_CARD_DATE = re.compile(r"(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])")
_FILLERS = ("1234567890123456", "0123456789012345", "9876543210987654")
_DIGITS = {
    "rt": 3,
    "rw": 3,
    "nisn": 10,
    "nomor_peserta_jkn": 13,
    "kode_provinsi_kemendagri": 2,
    "kode_kabupaten_kota_kemendagri": 4,
    "kode_kecamatan_kemendagri": 6,
    "kode_desa_kemendagri": 10,
}
_WHOLE = {"smallint": 32_767, "integer": 2_147_483_647, "bigint": 9_223_372_036_854_775_807}


@dataclass(frozen=True)
class Variable:
    """A variable that may be corrected: its type, and its codes where it has a list."""

    tipe: str
    kode: frozenset[str] | None = None


# objek → variable → what it may hold
Vocabulary = Mapping[str, Mapping[str, Variable]]


def read(vocabulary: Vocabulary, objek: str, wished: Values) -> Values:
    """The values as they are kept, by variable in order; None is the explicit "no value".

    Raises DtsenError E-KOREKSI-SALAH (nothing to correct, or an unknown subject),
    E-KOREKSI-VARIABEL, E-KOREKSI-NILAI.
    """
    if objek not in SUBJECTS or not wished:
        reason = "isi / values" if objek in SUBJECTS else "objek"
        raise DtsenError("E-KOREKSI-SALAH", reason=reason)
    found: Values = {}
    for name in sorted(wished):
        variable = vocabulary[objek].get(name)
        if variable is None:
            raise DtsenError("E-KOREKSI-VARIABEL", variable=shown(name), subject=objek)
        text = wished[name]
        found[name] = None if text is None else _canonical(name, variable, text.strip())
    return found


def shown(name: str) -> str:
    """A name that nobody knows, cut to what a name can be: it may be a value in the wrong place."""
    return name if re.fullmatch(r"[a-z][a-z_]{0,60}", name) else "?"


def _canonical(name: str, variable: Variable, text: str) -> str:
    fault = None
    if not text:
        fault = "kosong; pakai --kosongkan / empty; use --kosongkan"
    elif variable.kode is not None:
        fault = None if text in variable.kode else "bukan kode daftarnya / no code of its list"
    elif variable.tipe == "date":
        fault = None if _is_date(text) else "bukan tanggal YYYY-MM-DD / no date YYYY-MM-DD"
    elif variable.tipe in _WHOLE:
        if not re.fullmatch(r"[0-9]{1,19}", text) or int(text) > _WHOLE[variable.tipe]:
            fault = "bukan bilangan bulat / no whole number"
        else:
            text = str(int(text))
    elif variable.tipe != "varchar":
        fault = f"tipe / type {variable.tipe}"
    else:
        fault = _text_fault(name, text)
    if fault:
        raise DtsenError("E-KOREKSI-NILAI", variable=name, reason=fault)
    return text


def _is_date(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _text_fault(name: str, text: str) -> str | None:
    if name in ("nik", "no_kk") and not well_formed(text, nik=name == "nik"):
        return "bukan nomor enam belas angka yang wajar / no well-formed number of 16 digits"
    if name in _DIGITS and not re.fullmatch(rf"[0-9]{{{_DIGITS[name]}}}", text):
        return f"bukan {_DIGITS[name]} angka / not {_DIGITS[name]} digits"
    if len(text) > LONGEST or not text.isprintable():
        return f"lebih dari {LONGEST} huruf atau tak tercetak / too long or not printable"
    return None


def well_formed(number: str, *, nik: bool) -> bool:
    """Whether a NIK, or a family card number, has the shape that delivered ones must have."""
    date = _NIK_DATE if nik else _CARD_DATE
    return (
        _NUMBER.fullmatch(number) is not None
        and date.fullmatch(number[6:10]) is not None
        and not number.endswith("0000")
        and number not in _FILLERS
        and len(set(number)) > 1
    )
