"""Rehearse what a change of the repository does to ranks, on a small twin made for it.

    make rehearse

Holds the packaged welfare model and the policy (vars, seeds, settings that decide on a rank)
against those of the last commit on main that the history here shares; on main itself against the
commit before. Where one differs, a twin is released by the code as it lies here, and
`dtsen rehearse --former` tells who moves from the ranks of then to those of now. Without git, or
without that commit (a shallow clone), it says so and ends well.
"""

from __future__ import annotations

import ast
import csv
import io
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

PROJECT = Path(__file__).resolve().parents[1]
MODELS = "dagster_dtsen/ranking/models"
DESIGN, SETTINGS = "dagster_dtsen/ranking/pmt.yml", "dagster_dtsen/settings.py"
VARS, SEEDS = "dbt_project/dbt_project.yml", "dbt_project/seeds/aturan"
TRUNKS = ("origin/main", "main")
RELEASE, FAMILIES = "2026T1", "300"
# exit code of a model that the SQL here cannot score (docs/architecture.md)
OTHER_DESIGN = 13
Read = Callable[[str], str]


class NoHistoryError(Exception):
    """There is no commit to compare with."""


@dataclass(frozen=True)
class State:
    """The packaged model as text, and the rules of the policy by their names in a policy file."""

    model: str
    rules: dict[str, Any]


def state(read: Read) -> State:
    """The state of a tree whose files ``read`` gives. Raises KeyError where they are others."""
    name = yaml.safe_load(read(DESIGN))["model"]
    seeds = {
        seed: list(csv.DictReader(io.StringIO(read(f"{SEEDS}/{seed}.csv"))))
        for seed in ("batas_program", "aturan_validasi")
    }
    rules: dict[str, Any] = {
        "satuan_desil": unit(read(SETTINGS)),
        "maks_butir_kosong": yaml.safe_load(read(VARS))["vars"]["maks_butir_kosong"],
    }
    for row in seeds["batas_program"]:
        rules[f"batas_program.{row['program']}"] = int(row["desil_maks"])
    for row in seeds["aturan_validasi"]:
        place = f"aturan_validasi.{row['verdik']}"
        rules[f"{place}.sah"] = row["sah"] == "true"
        if row["sah"] == "false":
            rules[f"{place}.dihitung"] = row["dihitung"] == "true"
            rules[f"{place}.bila_kepala"] = row["bila_kepala"]
    return State(read(f"{MODELS}/{name}.json"), rules)


def unit(source: str) -> str:
    """The default of ``satuan_desil`` in the source of the settings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "satuan_desil":
            assert node.value is not None
            return str(ast.literal_eval(node.value))
    raise KeyError("satuan_desil")


def policy_of(before: State, now: State) -> tuple[dict[str, Any], list[str]]:
    """The rules of then that differ, as a policy file has them; and those that none can have.

    Whether a verdict is valid decides before the freeze, and a rule that only one has is no change.
    """
    found: dict[str, Any] = {}
    left = []
    for name in sorted(before.rules.keys() | now.rules.keys()):
        if before.rules.get(name) == now.rules.get(name):
            continue
        if name.endswith(".sah") or name not in before.rules or name not in now.rules:
            left.append(name)
            continue
        *places, last = name.split(".")
        own = found
        for place in places:
            own = own.setdefault(place, {})
        own[last] = before.rules[name]
    return found, left


def git(*arguments: str, root: Path = PROJECT) -> str:
    """What git says. Raises NoHistoryError."""
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        raise NoHistoryError(" ".join(arguments)) from None
    return done.stdout


def commit_before(root: Path = PROJECT) -> str:
    """The commit to compare with. Raises NoHistoryError."""
    head = git("rev-parse", "HEAD", root=root).strip()
    for trunk in TRUNKS:
        try:
            base = git("merge-base", "HEAD", trunk, root=root).strip()
        except NoHistoryError:
            continue
        if base != head:
            return base
    return git("rev-parse", "--verify", "--quiet", "HEAD^1", root=root).strip()


def rehearse(before: State, policy: dict[str, Any], model: bool) -> int:
    """Release a small twin by the code here and tell the moves from ``before``; the exit code."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        options = []
        if model:
            (folder / "lama.json").write_text(before.model, encoding="utf-8")
            options += ["--model", str(folder / "lama.json")]
        if policy:
            (folder / "lama.yml").write_text(yaml.safe_dump(policy), encoding="utf-8")
            options += ["--policy", str(folder / "lama.yml")]
        own = {"DTSEN_HOME": str(folder / "home"), "DTSEN_LANDING": str(folder / "landing")}
        environment = {k: v for k, v in os.environ.items() if not k.startswith("DTSEN_")} | own
        twin = ["--keluarga", FAMILIES, "--releases", RELEASE, "--out", str(folder)]
        for command in (["twin", "generate", *twin], ["run"], ["rehearse", "--former", *options]):
            shown = None if command[0] == "rehearse" else subprocess.DEVNULL
            code = subprocess.run(
                [sys.executable, "-m", "dagster_dtsen.cli", *command],
                cwd=PROJECT, env=environment, stdout=shown, check=False,
            ).returncode  # fmt: skip
            if code:
                return code
    return 0


def main(root: Path = PROJECT) -> int:
    """Print the rehearsal of what differs; 0 also where nothing can be compared."""
    try:
        commit = commit_before(root)
        before = state(lambda path: git("show", f"{commit}:{path}", root=root))
    except (NoHistoryError, KeyError) as error:
        print(f"Gladi dilewati, tidak ada yang dapat dibandingkan dalam git: {error}")
        print(f"Rehearsal left out, git has nothing to compare with: {error}")
        return 0
    now = state(lambda path: (root / path).read_text(encoding="utf-8"))
    policy, left = policy_of(before, now)
    for name in left:
        print(f"Tidak dapat digladikan / cannot be rehearsed: {name}")
    if before.model == now.model and not policy:
        print(f"Model dan kebijakan sama dengan / model and policy are those of {commit[:12]}")
        return 0
    print(f"Gladi terhadap / rehearsed against {commit[:12]}", flush=True)
    code = rehearse(before, policy, before.model != now.model)
    if code == OTHER_DESIGN:
        print("Model lama berancangan lain / the former model has another design")
        return 0
    return code


if __name__ == "__main__":
    sys.exit(main())
