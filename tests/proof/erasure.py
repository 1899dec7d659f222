"""Persons erased from a published home: no trace is left, nobody else changes, none comes back."""

from __future__ import annotations

import random
import shutil
import time
from functools import partial
from pathlib import Path
from typing import Any

from dagster_dtsen import backups, cli_erase, warehouse
from dagster_dtsen.reception import erased
from dagster_dtsen.reception.registry import load_contracts
from dagster_dtsen.release import acts, store
from dagster_dtsen.settings import Settings
from tests.proof import inspect_home, reference
from tests.proof.child import call, killed
from tests.proof.place import Place
from tests.proof.reference import RELEASES
from tests.tools.traces import traces

_WHY = "permohonan warga"
# who is erased: a head of a family, a member, one that a single source knows, one that all do
_CHOICE = """
with dikenal as (
    select p.id_individu, count(distinct i.penyedia) as sumber
    from wh.linkage.peta_individu as p
    inner join wh.standardised.individu as i on p.record_key = i.record_key
    group by p.id_individu
)
select i.id_individu
from snapshot_individu as i
inner join dikenal as d on i.id_individu = d.id_individu
where {rule}
order by i.id_individu
"""
_RULES = {
    "kepala": "i.status_hubungan_keluarga = '1'",
    "anggota": "i.status_hubungan_keluarga <> '1'",
    "satu_sumber": "d.sumber = 1",
    "banyak_sumber": "d.sumber >= 4",
}
# everybody who was in another family before, as the newest release has them; who was in theirs may
# be in one of another id now
_OTHERS = """
select count(*), sum(cast(hash(i) % 1000000007 as hugeint)),
    (select count(*) from {table} where list_contains($1, id_individu))
from {table} as i
where not list_contains($2, i.id_individu) and not list_contains($1, i.id_individu)
"""


def erase_once(reference_dir: Path, work_dir: Path, seed: int) -> dict[str, Any]:
    """Erase one to three persons of a home with two releases, by the command.

    ``seed`` chooses them; odd seeds kill the erasure at a moment uniform over its reference
    seconds, and ``dtsen run`` ends it. Then: no file of the home or of landing holds a number or
    key of theirs (read value by value); the first versions have their manifests and no rows;
    everybody of other families is as before; the original deliveries landing again, and a
    restoration from a backup of before, bring nobody back, and what the restored home builds has
    the fingerprints of the erased one. Gives ``persons``, ``texts``, ``killed`` and ``failures``.
    """
    began = time.monotonic()
    shutil.rmtree(work_dir, ignore_errors=True)
    work_dir.mkdir(parents=True)
    dice = random.Random(f"hapus:{seed}")
    log = work_dir / f"h{seed}.log"
    landing = work_dir / "landing"
    place = Place(work_dir / "home", landing, log)
    failures: list[str] = []
    told: dict[str, Any] = {"seed": seed, "killed": None}

    def restore() -> None:
        shutil.rmtree(landing, ignore_errors=True)
        shutil.copytree(reference_dir / "landing", landing)
        place.restore(reference_dir / "home")

    try:
        restore()
        chosen = place.answer(lambda s: choose(s, dice))
        told |= {"persons": len(chosen["ids"]), "rules": chosen["rules"]}
        told["texts"] = len(chosen["texts"])
        before = place.answer(lambda s: _others(s, chosen))
        copy = work_dir / "cadangan"
        place.answer(lambda s: backups.backup(s, copy, plain=True)["generasi"])
        if not place.answer(lambda s: traces(s, [s.root, s.landing], chosen["texts"])):
            failures.append("the search finds nothing before")
        if seed % 2:
            seconds = reference.facts(reference_dir)["detik"]
            delay = dice.uniform(0.02, 0.8) * sum(seconds[name] for name in RELEASES)
            erase = partial(_erase, place, chosen["ids"])
            told["killed"] = killed(erase, log, delay, restore)
            failures += place.answer(lambda s: inspect_home.whole(s, "after the kill"))
            call(place.runner(), log)
            if place.answer(lambda s: _others(s, chosen))["theirs"]:
                call(lambda: _erase(place, chosen["ids"]), log)  # killed before it was entered
        else:
            call(lambda: _erase(place, chosen["ids"]), log)
        failures += _held(place, chosen, before, "after the erasure")
        shutil.rmtree(landing)
        shutil.copytree(reference_dir / "landing", landing)
        call(place.runner(), log)
        failures += _held(place, chosen, before, "after the deliveries landed again")
        place.answer(lambda s: backups.backup(s, copy, plain=True)["generasi"])
        failures += _restored(place, copy, chosen, before)
    except RuntimeError as error:
        failures.append(str(error))
    if not failures:
        shutil.rmtree(work_dir)
    return told | {"failures": failures, "seconds": round(time.monotonic() - began, 1)}


def _restored(
    place: Place, copy: Path, chosen: dict[str, Any], before: dict[str, Any]
) -> list[str]:
    """What is wrong with a home restored elsewhere from before the erasure, and built on."""
    again = Place(copy.with_name("pulih"), place.landing, place.log)
    call(lambda: _restore(again, copy), place.log)
    left = again.answer(lambda s: traces(s, [s.root], chosen["texts"]))
    wrong = [f"restored: {item}" for item in left]
    call(again.runner(), place.log)
    wrong += _held(again, chosen, before, "in the restored home")
    if place.answer(_fingerprints) != again.answer(_fingerprints):
        wrong.append("the restored home builds other releases")
    return wrong


def _restore(place: Place, copy: Path) -> None:
    backups.restore(place.enter(), copy, 1, plain=True)


def _erase(place: Place, ids: list[str]) -> None:
    place.enter()
    cli_erase.erase(ids, _WHY, True, None, "uji", place.landing, place.home)


def newest(settings: Settings) -> str:
    return store.stored(settings)[-1].table(settings, "snapshot", "individu")


def choose(settings: Settings, dice: random.Random) -> dict[str, Any]:
    """Ids, all of their families, and the texts that tell of them alone: numbers and keys."""
    with warehouse.connect(settings, read_only=True) as con:
        con.execute(f"create temp view snapshot_individu as select * from {newest(settings)}")
        rules = dice.sample(sorted(_RULES), dice.randint(1, 3))
        found = {
            rule: con.execute(_CHOICE.format(rule=_RULES[rule])).fetchall()
            # a home need not have somebody of each kind; it has members
            for rule in (*rules, "anggota")
        }
        rules = [rule for rule in rules if found[rule]] or ["anggota"]
        ids: list[str] = [dice.choice(found[rule])[0] for rule in rules]
        near = con.execute(
            "select id_individu from snapshot_individu where id_keluarga in (select id_keluarga "
            "from snapshot_individu where list_contains($1, id_individu))",
            [ids],
        ).fetchall()
        texts = con.execute(
            "select nik from snapshot_individu where list_contains($1, id_individu) "
            "and nik is not null",
            [ids],
        ).fetchall()
        texts += [row for contract in load_contracts() for row in _keys(con, contract, ids)]
    own = sorted({str(row[0]) for row in texts if len(str(row[0])) >= 8})
    return {
        "ids": sorted(set(ids)),
        "rules": rules,
        "near": [row[0] for row in near],
        "texts": own,
    }


def _keys(con: Any, contract: Any, ids: list[str]) -> list[Any]:
    """Keys of one column that a provider has for them."""
    found = []
    for dataset in contract.dataset:
        if dataset.merekam == "individu" and len(dataset.kunci) == 1:
            own = erased.plain(contract, dataset)["kunci"]
            found += con.execute(
                f'select trim("{dataset.kunci[0]}") '
                f"from wh.raw.{contract.raw_table(dataset.nama)} where sha256({own}) in ("
                "select record_key from wh.linkage.peta_individu "
                "where list_contains($1, id_individu))",
                [ids],
            ).fetchall()
    return found


def _others(settings: Settings, chosen: dict[str, Any]) -> dict[str, Any]:
    with warehouse.connect(settings, database=settings.scratch_dir / "lain.duckdb") as con:
        row = con.execute(
            _OTHERS.format(table=newest(settings)), [chosen["ids"], chosen["near"]]
        ).fetchall()[0]
    return {"count": row[0], "hash": str(row[1]), "theirs": row[2]}


def _held(place: Place, chosen: dict[str, Any], before: dict[str, Any], when: str) -> list[str]:
    found: list[str] = place.answer(lambda s: inspect_home.whole(s, when))
    left = place.answer(lambda s: traces(s, [s.root, s.landing], chosen["texts"]))
    found += [f"{when}, left: {item}" for item in left]
    after = place.answer(lambda s: _others(s, chosen))
    if after["theirs"]:
        found.append(f"{when}: {after['theirs']} are in the newest release")
    if (after["count"], after["hash"]) != (before["count"], before["hash"]):
        found.append(f"{when}: others changed, {before['count']} → {after['count']}")
    destroyed = place.answer(lambda s: [i.name for i in store.versions(s) if i.destroyed])
    first = place.answer(lambda s: [entry["rilis"] for entry in acts.erasures(s)])
    if destroyed != [f"{name}.v1" for name in RELEASES if name >= min(first, default="9")]:
        found.append(f"{when}: destroyed are {destroyed}, erased from {first}")
    return found


def _fingerprints(settings: Settings) -> dict[str, str]:
    return {item.name: item.manifest["sidik"]["rilis"] for item in store.whole(settings)}
