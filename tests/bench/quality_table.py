"""The quality table of docs/linkage.md, made from docs/results/quality.jsonl."""

from __future__ import annotations

from typing import Any

from dagster_dtsen.evaluation.subgroups import difference, order

HEADER = (
    "| twin | seed | records | true pairs | pair P | pair R | pair F1 | cluster P | cluster R "
    "| cluster F1 | B³ F1 | ceiling R |\n|---|---|---|---|---|---|---|---|---|---|---|---|"
)
REASONS = ("dua_nik", "tanpa_bukti", "blok", "larangan", "skor")
Record = dict[str, Any]


def _value(measure: Record) -> str:
    if measure["nilai"] is None:
        return "–"
    ends = measure["selang"]
    spread = f" ({ends[0]:.4f}–{ends[1]:.4f})" if ends else ""
    return f"{measure['nilai']:.4f}{spread}"


def _twin(record: Record) -> str:
    return f"{record['families']:,} {'hard' if record['hard'] else 'default'}"


def line(record: Record) -> str:
    """One row: the measures of one twin; the 95 % interval of pairs in brackets."""
    overall = record["result"]["pasangan"]["semua"]["semua"]
    edge, cluster = overall["edge"], overall["klaster"]
    cells = [
        _twin(record),
        str(record["seed"]),
        f"{record['result']['rekaman']['rekaman']:,}",
        f"{edge['benar']:,}",
        *(_value(edge[name]) for name in ("presisi", "recall", "f1")),
        f"{cluster['presisi']['nilai']:.5f}",
        *(f"{cluster[name]['nilai']:.4f}" for name in ("recall", "f1")),
        f"{record['result']['b3']['f1']['nilai']:.4f}",
        f"{record['result']['luput']['langit']['recall']:.4f}",
    ]
    return f"| {' | '.join(cells)} |"


def latest(records: list[Record]) -> list[Record]:
    """The last line of every twin (families, hard, seed), of the newest code only, in order."""
    if not records:
        return []
    code = records[-1]["versions"]["code"]
    found = {
        (item["hard"], item["families"], item["seed"]): item
        for item in records
        if item["versions"]["code"] == code
    }
    return [found[key] for key in sorted(found)]


def _pooled(records: list[Record], kind: str) -> dict[str, dict[str, int]]:
    """Stratum -> true, found and false pairs (edges) summed over twins."""
    sums: dict[str, dict[str, int]] = {}
    for record in records:
        for name, levels in record["result"]["pasangan"][kind].items():
            into = sums.setdefault(name, {"benar": 0, "ditemukan": 0, "salah": 0})
            for key in into:
                into[key] += levels["edge"][key]
    return sums


def _strata(records: list[Record], kind: str, title: str) -> str:
    rows = [f"| {title} | true pairs | found | recall | false |", "|---|---|---|---|---|"]
    for name, sums in sorted(_pooled(records, kind).items()):
        recall = sums["ditemukan"] / sums["benar"] if sums["benar"] else None
        shown = "–" if recall is None else f"{recall:.4f}"
        rows.append(
            f"| {name} | {sums['benar']:,} | {sums['ditemukan']:,} | {shown} | {sums['salah']:,} |"
        )
    return "\n".join(rows)


def _subgroups(records: list[Record]) -> str | None:
    """Recall of subgroups against the mean; None when no line has them (older lines do not)."""
    having = [record for record in records if "kelompok" in record["result"]["pasangan"]]
    if not having:
        return None
    whole = _pooled(having, "semua")["semua"]
    rows = [
        "| subgroup | true pairs | found | recall | difference to the mean, points | false |",
        "|---|---|---|---|---|---|",
    ]
    pooled = _pooled(having, "kelompok")
    for name in sorted(pooled, key=order):
        sums = pooled[name]
        counts = f"{sums['benar']:,} | {sums['ditemukan']:,}"
        recall = f"{sums['ditemukan'] / sums['benar']:.4f}" if sums["benar"] else "–"
        rows.append(
            f"| {name} | {counts} | {recall} | {_points(sums, whole)} | {sums['salah']:,} |"
        )
    return "\n".join(rows)


def _points(sums: dict[str, int], whole: dict[str, int]) -> str:
    """Difference of recall with its sign, bold where it is flagged."""
    found = difference(sums, whole)
    if found["selisih_recall"] is None:
        return "–"
    text = f"{found['selisih_recall']:+.2f}"
    return f"**{text}**" if found["di_bawah_rata"] else text


def _missed(records: list[Record]) -> str:
    rows = ["| reason | missed pairs | share of true pairs |", "|---|---|---|"]
    total = _pooled(records, "semua")["semua"]["benar"]
    for reason in REASONS:
        count = sum(record["result"]["luput"]["edge"].get(reason, 0) for record in records)
        rows.append(f"| {reason} | {count:,} | {count / max(total, 1):.5f} |")
    return "\n".join(rows)


def _blocks(records: list[Record]) -> str:
    rows = [
        "| blocking rule | candidate pairs it adds | true pairs it finds | by it alone |",
        "|---|---|---|---|",
    ]
    added: dict[str, int] = {}
    hits: dict[str, int] = {}
    alone: dict[str, int] = {}
    for record in records:
        for name, count in record["linkage"]["pasangan"].items():
            rule = record["result"]["blok"]["aturan"][name]
            added[name] = added.get(name, 0) + count
            hits[name] = hits.get(name, 0) + rule["ditemukan"]
            alone[name] = alone.get(name, 0) + rule["sendiri"]
    rows += [f"| {x} | {added[x]:,} | {hits[x]:,} | {alone[x]:,} |" for x in added]
    found = sum(record["result"]["blok"]["semua"] for record in records)
    true = sum(record["result"]["blok"]["pasangan"] for record in records)
    rows.append(f"| all | {sum(added.values()):,} | {found:,} of {true:,} | |")
    return "\n".join(rows)


def markdown(records: list[Record]) -> str:
    """All tables, those of the newest code in the file."""
    parts = []
    for hard in (False, True):
        chosen = [record for record in latest(records) if record["hard"] is hard]
        if not chosen:
            continue
        parts += [
            f"### {'Hard' if hard else 'Default'} twin",
            "\n".join([HEADER, *(line(record) for record in chosen)]),
            _missed(chosen),
            _strata(chosen, "kesalahan", "error on either record"),
            _strata(chosen, "penyedia", "providers"),
            *filter(None, [_subgroups(chosen)]),
            _blocks(chosen),
        ]
    return "\n\n".join(parts)
