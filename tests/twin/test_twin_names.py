"""Names, twins, homonyms and birth dates as they are (sources and figures: docs/twin.md)."""

from __future__ import annotations

from twin_samples import Twin

from dagster_dtsen.twin.names import LISTS, VOCABULARY

ORANG = "'{t}/orang.parquet'"


def test_names_are_of_many_kinds(large: Twin) -> None:
    mono, muhammad, titled, pilgrims, fathers, distinct = large.sql(
        "select avg((nama not like '% %')::int), "
        "avg(regexp_matches(nama, '^(M|MOH|MUH|MUHAMMAD|MUHAMAD|MOHAMMAD|MOHAMAD|MOCHAMAD) ')"
        "::int) filter (jenis_kelamin = '1'), avg((nama like 'RADEN %')::int), "
        "avg(regexp_matches(nama, '^(H|HJ) ')::int), "
        "avg(regexp_matches(nama, ' (BIN|BINTI) ')::int), "
        f"count(distinct nama) / count(*) from {ORANG}"
    )[0]
    assert 0.12 < mono < 0.25
    assert 0.05 < muhammad < 0.25
    assert titled > 0
    assert 0.002 < pilgrims < 0.02
    assert fathers > 0.001
    assert 0.6 < distinct < 0.98


def test_cultures_have_their_forms() -> None:
    words = set(VOCABULARY)
    assert {"Soeharto", "Djoko", "Tjahjono", "Boedi"} <= words
    assert {"Wayan", "Ketut", "Ni", "Gusti"} <= words
    assert {"Siregar", "Simanjuntak", "Karo-Karo"} <= words
    assert len(LISTS["jawa.L.lama"]) > 200
    assert len(VOCABULARY) < 2**15


def test_balinese_and_batak_names(measured: Twin) -> None:
    balinese, batak = measured.sql(
        "select avg(regexp_matches(nama, '^(I|NI) ')::int) filter (budaya = 'bali'), "
        "avg((string_split(nama, ' ')[-1] in ('SIREGAR', 'SIMANJUNTAK', 'SITORUS', 'NASUTION'))"
        f"::int) filter (budaya = 'batak') from {ORANG}"
    )[0]
    assert balinese is None or balinese == 1
    assert batak is None or batak > 0.15


def test_concentration_is_near_the_register(measured: Twin) -> None:
    """Counts of 2024: Sutrisno 0.10% of men, ten commonest 0.70%; Nurhayati 0.18% of women."""
    shares = measured.sql(
        "select jenis_kelamin, 100.0 * max(n) / sum(n), 100.0 * sum(n) filter (place <= 10) / "
        "sum(n) from (select jenis_kelamin, nama, count(*) n, row_number() over "
        "(partition by jenis_kelamin order by count(*) desc, nama) place "
        f"from {ORANG} group by 1, 2) group by 1 order by 1"
    )
    for _, first, ten in shares:
        # a small sample of few provinces has a commoner first name than the country
        assert 0.07 < first < 0.4
        assert 0.5 < ten < 1.8


def test_varied_names_are_written_in_many_ways(measured: Twin) -> None:
    rows = measured.sql(
        "select upper(r402), o.nama from "
        "read_csv('{l}/regsosek/2022/anggota.csv', all_varchar = true) "
        "join '{t}/rekaman.parquet' on penyedia = 'regsosek' and kunci = idkel || '|' || r401 "
        f"join {ORANG} o using (id_orang) "
        "where kesalahan like '%nama_beda%' and kesalahan not like '%baris_rusak%'"
    )
    found = {
        "bin": sum(" BIN " in new or " BINTI " in new for new, _ in rows),
        "gelar": sum("H. " in new or "S.PD" in new or "HAJI " in new for new, _ in rows),
        "tukar": sum(
            new != old and sorted(new.split()) == sorted(old.split()) for new, old in rows
        ),
        "singkat": sum(any(len(word) == 1 for word in new.split()[1:]) for new, _ in rows),
        "gabung": sum(new != old and new == old.replace(" ", "", 1) for new, old in rows),
        "potong": sum(old.startswith(new + " ") for new, old in rows),
        "lama": sum("OE" in new and "OE" not in old for new, old in rows),
    }
    assert all(count > 0.005 * len(rows) for count in found.values()), (found, len(rows))


def test_children_born_together(measured: Twin) -> None:
    pairs, same = measured.sql(
        "with o as (select o.*, id_keluarga_benar from '{t}/orang.parquet' o "
        "join '{t}/orang_rilis.parquet' using (id_orang)) "
        "select count(*), count(*) filter (a.jenis_kelamin = b.jenis_kelamin) from o a join o b "
        "on a.id_keluarga_benar = b.id_keluarga_benar and a.id_orang < b.id_orang "
        "and a.tanggal_lahir_asli = b.tanggal_lahir_asli"
    )[0]
    assert 40 < pairs < 250
    assert 0.3 < same / pairs < 0.7
    side_by_side = measured.sql(
        "select a.nik, b.nik from '{t}/orang.parquet' a join '{t}/orang.parquet' b "
        "on a.id_orang // 64 = b.id_orang // 64 and a.id_orang < b.id_orang "
        "and a.tanggal_lahir_asli = b.tanggal_lahir_asli and a.jenis_kelamin = b.jenis_kelamin "
        "and left(a.nik, 12) = left(b.nik, 12) and not a.nik_bersama and not b.nik_bersama "
        "where a.id_orang < 2**46"
    )
    assert len(side_by_side) > 5
    assert all(int(second) - int(first) == 1 for first, second in side_by_side)


def test_homonyms_live_in_one_district(measured: Twin) -> None:
    share = measured.one(
        "select avg((n > 1)::int) from (select count(*) over (partition by nama, "
        "left(kode_desa, 4)) n from '{t}/orang.parquet' join '{t}/orang_rilis.parquet' "
        "using (id_orang) where status = 'hidup')"
    )
    assert 0.03 < share < 0.3


def test_default_dates_heap_among_adults(measured: Twin, measured_hard: Twin) -> None:
    """1 July holds about 19 ordinary days among voters (2019); 31 December and 1 January less."""

    def heaps(twin: Twin) -> tuple[float, float, float, float]:
        july, december, january, other = twin.sql(
            "with d as (select strftime(tanggal_lahir, '%m%d') as d, count(*) as n from "
            "'{t}/orang.parquet' where tanggal_lahir < '2009-01-31' group by 1) select "
            "max(n) filter (d = '0701'), max(n) filter (d = '1231'), max(n) filter (d = '0101'), "
            "avg(n) filter (d not in ('0701', '1231', '0101', '0229')) from d"
        )[0]
        largest = twin.one(
            "select max(n) from (select count(*) n from '{t}/orang.parquet' where "
            "tanggal_lahir < '2009-01-31' and strftime(tanggal_lahir, '%m%d') not in "
            "('0701', '1231', '0101') group by strftime(tanggal_lahir, '%m%d'))"
        )
        return july / other, december / other, january / other, largest / other

    july, december, january, largest = heaps(measured)
    assert 17 < july < 21
    assert 5 < december < 11
    assert 3 < january < 8
    assert largest < 1.7
    assert heaps(measured_hard)[0] > 1.4 * july
