"""What goes into a package: rows of people under keys, or published counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass

from dagster_dtsen import (
    list_links,
    package_counts,
    package_facts,
    package_filling,
    package_microdata,
    package_papers,
    package_restrictions,
    package_sources,
    package_supervision,
)
from dagster_dtsen.envelope import build as envelope
from dagster_dtsen.envelope import manifest
from dagster_dtsen.files import sync_tree, write_json
from dagster_dtsen.package_filling import Filling
from dagster_dtsen.package_sources import Wanted
from dagster_dtsen.parcels import change, content, ledger
from dagster_dtsen.parcels.ledger import Package
from dagster_dtsen.parcels.parts import Form
from dagster_dtsen.parcels.pseudonym import Pseudonyms
from dagster_dtsen.release import as_of
from dagster_dtsen.settings import Settings
from dagster_dtsen.sharing.check import Ground
from dagster_dtsen.sharing.counts import Counts
from dagster_dtsen.sharing.entitled import Entitlement
from dagster_dtsen.sharing.register import Grant


@dataclass(frozen=True)
class Load:
    """What a package is made of: ``place`` is its number, id, and the recipient's one before."""

    settings: Settings
    found: as_of.Release
    grant: Grant
    ground: Ground
    wanted: Wanted
    place: tuple[int, str, str | None]
    agency: envelope.Agency

    @property
    def signer(self) -> str:
        return self.agency.certificate.subject.rfc4514_string()


@dataclass(frozen=True)
class Cargo:
    """Files of a package and what its manifest says; ``keep`` notes which rows it held.

    ``keys`` are those of its pseudonyms, None of counts.
    """

    about: manifest.About
    contents: Iterable[envelope.Content]
    keep: Callable[[], None]
    keys: Pseudonyms | None


def of_counts(load: Load, allowed: Counts) -> Cargo:
    """Published counts; raises DtsenError E-KIRIM (a difference or list of them), E-UNGKAP."""
    package_sources.only_whole(load.grant, load.wanted)
    filling = package_counts.lay(load.settings, load.found, allowed)
    about = package_counts.about(load.grant, load.ground.rules, filling, load.place, load.wanted)
    contents = package_counts.contents(load.settings, filling, asdict(about), load.signer)
    return Cargo(about, contents, lambda: None, None)


def of_rows(load: Load, allowed: Entitlement, base: Package | None) -> Cargo:
    """Rows of people, whole or what changed since ``base``; raises what laying them out raises."""
    settings, name = load.settings, load.place[1]
    keys = package_sources.keys(settings, load.grant, base)
    keys.hand_over(load.found.con)
    filling = _filled(load, allowed, base, keys)
    about = package_facts.about(
        load.grant, load.ground.rules, filling, load.place, load.wanted, base
    )
    return Cargo(
        about, _contents(load, filling, about), lambda: _keep(settings, filling, name), keys
    )


def _filled(load: Load, allowed: Entitlement, base: Package | None, keys: Pseudonyms) -> Filling:
    settings, found, grant = load.settings, load.found, load.grant
    delivery = load.wanted.listed
    listed = list_links.kept(found.con, settings, grant.id, delivery, keys) if delivery else None
    filling = package_filling.lay(settings, found, grant, allowed, load.ground.day, listed)
    if delivery and listed:
        list_links.check_found(found.con, grant.id, delivery, listed, package_filling.LISTED)
    if base is None:
        return filling
    since = package_filling.since(settings, found, base)
    before = content.kept(settings, base.rows_dir(settings))
    hidden = package_restrictions.since(settings, found, base, filling.named)
    return package_filling.compare(filling, before, since, hidden)


def _keep(settings: Settings, filling: Filling, name: str) -> None:
    """Keep keys and hashes of the rows, which of them this package holds, and who is alone."""
    folder = settings.package_rows_dir / name
    folder.mkdir(mode=0o700, parents=True)
    for table in filling.tables:
        sent = "true" if filling.changes is None else change.sent(table)
        content.keep(filling.found.con, settings, folder, table, sent)
    package_restrictions.keep(folder, filling)
    if filling.micro:
        write_json(folder / package_microdata.KEPT, dict(filling.micro.report))
    sync_tree(folder)


def _contents(load: Load, filling: Filling, about: manifest.About) -> Iterator[envelope.Content]:
    settings, grant = load.settings, load.grant
    form: Form = about.fakta["bentuk"]
    yield from package_filling.data(filling, form)
    yield from package_filling.rows_of_list(filling)
    yield from package_papers.papers(settings, filling, asdict(about), load.signer)
    body = grant.asked.pemohon
    sent = ledger.released(settings, grant.id)
    releases = package_filling.unanswered(settings, filling.found, sent)
    yield from package_filling.answers(filling, body.lembaga, body.nama, releases)
    if grant.asked.kegiatan == package_supervision.ACTIVITY:
        yield from package_supervision.contents(settings, filling)
