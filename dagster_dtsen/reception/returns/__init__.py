"""Return packages: every refused or excluded record goes back to its provider with the reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb

from dagster_dtsen.reception.returns import content, pages, profile_page, rows, verdict
from dagster_dtsen.settings import Settings
from dagster_dtsen.warehouse import parquet_options

SUMMARY = "ringkasan.json"

__all__ = ["SUMMARY", "folder_of", "write_list_returns", "write_returns"]


def write_returns(
    con: duckdb.DuckDBPyConnection, settings: Settings, release: str
) -> dict[str, int]:
    """Write ``pengembalian/<rilis>/<penyedia>/<kiriman>/``; give the findings per delivery.

    Every delivery new to the release gets a package: ``pengembalian.csv`` and
    ``pengembalian.parquet`` (each finding with the record as it was delivered), ``ringkasan.json``
    (dates, balance and reasons, no value of a person) and the same as a page, ``putusan.html`` and
    ``putusan.pdf``; a correction also ``selisih.csv``. ``profil.html`` tells how complete and
    uniform the columns are. A delivery refused since the base release has summary and verdict
    only. Folders are for this user alone: the rows are personal data. In an encrypted home they
    stand in Parquet under its key, and `dtsen returns --to` hands them out.
    """
    rows.collect(con)
    keyed = parquet_options(settings) if settings.secret() else None
    root = settings.returns_dir / _named(con, release)
    shutil.rmtree(root, ignore_errors=True)
    settings.returns_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    counts = {}
    for head in content.accepted(con, release):
        folder = _folder(root, head)
        rows.write(con, folder, head["penyedia"], head["kiriman"], keyed)
        told = content.of_accepted(con, head)
        if told["selisih"]:
            rows.write_difference(con, folder, head["kiriman"])
        _tell(folder, told)
        profile = profile_page.page(con, head, settings.sel_minimum)
        _page(folder, "profil", profile)
        counts[head["kiriman"]] = sum(item["jumlah"] for item in told["alasan"])
    for told in content.refused(con, release):
        _tell(_folder(root, told), told)
    return counts


def _named(con: duckdb.DuckDBPyConnection, release: str) -> str:
    version = con.execute("select versi from kendali.rilis").fetchall()[0][0]
    return folder_of(release, version)


def folder_of(release: str, version: int) -> str:
    """Name of the folder of a quarter's return packages: a later version has one of its own."""
    return release if version == 1 else f"{release}.v{version}"


def write_list_returns(
    con: duckdb.DuckDBPyConnection, folder: Path, release: str, agency: str, more: dict[str, Any]
) -> dict[str, Any]:
    """Write what reception says of the one list of a working file of its own; give what is told.

    The same files as a delivery's package, without profile and difference; ``agency`` stands for
    the provider, and ``more`` goes into the summary beside what reception tells.
    """
    refused = content.refused(con, release, listed=True)
    if refused:
        told = refused[0]
    else:
        rows.collect(con, later=False)
        (head,) = content.accepted(con, release)
        rows.write(con, folder, head["penyedia"], head["kiriman"])
        told = content.of_accepted(con, head)
    told |= {"lembaga": agency} | more
    _tell(folder, told)
    return told


def _folder(root: Path, head: dict[str, Any]) -> Path:
    folder = root / str(head["penyedia"]) / str(head["kiriman"])
    folder.mkdir(parents=True)
    return folder


def _tell(folder: Path, told: dict[str, Any]) -> None:
    """Summary and verdict page, from one content."""
    text = json.dumps(told, indent=2, ensure_ascii=False) + "\n"
    (folder / SUMMARY).write_text(text, encoding="utf-8")
    page = verdict.page(told)
    _page(folder, "putusan", page)
    (folder / "putusan.pdf").write_bytes(pages.pdf("putusan.typ", page))


def _page(folder: Path, name: str, page: dict[str, Any]) -> None:
    text = pages.html(f"{name}.html.j2", page)
    (folder / f"{name}.html").write_text(text, encoding="utf-8")
