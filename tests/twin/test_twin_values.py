"""The truth of values: all living people and families have one; right deliveries say the same."""

from __future__ import annotations

from twin_samples import Twin

PEOPLE = "'{t}/nilai_orang.parquet'"
FAMILIES = "'{t}/nilai_keluarga.parquet'"
RELEASED = "'{t}/orang_rilis.parquet'"


def records(provider: str, columns: str) -> str:
    """The records of a provider with the values of their person at that quarter."""
    return (
        f"select {columns} from '{{t}}/rekaman.parquet' as r "
        f"inner join {PEOPLE} as n on r.id_orang = n.id_orang and r.periode = n.rilis "
        f"inner join {RELEASED} as p on r.id_orang = p.id_orang and r.periode = p.rilis "
        f"inner join {FAMILIES} as f "
        "on p.id_keluarga_benar = f.id_keluarga_benar and r.periode = f.rilis "
        "inner join {source} as d on {key} = r.kunci "
        f"where r.penyedia = '{provider}' and r.periode = '2026T2'"
    )


def test_the_living_have_values_and_nobody_else(small: Twin) -> None:
    assert small.sql(
        f"(select rilis, id_orang from {RELEASED} where status = 'hidup') "
        f"except all (select rilis, id_orang from {PEOPLE})"
    ) == []  # fmt: skip
    assert small.one(f"select count(*) from {PEOPLE}") == small.one(
        f"select count(*) from {RELEASED} where status = 'hidup'"
    )
    assert small.sql(
        f"select distinct rilis, id_keluarga_benar from {RELEASED} where status = 'hidup' "
        f"except (select rilis, id_keluarga_benar from {FAMILIES})"
    ) == []  # fmt: skip


def test_the_register_and_the_insurance_say_what_is_true(small: Twin) -> None:
    found = small.sql(
        records("dukcapil", "d.tmpt_lhr = n.tempat_lahir, d.alamat = n.alamat, r.kesalahan")
        .replace("{source}", "'{l}/dukcapil/2026T2/penduduk.parquet'")
        .replace("{key}", "d.nik")
    )
    # a NIK on two people names two rows
    found = [row for row in found if "nik_bersama" not in row[2]]
    assert len(found) > 500
    assert all(born for born, _, _ in found)
    assert all(home for _, home, errors in found if "wilayah_usang" not in errors)
    insured = small.sql(
        records("bpjs_kesehatan", "d.segmen, n.segmen_jkn")
        .replace("{source}", "read_json('{l}/bpjs_kesehatan/2026T2/peserta.jsonl')")
        .replace("{key}", "d.no_peserta")
    )
    assert len(insured) > 500
    assert {said for said, true in insured if said != true} == set()


def test_p3ke_says_what_is_true_of_a_home(small: Twin) -> None:
    pairs = small.sql(
        records("p3ke", "distinct k.jenis_lantai, f.r303")
        .replace("{source}", "'{l}/p3ke/2026T2/individu.parquet'")
        .replace("{key}", "d.id_individu_p3ke")
        .replace(
            "where r.penyedia",
            "inner join '{l}/p3ke/2026T2/keluarga.parquet' as k "
            "on d.id_keluarga_p3ke = k.id_keluarga_p3ke where r.penyedia",
        )
    )
    assert len(pairs) == len({label for label, _ in pairs}) == len({code for _, code in pairs}) > 4
