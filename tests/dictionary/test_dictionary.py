"""The committed dictionary is consistent, and rendering does what the markers say."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from dagster_dtsen import dictionary
from dagster_dtsen.dictionary import Book, Variable
from dagster_dtsen.dictionary.model import DAFTAR_KODE, KAMUS
from dagster_dtsen.dictionary.rendering import DOCS, MACROS
from dagster_dtsen.errors import DtsenError
from dagster_dtsen.settings import PROJECT_DIR


@pytest.fixture(scope="module")
def book() -> Book:
    return dictionary.load_book(PROJECT_DIR)


@pytest.fixture(scope="module")
def variables(book: Book) -> tuple[Variable, ...]:
    return book.variables


def changed(book: Book, name: str, **change: object) -> Book:
    """The book with other values in the first row of that name."""
    rows = list(book.variables)
    at = next(n for n, row in enumerate(rows) if row.variabel == name)
    rows[at] = dataclasses.replace(rows[at], **change)  # type: ignore[arg-type]
    return dataclasses.replace(book, variables=tuple(rows))


def test_committed_dictionary_has_no_problem(book: Book) -> None:
    assert dictionary.check(book) == []


def test_committed_docs_page_is_what_the_dictionary_renders() -> None:
    assert not {PROJECT_DIR / DOCS, PROJECT_DIR / MACROS} & set(
        dictionary.check_rendered(PROJECT_DIR)
    )


def test_only_the_lost_lists_have_no_labels_and_they_say_so() -> None:
    codes = dictionary.load_codes(PROJECT_DIR / DAFTAR_KODE)
    blank = [code for code in codes if not code.label_id or not code.label_en]
    assert {code.daftar for code in blank} == {"status_pekerjaan", "keikutsertaan_program"}
    assert all("tidak tercetak" in code.catatan for code in blank)


def test_order_of_a_code_list_counts_from_one() -> None:
    orders: dict[str, list[int]] = {}
    for code in dictionary.load_codes(PROJECT_DIR / DAFTAR_KODE):
        orders.setdefault(code.daftar, []).append(code.urutan)
    assert all(order == list(range(1, len(order) + 1)) for order in orders.values())


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        ("nik", {"tingkat_akses_terendah": 3}, "level 4"),
        ("nik", {"kelas_pii": "rahasia"}, "kelas_pii"),
        ("nik", {"kelas_data": "terbuka"}, "contradicts terbuka"),
        ("nik", {"definisi_id": "Nomor Induk Kependudukan (NIK)."}, "echoes the name"),
        ("nik", {"tipe": "text"}, "unknown type"),
        ("jenis_kelamin", {"daftar_kode": "tiada"}, "unknown code list"),
        ("jenis_kelamin", {"tipe": "integer"}, "coded variable is varchar"),
        ("nama", {"blok_pembaruan": "bantuan"}, "unknown update block"),
        ("penerima_pkh", {"kelas_data": "terbatas", "tingkat_akses_terendah": 2}, "sensitive"),
        ("nama", {"urutan": 10}, "used 2 times"),
        ("nama", {"variabel": "nik"}, "listed 2 times"),
        ("penglihatan", {"butir_kuesioner": ""}, "without item number"),
        ("memiliki_ktp", {"kode_jumlah": ""}, "need each other"),
        ("memiliki_ktp", {"kode_jumlah": "empat"}, "no number"),
        ("memiliki_ktp", {"daftar_kode": ""}, "a summand needs"),
    ],
)
def test_a_wrong_row_is_told_and_the_right_one_is_not(
    book: Book, name: str, change: dict[str, object], told: str
) -> None:
    broken = changed(book, name, **change)
    assert any(told in problem for problem in dictionary.check(broken))
    assert not any(told in problem for problem in dictionary.check(book))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("variabel,", "nama_variabel,", 1),
        lambda text: text.replace(",langsung,4,", ",langsung,empat,", 1),
        lambda text: text + "surplus,row\n",
        lambda text: "",
    ],
    ids=["column", "number", "ragged", "empty"],
)
def test_a_damaged_file_is_refused(project: Path, spoil: Callable[[str], str]) -> None:
    seed = project / KAMUS
    assert dictionary.load(seed)
    seed.write_text(spoil(seed.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(DtsenError, match="E-KAMUS"):
        dictionary.load(seed)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DtsenError, match="E-KAMUS"):
        dictionary.load(tmp_path / "kamus.csv")


def test_writing_twice_changes_nothing_and_check_sees_a_hand_edit(project: Path) -> None:
    assert {path.name for path in dictionary.write(project)} == {
        "_docs_kamus.md", "dim_individu.yml", "dim_individu.sql", "s.yml", "kamus.sql",
        "indikator.sql",
    }  # fmt: skip
    assert dictionary.check_rendered(project) == []
    assert dictionary.write(project) == []
    model = project / "dbt_project" / "models" / "marts" / "dim_individu.yml"
    model.write_text(model.read_text().replace("level_min: 4", "level_min: 1", 1))
    assert dictionary.check_rendered(project) == [model]


def test_yaml_markers_hold_the_chosen_columns_in_the_order_written(project: Path) -> None:
    dictionary.write(project)
    text = (project / "dbt_project" / "models" / "marts" / "dim_individu.yml").read_text()
    columns = yaml.safe_load(text)["models"][0]["columns"]
    assert [column["name"] for column in columns] == ["nama", "nik", "own_column"]
    assert columns[1] == {
        "name": "nik",
        "data_type": "varchar",
        "description": '{{ doc("kamus_individu_nik") }}',
        "config": {"meta": {"pii": "langsung", "level_min": 4, "kelas_data": "tertutup"}},
    }


def test_a_marker_without_names_holds_the_whole_entity_in_order(
    project: Path, variables: tuple[Variable, ...]
) -> None:
    dictionary.write(project)
    text = (project / "dbt_project" / "snapshots" / "s.yml").read_text()
    expected = [row.variabel for row in variables if row.entitas == "relasi"]
    assert [column["name"] for column in yaml.safe_load(text)["columns"]] == expected


def test_sql_markers_hold_their_template(project: Path) -> None:
    dictionary.write(project)
    lines = (project / "dbt_project" / "models" / "marts" / "dim_individu.sql").read_text()
    assert (
        """
        -- >>> kamus survivorship individu -alamat -program
        {{ chosen('t.nik', 'identitas') }} as nik,
        {{ chosen_from('t.nik', 'identitas') }} as nik__sumber,
        {{ chosen('t.no_kk', 'kependudukan') }} as no_kk,
"""
        in lines
    )
    assert "id_individu'" not in lines
    assert "'alamat'" not in lines
    assert "'program'" not in lines
    assert "penglihatan" not in lines
    assert lines.endswith("""\
    -- >>> kamus columns relasi b -id_keluarga
    b.id_individu,
    b.status_hubungan_keluarga,
    b.kepala_keluarga,
    -- <<< kamus
    -- >>> kamus sources individu t program
    t.penerima_pkh__sumber,
    t.penerima_bpnt__sumber,
    -- <<< kamus
    -- >>> kamus block_sources keluarga t
    t.pendataan__sumber,
    t.perumahan__sumber,
    t.program_keluarga__sumber,
    t.aset__sumber,
    t.layanan__sumber,
    -- <<< kamus
""")


def test_every_variable_has_one_docs_block_with_its_codes(
    project: Path, variables: tuple[Variable, ...]
) -> None:
    page = dictionary.render(project)[project / DOCS]
    for row in variables:
        assert page.count(f"{{% docs {row.doc_name} %}}") == 1
    assert page.count("{% enddocs %}") == len(variables)
    assert "| 1 | Laki-laki | Male |" in page
