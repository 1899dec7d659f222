"""What `dtsen target` says: one document of counts in which small ones are already closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from dagster_dtsen.targeting import cells, count, estimates
from dagster_dtsen.targeting.count import Counted, Programme, Row
from dagster_dtsen.targeting.criteria import Criteria, settled
from dagster_dtsen.targeting.judge import Source

_NONE = {"keluarga": 0, "individu": 0}


def build(source: Source, programmes: Sequence[Programme], names: Mapping[str, str]) -> Row:
    """Counts, budget, estimates and overlaps; ``names``: region code → name.

    A count is a whole number, or the text that stands instead of it (``<5``, ``*``).
    """
    told = [count.counted(source, at, programme) for at, programme in enumerate(programmes)]
    pairs = {
        (first, second): count.both(source, first, second)
        for first, second in combinations(range(len(programmes)), 2)
    }
    marks = cells.marks(told, pairs)
    return {
        "sel_terkecil": settled()["sel_terkecil"],
        "program": [_programme(source, at, own, marks, names) for at, own in enumerate(told)],
        "tumpang_tindih": [
            {
                "program": programmes[first].criteria.program,
                "program_lain": programmes[second].criteria.program,
                **{
                    name: marks.get(cells.key(cells.PAIR, first, second, name), number)
                    for name, number in row.items()
                },
            }
            for (first, second), row in pairs.items()
        ],
    }


def _programme(
    source: Source, at: int, own: Counted, marks: Mapping[str, str], names: Mapping[str, str]
) -> Row:
    criteria, whole = own.programme.criteria, own.figures[0]
    mark = marks.get(cells.key(at, cells.CHOSEN))
    why = None if criteria.desil else "tanpa_desil"
    if why is None and (source.chances is None or whole["tanpa_peluang"]):
        why = "tanpa_peluang"
    return {
        **criteria.model_dump(include={"program", "nama", "satuan", "desil", "kuota", "manfaat"}),
        "berkas": own.programme.file,
        "wilayah": list(own.programme.codes),
        "sistem_wilayah": criteria.wilayah.sistem if criteria.wilayah else None,
        "syarat": [rule.text for rule in criteria.syarat],
        "taksiran_tiada": why,
        **_figures(whole, criteria, mark, why),
        "tahap": _stages(at, own, marks),
        "desil_benar": None if mark or why else own.deciles,
        "rincian": [
            {
                "tingkat": row["tingkat"],
                "provinsi": row["provinsi"] or "–",
                "kode": row[row["tingkat"]] or "–",
                "nama": names.get(row[row["tingkat"]] or "", ""),
                **_figures(row, criteria, marks.get(cells.place(at, row)), why),
            }
            for row in own.figures[1:]
        ],
        "penerima_kini": _today(at, own, marks),
        "bantuan": [
            {
                "entitas": entity,
                "variabel": name,
                "label": list(source.book[entity, name].label),
                **{
                    answer: marks.get(cells.key(at, entity, name, answer), row[answer])
                    for answer in cells.ANSWERS
                },
            }
            for (entity, name), row in own.aid.items()
        ],
    }


def _stages(at: int, own: Counted, marks: Mapping[str, str]) -> list[Row]:
    rows = [(name, own.stages.get(name, _NONE)) for name in cells.STAGES]
    if own.programme.criteria.kuota:
        beyond = own.stages.get(cells.BEYOND, _NONE)
        rows += [(cells.CHOSEN, own.figures[0]), (cells.BEYOND, beyond)]
    return [_cell(name, row, marks.get(cells.key(at, name))) for name, row in rows]


def _today(at: int, own: Counted, marks: Mapping[str, str]) -> list[Row]:
    order = [*cells.RECEIVING, cells.BEYOND, *cells.STAGES]
    return [
        _cell(name, own.today[name], marks.get(cells.key(at, cells.TODAY, name)))
        for name in order
        if name in own.today
    ]


def _cell(name: str, row: Mapping[str, object], mark: str | None) -> Row:
    return {"keadaan": name, **{unit: mark or int(str(row[unit] or 0)) for unit in _NONE}}


def _figures(row: Row, criteria: Criteria, mark: str | None, why: str | None) -> Row:
    """Counts, budget and estimates of one region or of all, closed with its families."""
    benefit, units = criteria.manfaat, int(row["satuan"] or 0)
    once = benefit.jumlah * units if benefit else None
    yearly = once * settled()["periode"][benefit.periode] if benefit and once is not None else None
    told: Row = {
        "keluarga": row["keluarga"],
        "individu": int(row["individu"] or 0),
        "anggaran_per_periode": once,
        "anggaran_setahun": yearly,
    }
    limit = settled()["sel_terkecil"]
    few = mark or (f"<{limit}" if 0 < row["keluarga_calon"] < limit else None)
    shares: Row = dict.fromkeys(estimates.ESTIMATES) if why else dict(estimates.of(row))
    return {
        **{name: value if value is None else mark or value for name, value in told.items()},
        **{name: value if value is None else few or value for name, value in shares.items()},
    }
