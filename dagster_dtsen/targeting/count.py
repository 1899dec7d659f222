"""What is counted of judged families and persons; no count is closed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.targeting.criteria import FAMILY, PERSON, Condition, Criteria, Rule, settled
from dagster_dtsen.targeting.judge import CHANCES, FAMILY_TABLE, Source, joined, judge, members
from dagster_dtsen.targeting.sql import Compiler

Row = dict[str, Any]
# of sums of independent truths: what is expected of them, and the variance of that
_FIGURES = """
select
    case when grouping(provinsi) = 1 then 'semua' when grouping(kabupaten_kota) = 1 then 'provinsi'
        else 'kabupaten_kota' end as tingkat,
    provinsi,
    kabupaten_kota,
    count(case when pilih > 0 then 1 end) as keluarga,
    sum(orang) as individu,
    sum(pilih) as satuan,
    count(case when calon > 0 then 1 end) as keluarga_calon,
    sum(case when peluang is null then pilih else 0 end) as tanpa_peluang,
    sum(pilih * peluang) as tepat,
    sum(calon * peluang) as sasaran,
    sum(mungkin * coalesce(peluang, 1)) as mungkin,
    sum(pilih * pilih * peluang * (1 - peluang)) as ragam_tepat,
    sum((calon - pilih) * (calon - pilih) * peluang * (1 - peluang)) as ragam_luput
from sasaran_keluarga_{number}
group by grouping sets ((), (provinsi), (provinsi, kabupaten_kota))
having tingkat = 'semua' or keluarga > 0 or keluarga_calon > 0
order by
    tingkat = 'semua' desc, provinsi nulls last, tingkat = 'provinsi' desc,
    kabupaten_kota nulls last
"""
_CELLS = """
select {key} as kunci, count(distinct id_keluarga) as keluarga, sum(orang) as individu
from sasaran_{number}
where {where}
group by kunci
order by kunci
"""
_TODAY = (
    "case when not dipilih then case when keadaan = 'memenuhi' then 'luar_kuota' else keadaan end "
    "when kini is null then 'kini_kosong' when kini then 'tetap' else 'baru' end"
)
_BOTH = """
select
    count(case when a.pilih > 0 and b.pilih > 0 then 1 end) as keduanya,
    count(case when a.pilih > 0 and coalesce(b.pilih, 0) = 0 then 1 end) as hanya_a,
    count(case when coalesce(a.pilih, 0) = 0 and b.pilih > 0 then 1 end) as hanya_b
from sasaran_keluarga_{first} as a
full join sasaran_keluarga_{second} as b on a.id_keluarga = b.id_keluarga
"""


@dataclass(frozen=True)
class Programme:
    """Checked criteria, the name of their file, and their region in Kemendagri codes."""

    criteria: Criteria
    file: str
    codes: Sequence[str]


@dataclass(frozen=True)
class Counted:
    """Everything counted of one programme, as the functions of this module give it."""

    programme: Programme
    figures: list[Row]
    stages: dict[str, Row]
    today: dict[str, Row]
    aid: dict[tuple[str, str], dict[str, int]]
    deciles: list[float] | None


def counted(source: Source, number: int, programme: Programme) -> Counted:
    """Judge one programme and count; aid by the variables that the release has."""
    own, declared = programme.criteria, settled()["bantuan"]
    judge(source, number, own, programme.codes)
    asked = [(entity, name) for entity in (FAMILY, PERSON) for name in declared[entity]]
    known = [(e, n) for e, n in asked if n in source.columns[e] and (e, n) in source.book]
    return Counted(
        programme,
        figures(source, number),
        stages(source, number),
        recipients(source, number) if own.penerima_kini else {},
        aid(source, number, known, declared["kode"]),
        true_deciles(source, number) if own.desil else None,
    )


def figures(source: Source, number: int) -> list[Row]:
    """Counts and expected sums in all, by province and by kabupaten/kota, in this order.

    ``satuan`` are chosen units; ``tepat`` of them are expected in the target deciles, of all who
    meet the other criteria ``sasaran``; ``mungkin`` more if every unknown speaks for it.
    """
    return warehouse.records(source.con, _FIGURES.format(number=number))


def stages(source: Source, number: int) -> dict[str, Row]:
    """Families and persons by what became of them; ``luar_kuota`` are some of ``memenuhi``.

    With persons as unit a family counts in every state that one of its members is in.
    """
    beyond = _cells(source, number, "'luar_kuota'", "keadaan = 'memenuhi' and not dipilih")
    return _cells(source, number, "keadaan", "true") | beyond


def recipients(source: Source, number: int) -> dict[str, Row]:
    """The chosen by whether they receive today, and today's recipients who are not chosen."""
    return _cells(source, number, _TODAY, "dipilih or (kini and keadaan <> 'luar_wilayah')")


def _cells(source: Source, number: int, key: str, where: str) -> dict[str, Row]:
    query = _CELLS.format(number=number, key=key, where=where)
    return {row["kunci"]: row for row in warehouse.records(source.con, query)}


def true_deciles(source: Source, number: int) -> list[float] | None:
    """Shares of the chosen units expected in each decile of the truth; none where not told."""
    if source.chances is None:
        return None
    sums = ", ".join(f"sum(s.pilih * u.{name})" for name in CHANCES)
    query = (
        f"select {sums}, sum(s.pilih) from sasaran_keluarga_{number} as s "
        f"inner join {source.chances} as u on s.id_keluarga = u.id_keluarga"
    )
    *parts, whole = source.con.execute(query).fetchall()[0]
    return [round(float(part / whole), 4) for part in parts] if whole else None


def aid(
    source: Source, number: int, variables: Sequence[tuple[str, str]], codes: list[str]
) -> dict[tuple[str, str], dict[str, int]]:
    """Chosen families by (entity, variable) that tells of aid: ``ya``, ``tidak``, ``kosong``.

    A family has what one of its members has.
    """
    compiler = Compiler(source.book, source.date)
    asked = []
    for entity, name in variables:
        test = Condition(variabel=name, salah_satu=codes)
        rule = Rule(keluarga=test) if entity == FAMILY else Rule(anggota=[test])
        asked.append(compiler.all_of([rule]))
    columns = ", ".join(
        f"count(case when {held} then 1 end), count(case when not {held} then 1 end), "
        f"count(case when ({held}) is null then 1 end)"
        for held in asked
    )
    tables = source.relations
    asking = members(source, compiler).strip().rstrip(",")
    query = (
        f"{'with ' + asking if asking else ''} select {columns} from {tables[FAMILY_TABLE]} as k "
        f"inner join sasaran_keluarga_{number} as s on k.id_keluarga = s.id_keluarga "
        f"{joined('anggota', 'a') if asking else ''} where s.pilih > 0"
    )
    found = source.con.execute(query).fetchall()[0] if asked else ()
    return {
        variable: dict(zip(("ya", "tidak", "kosong"), found[3 * at : 3 * at + 3], strict=True))
        for at, variable in enumerate(variables)
    }


def both(source: Source, first: int, second: int) -> dict[str, int]:
    """Families that two programmes choose, and those that only one of them does."""
    return warehouse.records(source.con, _BOTH.format(first=first, second=second))[0]
