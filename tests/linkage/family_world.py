"""A chain of releases of five people, for the tests of families. All people are invented."""

from __future__ import annotations

from typing import Any

import duckdb
from linkage_rows import Row, filler, keep, link_rows, load_rows, record

from dagster_dtsen.linkage import state
from dagster_dtsen.settings import Settings

OLD, NEW, OTHER = "1101010101010001", "1101019999990009", "1101018888880008"
PEOPLE = {
    1: ("JOKO PRASETYO", "1960-05-17", "1", "1101011705600001"),
    2: ("WATI NURHAYATI", "1962-03-12", "2", "1101015203620001"),
    3: ("DIMAS PRASETYO", "1990-10-08", "1", "1101010810900001"),
    4: ("RINA LESTARI", "1992-07-25", "2", "1101016507920001"),
    5: ("AGUS SETIAWAN", "1994-01-09", "1", "1101010901940001"),
}


def registered(number: int, role: str, kk: str = OLD, **others: Any) -> Row:
    name, born, sex, nik = PEOPLE[number]
    row: Row = {"nik": nik, "jenis_kelamin": sex, "no_kk": kk, "status_hubungan_keluarga": role}
    return record(number, "dukcapil", name, born, **row | {"status_kawin": "2"} | others)


def listed(number: int, role: str, kk: str | None = OLD, key: str = "F1", **others: Any) -> Row:
    """The same person (or one of no register) in an old list."""
    name, born, sex, nik = PEOPLE[number]
    row: Row = {"nik": nik, "jenis_kelamin": sex, "no_kk": kk, "status_hubungan_keluarga": role}
    row |= {"kunci_keluarga": f"regsosek|{key}", "tanggal_acuan": "2022-11-15"}
    return record(10 + number, "regsosek", name, born, **row | others)


def couple(**husband: Any) -> list[Row]:
    return [registered(1, "1", **husband), registered(2, "2"), registered(3, "3", status_kawin="1")]


class World:
    """A chain of releases; every one on the base of the one before."""

    def __init__(self, con: duckdb.DuckDBPyConnection, settings: Settings) -> None:
        self.con, self.settings, self.number = con, settings, 0
        self.base: state.Base | None = None

    def release(self, rows: list[Row]) -> dict[str, Any]:
        self.number += 1
        day = f"2026-0{self.number}-28"
        dated = [
            row | {"tanggal_acuan": day} if row["penyedia"] != "regsosek" else row
            for row in rows + filler(30)
        ]
        load_rows(self.con, dated)
        counts = link_rows(self.con, self.settings, f"2026T{self.number}", self.base)
        self.base = keep(self.con, f"t{self.number}")
        return counts["keluarga"]

    def ids(self) -> dict[int, str]:
        """Family of each person by the number of a record."""
        found = self.con.execute(
            "select p.rekaman_id, k.id_keluarga from wh.linkage.peta_individu as p "
            "inner join wh.linkage.peta_keluarga as k on p.id_individu = k.id_individu "
            "where p.rekaman_id < 100 and k.aktif and p.aktif"
        ).fetchall()
        return {int(number): str(family) for number, family in found}

    def origin(self, number: int) -> str:
        return str(self._of(number, "kunci_keluarga", "asal")[0][0])

    def relations(self, number: int) -> list[tuple[Any, ...]]:
        """kepala_keluarga, asal_kepala, diragukan, berlaku_dari, berlaku_sampai."""
        columns = "kepala_keluarga, asal_kepala, diragukan, "
        columns += "berlaku_dari::varchar, berlaku_sampai::varchar"
        return self._of(number, "relasi_keluarga", columns)

    def events(self, number: int) -> set[tuple[str, str]]:
        return {
            (str(a), str(b)) for a, b in self._of(number, "peristiwa_relasi", "peristiwa, sebab")
        }

    def _of(self, number: int, table: str, columns: str) -> list[tuple[Any, ...]]:
        return self.con.execute(
            f"select {columns} from wh.linkage.{table} where id_individu in ("
            "select id_individu from wh.linkage.peta_individu where rekaman_id = ?) order by all",
            [number],
        ).fetchall()
