"""A marked person in the deliveries of an encrypted home stands nowhere in clear.

After a run that ends, one that fails, one that is killed, and packages whose making is killed:
nothing of that person is in a log, in what was printed, in a temporary or spilled file, in dbt's
target, in a paper, an unsealed file of a package, or any other file that opens without a key.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
from pyarrow.lib import ArrowException

from dagster_dtsen import warehouse
from dagster_dtsen.settings import Settings
from tests.proof import reference
from tests.proof.child import Child, call
from tests.proof.erasure import choose, newest
from tests.proof.kill import KEY
from tests.proof.place import Place
from tests.proof.reference import RELEASES
from tests.tools.traces import unpacked

MODES = ("selesai", "gagal", "mati", "paket_mati")
_LITTLE = "90MB"
_NAMES = """
select nama from snapshot_individu
where list_contains($1, id_individu) and length(nama) >= 10 and contains(nama, ' ')
"""


def mark_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Follow one to three persons through a home under a key; ``seed`` chooses them and the end.

    Gives ``seed``, ``mode``, ``texts`` (how many were looked for), ``files`` (how many were looked
    through), ``seconds`` and ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    mode, dice = MODES[seed % len(MODES)], random.Random(f"penanda:{seed}")
    log, landing = work_dir / f"m{seed}.log", work_dir / "landing"
    shutil.copytree(reference_dir / "landing", landing)
    told: dict[str, Any] = {"seed": seed, "mode": mode}
    failures: list[str] = []
    try:
        open_home = Place(work_dir / "terbuka", landing, work_dir / "pilih.log")
        open_home.restore(reference_dir / "home")
        texts = open_home.answer(lambda s: _texts(s, dice))
        if not list(_found([open_home.home], texts)[0]):
            failures.append("the search finds nothing in an open home")
        for path in (open_home.home, open_home.temporary):
            shutil.rmtree(path, ignore_errors=True)
        place = Place(work_dir / "home", landing, log, KEY)
        _act(place, work_dir / "izin", mode, dice, reference.facts(reference_dir)["detik"])
        roots = [place.home, place.temporary, work_dir / "izin", log]
        found, files = _found(roots, texts)
        failures += [f"after {mode}: {item}" for item in found]
        told |= {"texts": len(texts), "files": files}
    except RuntimeError as error:
        failures.append(str(error))
    if not failures:
        shutil.rmtree(work_dir)
    return told | {"failures": failures, "seconds": round(time.monotonic() - began, 1)}


def _act(
    place: Place, izin: Path, mode: str, dice: random.Random, seconds: dict[str, float]
) -> None:
    whole = sum(seconds[name] for name in RELEASES)
    if mode == "gagal":
        run = Child(_starved(place), place.log)
        if not run.wait(20 * whole) or run.code == 0:
            run.kill()
            raise RuntimeError("a run with too little memory did not fail")
        return
    if mode == "mati":
        run = Child(place.runner(), place.log)
        run.wait(dice.uniform(0.1, 0.95) * whole)
        run.kill()
        return
    call(place.runner(), place.log)
    making = Child(lambda: _packages(place, izin), place.log)
    if mode == "paket_mati":
        # the first package is being made about then; all of them take longer
        making.wait(dice.uniform(4, 14))
        making.kill()
    else:
        making.finish()


def _starved(place: Place) -> Callable[[], None]:
    def run() -> None:
        os.environ["DTSEN_MEMORY_LIMIT"] = _LITTLE
        place.runner()()

    return run


def _packages(place: Place, izin: Path) -> None:
    from dagster_dtsen import demonstration

    demonstration.run(place.enter(), izin, lambda: dt.datetime.now(dt.UTC).replace(microsecond=0))


def _texts(settings: Settings, dice: random.Random) -> list[str]:
    """Numbers, provider's keys and long names of the marked."""
    chosen = choose(settings, dice)
    with warehouse.connect(settings, read_only=True) as con:
        con.execute(f"create temp view snapshot_individu as select * from {newest(settings)}")
        names = con.execute(_NAMES, [chosen["ids"]]).fetchall()
    return [*chosen["texts"], *sorted(row[0] for row in names)]


def _found(roots: list[Path], texts: list[str]) -> tuple[list[str], int]:
    """``file: #text`` of all that can be read without a key, and how many files were looked at."""
    wanted = [(f"#{place}", text.encode()) for place, text in enumerate(texts)]
    found, count = [], 0
    for root in roots:
        files = [root] if root.is_file() else sorted(p for p in root.rglob("*") if p.is_file())
        for path in files:
            count += 1
            held = {name for content in _contents(path) for name, text in wanted if text in content}
            found += [f"{path.relative_to(root.parent)}: {name}" for name in sorted(held)]
    return found, count


def _contents(path: Path) -> Iterator[bytes]:
    raw = path.read_bytes()
    yield raw
    yield from unpacked(path, raw)
    if raw[:4] == b"PAR1":
        try:
            yield str(pq.read_table(path).to_pydict()).encode()
        except ArrowException:
            return
    elif path.suffix == ".duckdb":
        yield from _database(path)


def _database(path: Path) -> Iterator[bytes]:
    """Every value of a database that opens without a key."""
    try:
        con = duckdb.connect(str(path), read_only=True)
    except duckdb.Error:
        return
    with con:
        tables = con.execute("select schema_name, table_name from duckdb_tables()").fetchall()
        for schema, table in tables:
            yield str(con.execute(f'select * from "{schema}"."{table}"').fetchall()).encode()
