"""An agency's list in the twin: only on request, with people, doubles, the dead and strangers."""

from __future__ import annotations

from twin_samples import Maker, Twin

from tests.twin.test_twin_form import digests

ROWS = 400
LIST = "'{l}/padankan/*/daftar.csv'"
TRUTH = "'{t}/padankan.parquet'"


def test_a_list_changes_no_other_file(small: Twin, make_twin: Maker) -> None:
    listed, plain = digests(make_twin(300, padankan=ROWS).path), digests(small.path)
    added = set(listed) - set(plain)
    assert added == {
        "landing/padankan/2026T3/daftar.csv",
        "landing/padankan/2026T3/pengantar.yml",
        "truth/padankan.parquet",
    }
    assert {name: value for name, value in listed.items() if name not in added} == plain


def test_the_rows_are_what_the_truth_says(make_twin: Maker) -> None:
    listed = make_twin(300, padankan=ROWS)
    kinds = dict(listed.sql(f"select jenis, count(*) from {TRUTH} group by all"))
    assert kinds == {"orang": 304, "ganda": 16, "meninggal": 12, "asing": 68}
    right = (
        "select count(*), count(distinct l.kunci), "
        "count(*) filter (l.nik = o.nik and t.kesalahan not like '%nik%') "
        "= count(*) filter (t.id_orang is not null and t.kesalahan not like '%nik%'), "
        "count(*) filter (l.nama is null) = count(*) filter (t.kesalahan like '%baris_rusak%') "
        f"from read_csv({LIST}, all_varchar = true, header = true) as l "
        f"inner join {TRUTH} as t using (kunci) "
        "left join '{t}/orang.parquet' as o using (id_orang)"
    )
    assert listed.sql(right) == [(ROWS, ROWS, True, True)]
    strangers = (
        f"select count(*) from read_csv({LIST}, all_varchar = true, header = true) as l "
        f"inner join {TRUTH} as t using (kunci) "
        "where t.jenis = 'asing' and l.nik in (select nik from '{t}/orang.parquet')"
    )
    assert listed.sql(strangers) == [(0,)]
