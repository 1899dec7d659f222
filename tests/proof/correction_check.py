"""Holds one release of a corrected home against the oracle and the home without corrections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.proof import correction_oracle as oracle
from tests.proof.correction_oracle import Judged, Sources
from tests.proof.correction_view import RANKS, Row, Tables, item_places

# follow from who is in: compared where nobody of the family came or went
_OF_MEMBERS = ("jumlah_anggota_dihitung", "verdik_kepala", "kepala_ditangguhkan")
_OF_HEAD = ("no_kk", "alamat", "rt", "rw")
_COUNTED = ("pbi_nas", "pbi_pemda", "jumlah_anggota_keluarga")
_TIERS = tuple(f"kode_{tier}_kemendagri" for tier in oracle.TIERS)
_SAME = ("peta_individu", "peta_keluarga", "rekaman")


@dataclass
class Check:
    """``given``: the corrected home, ``plain``: the other; ``shut``: restricted persons;
    ``touched``: families whose members, or their birth dates, differ now or did before."""

    given: Tables
    plain: Tables
    sources: Sources
    judged: Judged
    shut: set[str]
    touched: set[str]
    checks: int = 0
    unsure: int = 0
    reranked: int = 0
    failures: list[str] = field(default_factory=list)

    def run(self) -> None:
        self._states()
        for name in _SAME:
            self._hold(_bag(self.given[name]) == _bag(self.plain[name]), f"{name} is another")
        inside = self._verdicts()
        self._persons(inside)
        self._families(inside)
        self._ranks()

    def _hold(self, held: bool, text: str) -> None:
        self.checks += 1
        self.failures += [] if held else [text]

    def _states(self) -> None:
        told = {
            (str(r["id_koreksi"]), str(r["variabel"])): (str(r["objek"]), r["id"], str(r["status"]))
            for r in self.given["koreksi"]
        }
        for key in sorted(told.keys() | self.judged.states.keys()):
            wanted, found = self.judged.states.get(key), told.get(key)
            text = f"koreksi {key[0]} {key[1]}: {wanted and wanted[2]}, is {found and found[2]}"
            self._hold(wanted == found, text if wanted != found else "")

    def _verdicts(self) -> set[str]:
        """Persons who must be in; those whose verdict the oracle leaves open are as they are."""
        given, plain = (_by(t["verdik_individu"], "id_individu") for t in (self.given, self.plain))
        self._hold(given.keys() == plain.keys(), "verdicts on other persons")
        found = _by(self.given["individu"], "id_individu").keys()
        base = _by(self.plain["individu"], "id_individu").keys()
        inside = set()
        for who in given.keys() & plain.keys():
            before = str(plain[who]["verdik_nik"])
            wanted = oracle.verdict(who, before, self.judged, self.sources, self.shut)
            stated = given[who]["verdik_nik"]
            if wanted is None:
                self.unsure += 1
                wanted = stated
            self._hold(stated == wanted, f"verdict {wanted}, is {stated}, else {before}")
            card = plain[who]["verdik_no_kk"] == "kk_sesuai"
            if wanted == "sesuai" and card:
                inside.add(who)
            self._hold((who in found) == (wanted == "sesuai" and card), f"in or out: {wanted}")
            changed = ("individu", who, "tanggal_lahir") in self.judged.applied
            if (who in inside) != (who in base) or changed:
                self.touched.add(self.sources.family.get(who, ""))
        return inside

    def _persons(self, inside: set[str]) -> None:
        given, plain = (_by(t["individu"], "id_individu") for t in (self.given, self.plain))
        origin = [_by(t["asal_individu"], "id_individu") for t in (self.given, self.plain)]
        for who in given.keys() & inside:
            row = plain.get(who) or self._said("individu", who) | {
                "id_keluarga": self.sources.family.get(who)
            }
            self._values("individu", who, given[who], row)
            for name, value in origin[0][who].items() if who in origin[1] else ():
                variable = name.removesuffix("__sumber")
                ours = ("individu", who, variable) in self.judged.applied
                self._hold(value == ("0" if ours else origin[1][who][name]), f"origin of {name}")
        self._members(inside)

    def _members(self, inside: set[str]) -> None:
        told = [(r["id_individu"], r["id_keluarga"]) for r in self.given["anggota_keluarga"]]
        wanted = [(who, self.sources.family.get(who)) for who in inside]
        self._hold(sorted(map(str, told)) == sorted(map(str, wanted)), "members of families")

    def _values(self, objek: str, who: str, found: Row, plain: Row, *ignored: str) -> None:
        self.checks += len(found.keys() & plain.keys())
        wrong = oracle.stray(objek, who, found, plain, self.judged, (*ignored, "status_butir"))
        self.failures += wrong
        if "status_butir" in plain:
            letters = self._letters(objek, who, plain["status_butir"])
            self._hold(found["status_butir"] == letters, f"{objek} status_butir")

    def _letters(self, objek: str, who: str, plain: str | None) -> str | None:
        """The letters of the items, J or K where one was corrected."""
        places = item_places(objek)
        mine = {
            places[name]: "K" if value is None else "J"
            for (kind, id_, name), value in self.judged.applied.items()
            if (kind, id_) == (objek, who) and name in places
        }
        if plain is None and not mine:
            return None
        text = list(plain or "-" * (max(places.values()) + 1))
        for place, letter in mine.items():
            text[place] = letter
        return "".join(text)

    def _said(self, objek: str, who: str) -> Row:
        return {
            name: said.nilai
            for (kind, id_, name), said in self.sources.said.items()
            if (kind, id_) == (objek, who)
        }

    def _families(self, inside: set[str]) -> None:
        given, plain = (_by(t["keluarga"], "id_keluarga") for t in (self.given, self.plain))
        people = _by(self.given["individu"], "id_individu")
        wanted = {str(self.sources.family.get(who)) for who in inside}
        self._hold(given.keys() == wanted, "families of the release")
        for who, row in given.items():
            head = people.get(str(row["id_individu_kepala"]))
            self._hold(head is not None and head["id_keluarga"] == who, "head is no member")
            if head is not None:
                told = {name: head[name] for name in (*_OF_HEAD, *_TIERS)}
                self._hold(all(row[n] == v for n, v in told.items()), "place of the head")
            mine = [r for r in people.values() if r["id_keluarga"] == who]
            self._hold(row["jumlah_anggota_keluarga"] == str(len(mine)), "size of a family")
            for name in ("pbi_nas", "pbi_pemda"):
                given_ = [str(r[name]) for r in mine if r[name] is not None]
                self._hold(row[name] == min(given_, default=None), f"{name} of a family")
            base = plain.get(who) or self._said("keluarga", who)
            answered = any(letter in (row["status_butir"] or "") for letter in "JLT")
            self._hold(row["punya_butir_keluarga"] == str(answered).lower(), "answers of a family")
            ignored = [*_OF_HEAD, *_TIERS, *_COUNTED, "punya_butir_keluarga"]
            if who in self.touched:
                ignored += [*_OF_MEMBERS, "id_individu_kepala"]
            self._values("keluarga", who, row, base, *ignored)

    def _ranks(self) -> None:
        """Whoever is as in the other home has its score; others may have another."""
        given, plain = (_scored(tables) for tables in (self.given, self.plain))
        self._hold(given.keys() == {str(r["id_keluarga"]) for r in self.given["keluarga"]}, "ranks")
        for who in given.keys() & plain.keys():
            same = given[who][0] == plain[who][0]
            self._hold(not same or given[who][1] == plain[who][1], "a score without a reason")
            self.reranked += given[who][1] != plain[who][1]


def _scored(tables: Tables) -> dict[str, tuple[list[str], str | None]]:
    """Family → all that is held of it and its members, and its score."""
    scores = {str(row["id_keluarga"]): row["skor_kesejahteraan"] for row in tables[RANKS]}
    held: dict[str, list[Row]] = {who: [] for who in scores}
    for name in ("keluarga", "individu"):
        for row in tables[name]:
            held.setdefault(str(row["id_keluarga"]), []).append(row)
    return {who: (_bag(rows), scores[who]) for who, rows in held.items() if who in scores}


def _by(rows: Iterable[Row], key: str) -> dict[str, Row]:
    return {str(row[key]): row for row in rows}


def _bag(rows: list[Row]) -> list[str]:
    return sorted(str(sorted(row.items())) for row in rows)
