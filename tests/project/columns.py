"""The columns of every model, found by running the compiled SQL on empty tables."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from typing import Any

import duckdb

from dagster_dtsen import dbt_bridge
from dagster_dtsen.reception.load import TECHNICAL
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.settings import get_settings
from tests.project.tree import DBT, MODEL_LIST

Manifest = dict[str, Any]
# columns made by one rule → the docs block that describes them all where they stand
GENERATED = {
    r".+__sumber": "kolom_sumber_nilai",
    r"butir_\d{3}\w*": "kolom_butir",
    r"urut_(?!blok$).+": "kolom_urut_blok",
    r"timpa_.+": "kolom_timpa_blok",
    r"percaya_.+": "kolom_percaya_blok",
    r"(u|k)_.+__.+|(t|v|a|g|b1|b2)_.+": "kolom_hitungan_indikator",
}


def in_order(manifest: Manifest) -> Iterator[dict[str, Any]]:
    """Seeds and models, each after what it depends on."""
    nodes = {
        key: node
        for key, node in manifest["nodes"].items()
        if node["resource_type"] in ("seed", "model")
    }
    done: set[str] = set()

    def visit(key: str) -> Iterator[dict[str, Any]]:
        if key in done or key not in nodes:
            return
        done.add(key)
        for parent in sorted(nodes[key]["depends_on"].get("nodes", [])):
            yield from visit(parent)
        yield nodes[key]

    for key in sorted(nodes):
        yield from visit(key)


def _make_sources(con: duckdb.DuckDBPyConnection, manifest: Manifest) -> None:
    """Raw tables as the contracts have them, the others as their YAML declares them."""
    raw = {
        contract.raw_table(item.nama): ", ".join(f'"{name}" varchar' for name in item.kolom)
        for contract in load_contracts()
        for item in contract.dataset
    }
    for source in manifest["sources"].values():
        schema, name = source["schema"], source["name"]
        con.execute(f"create schema if not exists {schema}")
        if schema == "raw":
            con.execute(f"create table raw.{name} ({TECHNICAL}, {raw[name]})")
        elif schema != "snapshot":
            columns = ", ".join(
                f"{column['name']} {column['data_type']}" for column in source["columns"].values()
            )
            con.execute(f"create table {schema}.{name} ({columns})")


def _make_seed(con: duckdb.DuckDBPyConnection, node: dict[str, Any]) -> None:
    with (DBT / node["original_file_path"]).open(newline="", encoding="utf-8") as handle:
        header = next(csv.reader(handle))
    types = node["config"]["column_types"]
    columns = ", ".join(f"{name} {types[name]}" for name in header)
    con.execute(f"create table {node['schema']}.{node['name']} ({columns})")


def columns_of_models(manifest: Manifest) -> dict[str, list[str]]:
    """Model → its columns in their order; ``manifest`` holds the compiled SQL.

    A sealed table has the columns of the ``beku_`` model it is sealed from.
    """
    con = duckdb.connect()
    con.execute("attach ':memory:' as wh")
    con.execute("use wh")
    _make_sources(con, manifest)
    found = {}
    for node in in_order(manifest):
        con.execute(f"create schema if not exists {node['schema']}")
        if node["resource_type"] == "seed":
            _make_seed(con, node)
            continue
        name = node["name"]
        relation = f"{node['schema']}.{name}"
        con.execute(f"create table {relation} as {node['compiled_code']}")
        if name.startswith("beku_"):
            sealed = name.removeprefix("beku_")
            con.execute(f"create view snapshot.{sealed} as select * from {relation}")
        found[name] = [row[0] for row in con.execute(f"describe {relation}").fetchall()]
    con.close()
    return found


def generated_by(column: str) -> str | None:
    """The docs block of the rule that makes a column of this name, or None."""
    return next((name for rule, name in GENERATED.items() if re.fullmatch(rule, column)), None)


def undescribed(manifest: Manifest) -> dict[str, list[str]]:
    """Model → columns without a description; generated ones need none of their own."""
    told = {
        node["name"]: {name for name, item in node["columns"].items() if item["description"]}
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    found = {
        model: [name for name in columns if name not in told[model] and not generated_by(name)]
        for model, columns in columns_of_models(manifest).items()
    }
    return {model: names for model, names in found.items() if names}


def block_of(docs: set[str], model: str, column: str) -> str | None:
    """The docs block that describes a column of this name, of the model’s own entity first."""
    families = ("keluarga", "rumah_tangga")
    entities = ["individu", "keluarga", "relasi", "peringkat"]
    if any(word in model for word in families):
        entities[:2] = ["keluarga", "individu"]
    names = [*(f"kamus_{entity}_{column}" for entity in entities), f"kolom_{column}", column]
    return next((name for name in names if name in docs), None)


def with_descriptions(text: str, described: dict[str, str]) -> str:
    """A model's YAML with a description for each of these columns, where it has none."""
    lines = text.rstrip("\n").split("\n")
    end = next((i for i, line in enumerate(lines) if line.startswith("unit_tests:")), len(lines))
    head, tail = lines[:end], lines[end:]
    while head and not head[-1].strip():
        head.pop()
    if "    columns:" not in head:
        head.append("    columns:")
    for name, prose in described.items():
        line = f"        description: '{prose}'"
        entry = f"      - name: {name}"
        if entry in head:
            head.insert(head.index(entry) + 1, line)
        else:
            head += [entry, line]
    return "\n".join([*head, *([""] if tail else []), *tail]) + "\n"


def main() -> None:
    """Describe by its docs block every column that has one; print the columns left over.

    Run by hand: ``python -m tests.project.columns`` in the environment of any home.
    """
    settings = get_settings()
    dbt_bridge.load_manifest(settings)
    dbt_bridge.invoke(settings, ["compile", "--quiet", "--select", "resource_type:model"])
    manifest = dbt_bridge.load_manifest(settings)
    docs = {key.rsplit(".", 1)[1] for key in manifest["docs"]}
    paths = {model.name: model.path.with_suffix(".yml") for model in MODEL_LIST}
    for model, names in undescribed(manifest).items():
        blocks = {name: block for name in names if (block := block_of(docs, model, name))}
        described = {name: f'{{{{ doc("{block}") }}}}' for name, block in blocks.items()}
        if not paths[model].exists():
            print(f"{model}: {paths[model].name}")
            continue
        text = paths[model].read_text(encoding="utf-8")
        paths[model].write_text(with_descriptions(text, described), encoding="utf-8")
        if left := [name for name in names if name not in blocks]:
            print(f"{model}: {', '.join(left)}")


if __name__ == "__main__":
    main()
