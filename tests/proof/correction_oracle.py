"""What corrections must have done to a release: the rules of docs/corrections.md in plain Python.

Shares no SQL with the system: it is told what was entered, and what a home without any holds.
Texts name corrections, variables and states, never a person's value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

Values = Mapping[str, "str | None"]
OPEN, LOCKED = "walidata_berubah", "koreksi"
# origin, evidence, lock → strength, whether it changes anything, who opens it
RULES = {
    ("petugas", True, True): (100, True, LOCKED),
    ("petugas", True, False): (90, True, OPEN),
    ("warga", True, True): (80, True, LOCKED),
    ("warga", True, False): (70, True, OPEN),
    ("petugas", False, True): (60, True, LOCKED),
    ("petugas", False, False): (50, True, OPEN),
    ("warga", False, False): (10, False, OPEN),
}
DESA = "kode_desa_kemendagri"
TIERS = {"provinsi": 2, "kabupaten_kota": 4, "kecamatan": 6, "desa": 10}
STATUS = "status_kependudukan"


@dataclass(frozen=True)
class Act:
    """A correction, a restriction, or an undo, as it was entered; days are ISO texts.

    ``dibantah``: variable → what anybody said otherwise then; ``pembantah``: who said it.
    """

    id: str
    tanggal: str
    sampai: str | None = None
    membatalkan: str | None = None
    rekaman: str = ""
    objek: str = "individu"
    nilai: Values = field(default_factory=dict)
    asal: str = "petugas"
    bukti: bool = False
    kunci: bool = False
    dibantah: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pembantah: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @property
    def rule(self) -> tuple[int, bool, str]:
        return RULES[(self.asal, self.bukti, self.kunci)]


@dataclass(frozen=True)
class Said:
    """What the sources say of a variable by the policy, of when, and who decides."""

    nilai: str | None
    penyedia: str | None = None
    acuan: str = ""
    walidata: bool = False


# objek, id, variable
Place = tuple[str, str, str]


@dataclass(frozen=True)
class Sources:
    """One release of a home without corrections; ``now``: a region code as it is called now."""

    day: str
    owner: Mapping[str, str]
    family: Mapping[str, str]
    said: Mapping[Place, Said]
    now: Callable[[str], str] = lambda code: code


def in_force(acts: Iterable[Act], day: str) -> list[Act]:
    """Acts taken by ``day``, not past their last day, and not undone by an undo in force."""
    known = {act.id: act for act in acts}

    def holds(act: Act) -> bool:
        if act.tanggal > day or (act.sampai is not None and act.sampai < day):
            return False
        return not any(holds(undo) for undo in known.values() if undo.membatalkan == act.id)

    return [act for act in known.values() if act.membatalkan is None and holds(act)]


def subject(act: Act, sources: Sources) -> str | None:
    """The person who holds the record, or that person's family."""
    person = sources.owner.get(act.rekaman)
    return sources.family.get(person or "") if act.objek == "keluarga" else person


def overtaken(act: Act, variable: str, said: Said, now: Callable[[str], str]) -> bool:
    """The authority, or who was contradicted, says later something that was not said before.

    A region under its new code is not something new.
    """
    name = now if variable == DESA else str
    if act.rule[2] != OPEN or said.nilai is None or said.acuan <= act.tanggal:
        return False
    if not said.walidata and said.penyedia not in act.pembantah.get(variable, ()):
        return False
    wanted = act.nilai[variable]
    before = {name(value) for value in act.dibantah.get(variable, ())}
    return name(said.nilai) not in before | ({name(wanted)} if wanted is not None else set())


@dataclass
class Judged:
    """``states``: correction and variable → subject and state; ``applied``: place → value."""

    states: dict[tuple[str, str], tuple[str, str | None, str]] = field(default_factory=dict)
    applied: dict[Place, str | None] = field(default_factory=dict)
    winner: dict[Place, Act] = field(default_factory=dict)


def judge(acts: Iterable[Act], sources: Sources) -> Judged:
    """What becomes of every correction that holds on the day of the release."""
    found = Judged()
    rivals: dict[Place, list[Act]] = {}
    for act in in_force(acts, sources.day):
        who = subject(act, sources)
        for variable in act.nilai:
            state = "diterapkan"
            if who is None:
                state = "tanpa_rekaman"
            elif not act.rule[1]:
                state = "menunggu"
            else:
                place = (act.objek, who, variable)
                said = sources.said.get(place, Said(None))
                if overtaken(act, variable, said, sources.now):
                    state = "terlampaui"
                else:
                    rivals.setdefault(place, []).append(act)
            found.states[act.id, variable] = (act.objek, who, state)
    for place, those in rivals.items():
        # the stronger, then the later, then the smaller id
        those.sort(key=lambda act: act.id)
        those.sort(key=lambda act: (act.rule[0], act.tanggal), reverse=True)
        for act in those[1:]:
            found.states[act.id, place[2]] = (place[0], place[1], "kalah")
        found.winner[place] = those[0]
        found.applied |= _laid(place, those[0].nilai[place[2]], sources.now)
    return found


def _laid(place: Place, value: str | None, now: Callable[[str], str]) -> dict[Place, str | None]:
    """A value with what follows from it: a desa brings its higher regions along."""
    objek, who, variable = place
    if objek != "individu" or variable != DESA:
        return {place: value}
    code = None if value is None else now(value)
    return {
        (objek, who, f"kode_{tier}_kemendagri"): None if code is None else code[:digits]
        for tier, digits in TIERS.items()
    }


def same_name(left: str | None, right: str | None) -> bool | None:
    """True when one name holds all words of the other, False when they share none, else None."""
    if not left or not right:
        return False
    mine, other = set(left.upper().split()), set(right.upper().split())
    if mine <= other or other <= mine:
        return True
    return None if mine & other else False


def verdict(who: str, plain: str, judged: Judged, sources: Sources, shut: set[str]) -> str | None:
    """The verdict on a person whose verdict without corrections is ``plain``; None: not known."""
    if who in shut:
        return "dibatasi"
    answer = "sesuai" if plain == "dilaporkan_meninggal" else plain
    if answer != "sesuai":
        return plain
    name = judged.winner.get(("individu", who, "nama"))
    if name is not None and not name.bukti:
        said = sources.said.get(("individu", who, "nama"), Said(None))
        if (alike := same_name(name.nilai["nama"], said.nilai)) is not True:
            return None if alike is None else "nama_berbeda"
    status = judged.applied.get(("individu", who, STATUS))
    if status is None:
        return plain
    return {"aktif": answer, "meninggal": "dilaporkan_meninggal"}.get(status, status)


def stray(
    objek: str,
    who: str,
    found: Values,
    plain: Values,
    judged: Judged,
    ignored: Iterable[str] = (),
) -> list[str]:
    """Variables of a person or family that are neither as corrected nor as without corrections."""
    wrong = []
    skipped = set(ignored)
    for variable in sorted(set(found) & set(plain) - skipped):
        place = (objek, who, variable)
        corrected = place in judged.applied
        wanted = judged.applied[place] if corrected else plain[variable]
        if found[variable] != wanted:
            kind = "not as corrected" if corrected else "changed without a correction"
            wrong.append(f"{objek} {variable}: {kind}")
    return wrong
