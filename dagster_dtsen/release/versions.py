"""Versions of a release: which one is to be built, which ones readers see (Pasal 26)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.release import acts, history, intact, publish, store, tombstones
from dagster_dtsen.release.ids import ReleaseId
from dagster_dtsen.settings import Settings


@dataclass(frozen=True)
class Change:
    """What a rollback does: the release readers see, those withdrawn and those brought back."""

    target: str
    withdrawn: list[str]
    restored: list[str]

    @property
    def nothing(self) -> bool:
        return not self.withdrawn and not self.restored


def change_to(settings: Settings, name: str) -> Change:
    """What must be withdrawn and brought back for readers to see version ``name``.

    In use are then the versions it was built on and itself: nothing later, no other version of
    these quarters that is newer. Raises DtsenError E-RILIS-SALAH, E-VERSI-TIADA.
    """
    target = store.named(settings, name)
    chain = {item.release: item for item in history.chain_of(settings, target)}
    gone = acts.withdrawn(settings)
    away = {
        item.name
        for item in store.whole(settings)
        if item.release > target.release
        or (item.release in chain and item.version > chain[item.release].version)
    }
    kept = {item.name for item in chain.values()}
    return Change(target.name, sorted(away - gone), sorted(kept & gone))


def roll_back(settings: Settings, name: str, reason: str, by: str) -> Change:
    """Point readers at version ``name``; nothing is deleted, and a rollback can be rolled back.

    The caller holds the run lock. A rollback that changes nothing is not entered.
    Raises DtsenError E-RILIS-SALAH, E-VERSI-TIADA, E-KEPUTUSAN-SALAH, and E-SEGEL-RUSAK where the
    files of the version are not whole.
    """
    change = change_to(settings, name)
    if not change.nothing:
        intact.complete(store.named(settings, change.target))
        acts.enter(
            settings,
            acts.POINT,
            change.target,
            reason,
            by,
            ditarik=change.withdrawn,
            dipulihkan=change.restored,
        )
    publish.point_to_current(settings)
    return change


def request(settings: Settings, release: ReleaseId, reason: str, by: str) -> str:
    """Ask for the newest version of ``release`` to be replaced; its name.

    One whose rows were destroyed too. Raises DtsenError E-VERSI-TIADA, E-KEPUTUSAN-SALAH.
    """
    found = store.versions(settings, str(release))
    name = (found[-1] if found else store.named(settings, str(release))).name
    acts.enter(settings, acts.REBUILD, name, reason, by)
    return name


def states(settings: Settings) -> list[dict[str, Any]]:
    """Every stored version, oldest first, with what it is to readers.

    Keys: ``rilis``, ``dasar``, ``tanggal_rilis``, ``sidik``, ``individu``, ``keluarga``,
    ``keadaan``: ``terbit`` (readers see it), ``menunggu`` (they should and do not yet, after a
    kill), ``dipakai`` (an older quarter of the chain in use), ``digantikan``, ``ditarik``,
    ``dihapus``; ``bangun_ulang`` (reason, or None). Raises DtsenError E-KUNCI-SALAH.
    """
    used = {item.name for item in store.stored(settings)}
    state = _states(settings, used)
    told = []
    for item in store.versions(settings):
        summary = item.manifest["ringkasan"]
        told.append(
            {
                "rilis": item.name,
                "dasar": item.manifest["id_dasar"],
                "tanggal_rilis": item.manifest["tanggal_rilis"],
                "sidik": item.manifest["sidik"]["rilis"],
                "individu": summary["individu"],
                "keluarga": summary["keluarga"],
                "menggantikan": item.manifest.get("menggantikan"),
                "keadaan": "dihapus" if item.destroyed else state.get(item.name, "digantikan"),
                "bangun_ulang": why_anew(settings, item) if item.name in used else None,
            }
        )
    return told


def _states(settings: Settings, used: set[str]) -> dict[str, str]:
    """What each version is; those that are not named were replaced."""
    found = dict.fromkeys(used, "dipakai") | dict.fromkeys(acts.withdrawn(settings), "ditarik")
    waiting, seen = publish.to_come(settings), publish.published(settings)
    if waiting is not None:
        found[waiting.name] = "menunggu"
    if seen is not None and used:
        found[seen] = "terbit"  # until the kill is made up for, withdrawn or not
    return found


def why_anew(settings: Settings, item: store.StoredRelease) -> str | None:
    """Why ``item``, which is in use, is to be replaced.

    The reason given, an erasure from before which it is, or its base's version.
    """
    asked = acts.requested(settings).get(item.name)
    newest = store.versions(settings, str(item.release))[-1]
    # a later version, even a withdrawn one, is what was asked for
    if asked is not None and newest.name == item.name:
        return asked
    erased = tombstones.unclean(settings, item)
    if erased:
        return f"penghapusan / erasure: {', '.join(erased)}"
    base = store.base_of(settings, item.release)
    name = base.name if base else None
    if item.manifest["id_dasar"] != name:
        return f"dasar / base: {item.manifest['id_dasar']} → {name}"
    return None


def to_build(settings: Settings, release: ReleaseId) -> int | None:
    """The version of ``release`` that is to be built now; None when there is nothing to do.

    Raises DtsenError E-RILIS-DITARIK when all its versions are withdrawn, destroyed or not, and
    none was asked for.
    """
    found = store.versions(settings, str(release))
    if not found:
        return 1
    following = store.next_version(settings, str(release))
    if found[-1].name in acts.requested(settings):
        return following
    current = store.find(settings, release)
    if current is None and found[-1].destroyed and found[-1].name not in acts.withdrawn(settings):
        return following
    if current is None:
        raise DtsenError("E-RILIS-DITARIK", release=release)
    return following if why_anew(settings, current) is not None else None


def to_rebuild(settings: Settings, first: ReleaseId) -> list[ReleaseId]:
    """``first`` and the stored quarters after it that are in use: each follows from the one before.

    What of them has to be built is said by :func:`to_build` when its turn comes.
    """
    gone = acts.withdrawn(settings)
    used = {item.release for item in store.versions(settings) if item.name not in gone}
    return [first, *sorted(item for item in used if item > first)]


def replaces(settings: Settings, release: ReleaseId) -> dict[str, str] | None:
    """Which version the one being built replaces, and why; None: it is the first."""
    found = store.versions(settings, str(release))
    if not found:
        return None
    # readers have the one in use, also where a newer one was withdrawn
    replaced = store.find(settings, release) or found[-1]
    asked = acts.requested(settings).get(found[-1].name)
    why = asked if asked is not None else why_anew(settings, replaced)
    return {"rilis": replaced.name, "alasan": why or ""}
