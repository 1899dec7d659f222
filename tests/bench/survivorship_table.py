"""The lines of docs/results/survivorship.jsonl as Markdown tables."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
HEAD = (
    "| variable | compared | policy | latest | best source alone | with fallback | most sources "
    "| some record has it | best source | empty | wrong, by winner |"
)


def share(part: int, whole: int) -> str:
    """Percent with two digits."""
    return f"{100 * part / whole:.2f}" if whole else "–"


def line(name: str, row: Record) -> str:
    """One variable; what beats the policy stands in bold."""
    rivals = [
        f"**{share(row[key], row['n'])}**" if row[key] > row["a"] else share(row[key], row["n"])
        for key in ("b", "c", "c2", "terbanyak")
    ]
    wrong = ", ".join(
        f"{who} {count:,}" for who, count in sorted(row["salah_a"].items(), key=lambda x: -x[1])
    )
    cells = [
        f"`{name}`", f"{row['n']:,}", share(row["a"], row["n"]), *rivals,
        share(row["tersedia"], row["n"]), row["penyedia_c"] or "–",
        share(row["kosong_a"], row["n"]), wrong or "–",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def title(record: Record) -> str:
    """Which twin the tables are of."""
    parts = [f"{record['families']:,} families", f"seed {record['seed']}"]
    parts += ["hard"] if record["hard"] else ["usual"]
    parts += [f"last file of {', '.join(record['late'])} absent"] if record["late"] else []
    return ", ".join(parts)


def counts(record: Record) -> str:
    """Who is in the release and should not be, and the other way round."""
    people = record["orang"]
    rows = ["| | persons |", "|---|---|"]
    rows += [
        f"| {label} | {people[key]:,} |"
        for key, label in (
            ("dirilis", "in the release"),
            ("hidup", "alive in truth"),
            ("hidup_dirilis", "of these in the release"),
            ("berganda", "in the release more than once"),
            ("meninggal", "dead in truth, in the release"),
            ("pindah_ln", "abroad in truth, in the release"),
        )
    ]
    for part, label in (
        ("meninggal_menurut", "dead"), ("nik", "NIK"), ("tidak_dirilis", "not in the release"),
    ):  # fmt: skip
        rows += [f"| {label}: {name} | {count:,} |" for name, count in people[part].items()]
    return "\n".join(rows)


def tables(record: Record) -> str:
    """Both tables of one twin, percent of the compared."""
    columns = HEAD.count("|") - 1
    rows = [line(name, row) for name, row in record["variabel"].items()]
    parts = [f"### {title(record)}", "\n".join([HEAD, "|---" * columns + "|", *rows])]
    return "\n\n".join([*parts, counts(record)])


def latest(records: list[Record]) -> list[Record]:
    """The last line of every twin, in order."""
    found = {title(item): item for item in records}
    return list(found.values())


def markdown(records: list[Record]) -> str:
    """All tables."""
    return "\n\n".join(tables(record) for record in latest(records))
