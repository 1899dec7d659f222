"""People of every subgroup, with pairs found and missed, and false ones across groups. Invented."""

from __future__ import annotations

from small_world import Person, Record

CIBINONG, CITEUREUP, ACEH = "3201012001", "3201022003", "1101012001"
# on the day of the release, 2026-03-31, 1 becomes 60; on the day after 4 and 5 become 5, 7 18
PERSONS = (
    Person(1, "3201011010500001", "SUTRISNO", "1", "1966-03-31", 1, CIBINONG),
    Person(2, "3201014507900001", "DEWI LESTARI", "2", "1990-07-05", 2, CIBINONG),
    Person(3, "3201014202820001", "DEWI LESTARI", "2", "1982-02-02", 3, CITEUREUP),
    # twins; the family has a brother of another birth
    Person(4, "1101010104210001", "ALI AKBAR", "1", "2021-04-01", 4, ACEH),
    Person(5, "1101010104210002", "ALI RIDWAN", "1", "2021-04-01", 4, ACEH),
    # moved from Cibinong
    Person(6, "3201014101800001", "WATI SUSANTI", "2", "1980-01-01", 5, ACEH, hubungan="2"),
    # a namesake of 2 and 3 in another kabupaten, whose record shows a place out of date
    Person(7, "1101014104080001", "DEWI LESTARI", "2", "2008-04-01", 6, ACEH),
    # no records: a namesake of the other sex, one born with 2 into another family, 6's husband
    Person(8, "3201010202820001", "DEWI LESTARI", "1", "1982-02-02", 7, CIBINONG),
    Person(9, "3201014507900002", "ANI", "2", "1990-07-05", 8, CIBINONG),
    Person(10, "1101010101800001", "BUDI SANTOSO", "1", "1980-01-01", 5, ACEH, hubungan="1"),
)
# found, and false between 2 and 3, the twins, and 1 (without a NIK) and 2; one below the threshold
EDGES = {
    (1, 3): 20.0,
    (4, 5): 20.0,
    (6, 7): 20.0,
    (8, 9): 20.0,
    (14, 15): 20.0,
    (5, 6): 8.0,
    (8, 10): 8.0,
    (2, 4): 8.0,
    (12, 13): 5.0,
}


def _record(number: int, orang: int, penyedia: str, individu: str, kesalahan: str = "") -> Record:
    """A record that says what truth says, but for its errors."""
    who = PERSONS[orang - 1]
    nik = None if "nik_kosong" in kesalahan else who.nik
    desa = CITEUREUP if "wilayah_usang" in kesalahan else who.desa
    return Record(
        *(number, orang, penyedia, nik, who.nama, who.lahir, individu, kesalahan), desa=desa
    )


def records() -> list[Record]:
    """Persons 1 to 7; the clusters find all of person 1 and take three records for one twin."""
    found = [
        _record(1, 1, "dukcapil", "I1"),
        _record(2, 1, "dtks", "I1", "nik_kosong"),
        _record(3, 1, "regsosek", "I1"),
        _record(4, 2, "dukcapil", "I4"),
        _record(5, 2, "dtks", "I4"),
        _record(6, 3, "dukcapil", "I6"),
        _record(7, 3, "dtks", "I6"),
        _record(8, 4, "dukcapil", "I8"),
        _record(9, 4, "dtks", "I8"),
        _record(10, 5, "dukcapil", "I8"),
        _record(11, 5, "dtks", "I11"),
        _record(12, 6, "dukcapil", "I12"),
        _record(13, 6, "regsosek", "I13"),
        _record(14, 7, "dukcapil", "I14"),
        _record(15, 7, "dtks", "I14", "wilayah_usang"),
    ]
    found[12].desa = CIBINONG
    return found
