"""A marker that is not paired, or names what is not there, is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import dictionary
from dagster_dtsen.errors import DtsenError


@pytest.mark.parametrize(
    "body",
    [
        "# >>> kamus individu\n",
        "# <<< kamus\n",
        "# >>> kamus individu\n# >>> kamus individu\n# <<< kamus\n",
        "# >>> kamus orang\n# <<< kamus\n",
        "# >>> kamus individu hobi\n# <<< kamus\n",
        "# >>> kamus individu -hobi\n# <<< kamus\n",
        "# >>> kamus\n# <<< kamus\n",
    ],
)
def test_a_wrong_marker_is_refused(project: Path, body: str) -> None:
    (project / "dbt_project" / "models" / "wrong.yml").write_text(body)
    with pytest.raises(DtsenError, match=r"wrong\.yml:\d+"):
        dictionary.render(project)


@pytest.mark.parametrize("words", ["umum individu", "survivorship individu -hobi", "columns"])
def test_a_wrong_sql_marker_is_refused(project: Path, words: str) -> None:
    model = project / "dbt_project" / "models" / "wrong.sql"
    model.write_text(f"-- >>> kamus {words}\n-- <<< kamus\n")
    with pytest.raises(DtsenError, match=r"wrong\.sql:1"):
        dictionary.render(project)
