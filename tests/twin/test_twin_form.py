"""The form of a twin: equal runs, numbers, notes, encodings, the split."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
import yaml
from twin_samples import Maker, Twin

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.twin import generate
from dagster_dtsen.twin.rng import Dice
from dagster_dtsen.twin.texts import hashed, unique_number

NIK = "'{t}/orang.parquet'"
PENDUDUK = "'{l}/dukcapil/*/penduduk.parquet'"


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_equal_arguments_give_equal_bytes(small: Twin, make_twin: Maker) -> None:
    assert digests(small.path) == digests(make_twin(300).path)


def test_another_seed_gives_other_people(small: Twin, make_twin: Maker) -> None:
    other = make_twin(100, seed=2, releases=["2026T1"])
    ours = {nik for (nik,) in small.sql(f"select nik from {NIK}")}
    theirs = {nik for (nik,) in other.sql(f"select nik from {NIK}")}
    assert len(ours & theirs) < 5


def test_draws_depend_on_the_entity_alone() -> None:
    dice = Dice(5)
    ids = np.arange(1_000, dtype=np.int64)
    assert np.array_equal(dice.uniform("a", ids)[::-1], dice.uniform("a", ids[::-1].copy()))
    assert not np.array_equal(dice.uniform("a", ids), dice.uniform("b", ids))
    assert abs(dice.uniform("a", ids).mean() - 0.5) < 0.03
    assert abs(np.corrcoef(dice.normal("a", ids), dice.normal("a", ids + 1))[0, 1]) < 0.1


def test_more_families_leave_the_first_ones_alone(small: Twin, make_twin: Maker) -> None:
    more = make_twin(600)
    found = small.sql(
        "select count(*), count(b.id_orang), count(*) filter (a = b) from "
        f"(select * from {NIK} where id_orang < 2**46) a left join "
        f"(select * from '{more.path}/truth/orang.parquet') b using (id_orang)"
    )
    total, known, equal = found[0]
    assert known == total
    assert equal == total
    # marriages look for partners among more people; all else in the first release stays
    homes = small.one(
        "select avg((b.id_keluarga_benar is not distinct from a.id_keluarga_benar)::int) "
        "from '{t}/orang_rilis.parquet' a left join "
        f"'{more.path}/truth/orang_rilis.parquet' b using (rilis, id_orang) "
        "where rilis = '2026T1'"
    )
    assert homes > 0.9


def test_nik_grammar(small: Twin) -> None:
    bad = small.one(
        f"select count(*) from {NIK} where not regexp_full_match(nik, '[1-9][0-9]{{15}}') "
        "or right(nik, 4) = '0000' or substr(nik, 7, 2)::int not between 1 and 71 "
        "or (substr(nik, 7, 2)::int > 40) <> (jenis_kelamin = '2') and not nik_bersama "
        "or substr(nik, 9, 2)::int not between 1 and 12"
    )
    assert bad == 0
    own_date = small.one(
        f"select avg((substr(nik, 9, 4) = strftime(tanggal_lahir, '%m%y'))::int) from {NIK}"
    )
    assert 0.98 < own_date < 1


def test_nik_belongs_to_one_person_unless_marked(large: Twin) -> None:
    twice = large.sql(
        f"select nik from {NIK} group by nik having count(*) > 1 and not bool_and(nik_bersama)"
    )
    assert twice == []
    shared = large.one(f"select count(*) from {NIK} where nik_bersama")
    assert shared > 0
    second = large.one(f"select count(*) from {NIK} where nik_kedua in (select nik from {NIK})")
    assert second == 0


def test_nik_prefix_is_a_kecamatan(small: Twin) -> None:
    unknown = small.one(
        f"select count(*) from {NIK} where left(nik, 6) not in "
        "(select left(kode_desa, 6) from '{t}/orang_rilis.parquet') "
        "and left(nik, 2) not between '11' and '96'"
    )
    assert unknown == 0


def test_kk_numbers(large: Twin) -> None:
    bad = large.one(
        "select count(*) from '{t}/orang_rilis.parquet' where status = 'hidup' and "
        "(not regexp_full_match(no_kk, '[1-9][0-9]{15}') or right(no_kk, 4) = '0000' "
        "or substr(no_kk, 7, 2)::int not between 1 and 31)"
    )
    assert bad == 0
    living = "(select * from '{t}/orang_rilis.parquet' where status = 'hidup')"
    for one, many in (("no_kk", "id_keluarga_benar"), ("id_keluarga_benar", "no_kk")):
        assert large.sql(
            f"select rilis, {one} from {living} group by all having count(distinct {many}) > 1"
        ) == []  # fmt: skip
    changed = large.one(
        f"select avg((a.no_kk <> b.no_kk)::int) from {living} a join {living} b "
        "using (id_orang) where a.rilis = '2026T1' and b.rilis = '2026T2'"
    )
    assert 0.001 < changed < 0.05


def test_notes_tell_the_truth(small: Twin) -> None:
    notes = sorted(small.landing.rglob("pengantar.yml"))
    # three quarters of five providers and the code table; regsosek, the survey and the split
    assert len(notes) == 3 * 6 + 3
    for path in notes:
        note = yaml.safe_load(path.read_text("utf-8"))
        assert (note["penyedia"], note["periode"]) == path.parts[-3:-1]
        assert note["tanggal_acuan"] < note["tanggal_kirim"] < note["jatuh_tempo"]
        listed = {item["nama"] for item in note["berkas"]}
        assert listed == {f.name for f in path.parent.iterdir()} - {"pengantar.yml"}
        for item in note["berkas"]:
            file = path.parent / item["nama"]
            assert hashlib.sha256(file.read_bytes()).hexdigest() == item["sha256"]
            assert rows_and_columns(file) == (item["jumlah_rekaman"], item["variabel"])


def rows_and_columns(file: Path) -> tuple[int, list[str]]:
    if file.suffix == ".parquet":
        table = pq.read_table(file)
        assert all(str(kind) == "string" for kind in table.schema.types)
        return table.num_rows, table.column_names
    if file.suffix == ".jsonl":
        rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        assert len({tuple(row) for row in rows}) == 1
        return len(rows), list(rows[0])
    dtks = "dtks" in file.parts
    separator = ";" if dtks else "|" if file.suffix == ".gz" else ","
    table = pacsv.read_csv(
        file,
        read_options=pacsv.ReadOptions(encoding="cp1252" if dtks else "utf8"),
        parse_options=pacsv.ParseOptions(delimiter=separator),
    )
    return table.num_rows, table.column_names


def test_dtks_is_windows_1252_with_crlf(small: Twin) -> None:
    for path in small.landing.glob("dtks/*/anggota.csv"):
        data = path.read_bytes()
        assert data.count(b"\n") == data.count(b"\r\n")
        with pytest.raises(UnicodeDecodeError):
            data.decode("utf-8")
        assert "\u2019" in data.decode("cp1252")


def test_one_kabupaten_splits_at_the_second_release(small: Twin) -> None:
    text = (small.landing / "kemendagri/2026T2/perubahan_wilayah.csv").read_text("utf-8")
    rows = [line.replace('"', "").split(",") for line in text.splitlines()[1:]]
    old, new = rows[0][0], rows[0][1]
    assert [row[3] for row in rows].count("kabupaten_kota") == 1
    assert all(row[0].startswith(old) and row[1].startswith(new) for row in rows)
    assert len({row[1] for row in rows}) == len(rows)
    count = (
        "select count(*) from '{l}/dukcapil/%s/penduduk.parquet' where left(kode_desa, 4) = '%s'"
    )
    assert small.one(count % ("2026T1", new)) == 0
    for release in ("2026T2", "2026T3"):
        assert small.one(count % (release, new)) > 5
        assert small.one(count % (release, old)) > 5
    left = {row[0] for row in rows if row[3] == "desa"}
    used = {code for (code,) in small.sql(
        "select distinct kode_desa from '{l}/dukcapil/2026T2/penduduk.parquet'")}  # fmt: skip
    assert not left & used


def test_nik_stays_when_the_region_splits(small: Twin) -> None:
    changed = small.one(
        "select count(*) from '{l}/dukcapil/2026T1/penduduk.parquet' a "
        "anti join '{l}/dukcapil/2026T3/penduduk.parquet' b using (nik)"
    )
    assert changed == 0


def test_numbers_of_a_provider_are_unique_and_stay() -> None:
    dice = Dice(3)
    ids = np.arange(60, dtype=np.int64) * 7
    numbers = unique_number(dice, "nomor", ids, 2)
    assert len(np.unique(numbers)) == len(ids)
    assert len(np.unique(hashed(dice, "nomor", ids, 2))) < len(ids)
    assert np.array_equal(unique_number(dice, "nomor", ids[:40], 2), numbers[:40])


@pytest.mark.parametrize("labels", [["2026T5"], ["2026T1", "2026T3"], []])
def test_wrong_releases_are_refused(tmp_path: Path, labels: list[str]) -> None:
    with pytest.raises(DtsenError):
        generate(tmp_path, 10, 1, labels)
