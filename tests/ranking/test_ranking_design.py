"""One design: what pmt.yml says, the dictionary knows and the SQL of the ranking models does."""

from __future__ import annotations

import csv
import re

from dagster_dtsen.ranking.design import design, rows
from dagster_dtsen.settings import PROJECT_DIR

PROJECT = PROJECT_DIR / "dbt_project"
LISTS = {
    "jenis_kelamin_kepala": "jenis_kelamin",
    "ijazah_kepala": "ijazah_tertinggi",
    "bekerja_kepala": "ya_tidak",
    "lapangan_usaha_kepala": "lapangan_usaha",
    "status_pekerjaan_kepala": "status_pekerjaan",
}


def table(path: str) -> list[dict[str, str]]:
    with (PROJECT / "seeds" / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FEATURES = PROJECT / "macros" / "ranking_features.sql"


def features_sql() -> str:
    """The SQL of features on one line, without table prefixes."""
    text = FEATURES.read_text(encoding="utf-8")
    text = re.sub(r"\b[a-z]\.", "", text)
    return re.sub(r"\s+", " ", text).replace("( ", "(").replace(" )", ")")


def test_formulas_stand_word_for_word_in_the_features() -> None:
    sql = features_sql()
    for item in design().numerik:
        # a survey counts who lives there; so does the register, beyond its valid members
        rumus = item.rumus.replace("jumlah_anggota_keluarga", "jumlah_anggota_dihitung")
        assert f"cast({rumus} as decimal(18, 6)) as {item.nama}" in sql, item.nama


def test_codes_are_those_of_the_dictionary() -> None:
    codes: dict[str, set[str]] = {}
    for row in table("klasifikasi/daftar_kode.csv"):
        codes.setdefault(row["daftar"], set()).add(row["kode"])
    lists = {
        row["variabel"]: row["daftar_kode"]
        for row in table("kamus/kamus.csv")
        if row["entitas"] == "keluarga"
    } | LISTS
    provinces = {
        row["kode"]
        for row in table("wilayah/wilayah_kemendagri.csv")
        if row["tingkat"] == "provinsi"
    }
    for item in design().kategori:
        expected = codes[lists[item.nama]] if lists[item.nama] else provinces
        assert set(item.kode) == expected, item.nama
        assert len(item.kode) == len(expected)


def macro(name: str) -> list[str]:
    """The names that a macro of macros/ranking.sql returns."""
    text = (PROJECT / "macros" / "ranking.sql").read_text(encoding="utf-8")
    body = text.split(f"macro {name}()")[1].split("endmacro")[0]
    return re.findall(r"'(\w+)'", body)


def test_scoring_reads_exactly_the_variables_of_the_design_in_its_order() -> None:
    """Tables of pairs name variables by their place in this list."""
    coded, numbers = macro("coded_variables"), macro("number_variables")
    assert coded == [item.nama for item in design().kategori]
    assert numbers == [item.nama for item in design().numerik]
    assert (*coded, *numbers, *macro("region_variables")) == design().variables
    features = features_sql()
    for name in design().variables:
        assert re.search(rf"\b{name}\b", features), name


def test_skips_of_the_features_are_those_of_the_design() -> None:
    sql = FEATURES.read_text(encoding="utf-8")
    pairs = set(re.findall(r"^ {8}'(\w+)': '(\w+)',$", sql, re.MULTILINE))
    assert pairs == {
        (item.nama, item.lewati.penentu) for item in design().kategori if item.lewati is not None
    }
    for variable, _ in pairs:
        assert f"{{{{ unless_skipped('{variable}', skips) }}}} as {variable}," in sql


def test_age_groups_of_the_members_are_those_of_the_design() -> None:
    names = list(dict.fromkeys(re.findall(r"'(jumlah_\w+)'", features_sql())))
    assert names == list(design().umur)
    assert [row["variabel"] for row in rows(design()) if row["peran"] == "umur"] == names
