"""P3KE, PLN and BPJS Kesehatan: form, labels, keys that stay, and what the truth says of them."""

from __future__ import annotations

import gzip
import json

from twin_samples import RELEASES, Twin

from dagster_dtsen.twin.deliver_p3ke import HOUSING, MARITAL, RELATIONS
from dagster_dtsen.twin.programmes import SEGMENTS

INDIVIDU = "'{l}/p3ke/%s/individu.parquet'"
KELUARGA = "'{l}/p3ke/%s/keluarga.parquet'"
PELANGGAN = "read_csv('{l}/pln/%s/pelanggan.csv.gz', delim = '|', all_varchar = true)"
REKAMAN = "(select * from '{t}/rekaman.parquet' where penyedia = '%s')"
T1 = "2026T1"


def test_p3ke_dates_and_ages(large: Twin) -> None:
    wrong, aged, dated = large.sql(
        "select count(*) filter (tanggal_lahir is null and umur is null), "
        "count(*) filter (tanggal_lahir is not null and umur is not null) / count(*), "
        "count(*) filter (regexp_full_match(tanggal_lahir, '[12][0-9]{7}')) / "
        f"count(tanggal_lahir) from {INDIVIDU % T1}"
    )[0]
    assert wrong == 0
    assert 0.3 < aged < 0.6
    assert dated == 1
    off = large.one(
        "select count(*) from (select umur::int u, strptime(tanggal_lahir, '%Y%m%d')::date d from "
        f"{INDIVIDU % T1} where umur is not null and tanggal_lahir not like '%0231') "
        "where abs(u - date_diff('day', d, date '2026-01-31') / 365.2425) > 1.01"
    )
    assert off == 0


def test_p3ke_labels(large: Twin) -> None:
    for column, labels in (("hubungan", RELATIONS), ("status_kawin", MARITAL)):
        found = {value for (value,) in large.sql(f"select distinct {column} from {INDIVIDU % T1}")}
        assert found <= set(labels)
        assert len(found) > 3
    for column, labels in HOUSING.values():
        found = {value for (value,) in large.sql(f"select distinct {column} from {KELUARGA % T1}")}
        assert found <= set(labels)
    deciles = [int(d) for (d,) in large.sql(f"select desil_p3ke from {KELUARGA % T1}")]
    assert {1, 2, 3} <= set(deciles) <= set(range(1, 11))
    assert sum(d <= 4 for d in deciles) / len(deciles) > 0.7


def test_p3ke_families_hold_their_members(large: Twin) -> None:
    wrong = large.one(
        "select count(*) from (select id_keluarga_p3ke, count(*) n, "
        "count(*) filter (hubungan = 'KEPALA KELUARGA') heads "
        f"from {INDIVIDU % T1} group by 1) full join {KELUARGA % T1} using (id_keluarga_p3ke) "
        "where n is distinct from jumlah_anggota::int or heads < 1"
    )
    assert wrong == 0


def test_the_poor_are_listed_more_often(large: Twin) -> None:
    for provider in ("dtks", "p3ke"):
        poor, rich = (
            share
            for _, share in large.sql(
                "with f as (select *, ntile(2) over (order by pengeluaran_per_kapita) half "
                "from '{t}/keluarga_rilis.parquet' where rilis = '2026T1') "
                f"select half, avg((id_orang in (select id_orang from {REKAMAN % provider}))::int) "
                "from f join '{t}/orang_rilis.parquet' using (rilis, id_keluarga_benar) "
                "where status = 'hidup' group by 1 order by 1"
            )
        )
        assert poor > 2 * rich


def test_pln_file_is_gzip_without_a_time(small: Twin) -> None:
    data = (small.landing / "pln/2026T1/pelanggan.csv.gz").read_bytes()
    assert data[:4] == b"\x1f\x8b\x08\x00"  # no name in the header
    assert data[4:8] == bytes(4)
    header = gzip.decompress(data).decode("utf-8").splitlines()[0]
    assert header == '"IDPEL"|"NAMA"|"NIK"|"ALAMAT"|"KODE_DESA"|"DAYA"|"TARIF"'


def test_pln_codes(large: Twin) -> None:
    wrong = large.one(
        f"select count(*) from {PELANGGAN % T1} where not regexp_full_match(IDPEL, '[0-9]{{12}}') "
        "or DAYA not in ('450', '900', '1300', '2200', '3500', '5500') "
        "or not regexp_full_match(KODE_DESA, '[0-9]{10}') "
        "or TARIF <> case when DAYA = '450' then 'R1S' when DAYA <> '900' then 'R1' "
        "when TARIF = 'R1S' then 'R1S' else 'R1M' end"
    )
    assert wrong == 0
    assert large.one(f"select count(distinct TARIF) from {PELANGGAN % T1}") == 3


def test_pln_truth_knows_families_and_holders(large: Twin) -> None:
    customers, unknown, double = large.sql(
        "select count(distinct r.kunci), count(*) filter (s.idpel is null), "
        "count(distinct r.kunci) filter (kesalahan like '%meter_bersama%') from "
        f"{REKAMAN % 'pln'} r left join '{{t}}/pelanggan_keluarga.parquet' s on s.idpel = r.kunci "
        "and s.periode = r.periode and s.id_keluarga_benar = r.id_keluarga_layanan"
    )[0]
    assert unknown == 0
    shared, most = large.sql(
        "select count(*) filter (n > 1), max(n) from (select count(*) n from "
        "'{t}/pelanggan_keluarga.parquet' where periode = '2026T1' group by idpel)"
    )[0]
    assert 0.03 < shared / customers < 0.09
    assert most == 2
    assert double > 0
    # a former owner belongs to another family, everybody else to the one served
    strangers = large.sql(
        "select kesalahan like '%pemilik_lama%', avg((id_keluarga_benar <> id_keluarga_layanan)"
        f"::int) from {REKAMAN % 'pln'} r join '{{t}}/orang_rilis.parquet' o "
        "on o.id_orang = r.id_orang and o.rilis = r.periode group by 1 order by 1"
    )
    assert strangers[0][1] == 0
    assert strangers[1][1] == 1
    assert large.one(
        "select count(*) from (select id_keluarga_benar from '{t}/pelanggan_keluarga.parquet' "
        "group by periode, id_keluarga_benar having count(*) > 1)"
    ) == 0  # fmt: skip


def test_bpjs_lines_are_texts_or_null(small: Twin) -> None:
    keys = ["no_peserta", "nik", "nama", "tgl_lahir", "segmen", "kode_desa"]
    text = (small.landing / "bpjs_kesehatan/2026T1/peserta.jsonl").read_text("utf-8")
    rows = [json.loads(line) for line in text.splitlines()]
    assert all(list(row) == keys for row in rows)
    assert all(value is None or isinstance(value, str) for row in rows for value in row.values())
    assert any(row["nik"] is None for row in rows)
    assert {row["segmen"] for row in rows} == set(SEGMENTS)
    assert all(len(row["no_peserta"]) == 13 and row["no_peserta"].isdigit() for row in rows)


def test_keys_are_unique_and_stay(large: Twin) -> None:
    for provider in ("p3ke", "bpjs_kesehatan"):
        same, total, twice = large.sql(
            "select count(*) filter (a.id_orang = b.id_orang), count(*), "
            f"count(*) - count(distinct a.kunci) from {REKAMAN % provider} a join "
            f"{REKAMAN % provider} b using (kunci) "
            f"where a.periode = '{RELEASES[0]}' and b.periode = '{RELEASES[1]}'"
        )[0]
        assert same == total > 4_000
        assert twice == 0
    stays, customers = large.sql(
        "select count(b.kunci), count(*) from "
        f"(select * from {REKAMAN % 'pln'} where periode = '2026T1') a left join "
        f"(select * from {REKAMAN % 'pln'} where periode = '2026T2') b using (kunci)"
    )[0]
    assert 0.95 < stays / customers < 1


def test_insurance_segment_and_survey_answer_agree(large: Twin) -> None:
    """Item 431a of 2022 and the segment of 2026 come from one draw, apart from changed welfare."""
    agree = large.one(
        "select avg((a.r431a in ('1', '9'))::int) from "
        "read_json('{l}/bpjs_kesehatan/2026T1/peserta.jsonl', columns = "
        "{no_peserta: 'varchar', segmen: 'varchar'}) p "
        f"join {REKAMAN % 'bpjs_kesehatan'} r on r.kunci = p.no_peserta and r.periode = '2026T1' "
        f"join {REKAMAN % 'regsosek'} s using (id_orang) "
        "join read_csv('{l}/regsosek/2022/anggota.csv', all_varchar = true) a "
        "on a.idkel || '|' || a.r401 = s.kunci where segmen = 'PBI JK' and r431a is not null"
    )
    assert agree > 0.7
