"""What tests of access ask of a home."""

from __future__ import annotations

from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings

OLD, NEW = "2026T1", "2026T2"


def ask(settings: Settings, query: str, **values: object) -> list[tuple[Any, ...]]:
    with warehouse.connect(settings, read_only=True) as con:
        found: list[tuple[Any, ...]] = con.execute(query, values).fetchall()
        return found


def some_people(settings: Settings) -> list[str]:
    """Some people of the release with a questionnaire and a losing value."""
    rows = ask(
        settings,
        "select distinct s.id_individu from wh.validated.individu_sah as s "
        "inner join wh.matched.padan_butir_individu using (id_individu) "
        "inner join wh.updated.selisih_nilai using (id_individu) order by all limit 2",
    )
    return [str(name) for (name,) in rows]
