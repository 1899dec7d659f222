"""The lines of docs/results/survivorship.jsonl as Markdown tables."""

from __future__ import annotations

from typing import Any

Record = dict[str, Any]
SINGLE_HEAD = "| one source | compared | policy | latest | empty | source |"
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


def single_line(name: str, row: Record) -> str:
    """A variable that one provider states; its own records still have to be chosen from."""
    cells = [
        f"`{name}`", f"{row['n']:,}", share(row["a"], row["n"]), share(row["b"], row["n"]),
        share(row["kosong_a"], row["n"]), row["penyedia_c"] or "–",
    ]  # fmt: skip
    return f"| {' | '.join(cells)} |"


def block(head: str, rows: list[str]) -> str:
    """A Markdown table."""
    return "\n".join([head, "|---" * (head.count("|") - 1) + "|", *rows])


def title(record: Record) -> str:
    """Which twin the tables are of."""
    parts = [f"{record['families']:,} families", f"seed {record['seed']}"]
    parts += ["hard"] if record["hard"] else ["usual"]
    parts += [f"last file of {', '.join(record['late'])} absent"] if record["late"] else []
    return ", ".join(parts)


def counts(record: Record) -> str:
    """Who is in the release and should not be, and the other way round."""
    people = record["orang"]
    rows = [
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
    return block("| | persons |", rows)


def tables(record: Record) -> str:
    """All tables of one twin, percent of the compared."""
    found = record["variabel"].items()
    several = [line(name, row) for name, row in found if len(row["penyedia"]) > 1]
    single = [single_line(name, row) for name, row in found if len(row["penyedia"]) < 2]
    parts = [f"### {title(record)}", block(HEAD, several), block(SINGLE_HEAD, single)]
    return "\n\n".join([*parts, counts(record)])


def latest(records: list[Record]) -> list[Record]:
    """The last line of every twin, in order."""
    found = {title(item): item for item in records}
    return list(found.values())


def markdown(records: list[Record]) -> str:
    """All tables."""
    return "\n\n".join(tables(record) for record in latest(records))
