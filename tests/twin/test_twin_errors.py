"""The errors of every provider against their table, in the usual and in the hard twin.

The first delivery of a provider is measured: later ones repeat the same draws. A rate drawn per
family counts as few draws as there are families, so the spread is that of a binomial share
times the root of about one family's size; four such spreads, and five percent for constants
that are calibrated and not computed, are allowed.
"""

from __future__ import annotations

import pytest
from twin_samples import Twin

from dagster_dtsen.twin.errors_table import RATES

REKAMAN = "'{t}/rekaman.parquet'"
LIVING = "(select * from '{t}/orang_rilis.parquet' where status = 'hidup' and rilis = '2026T1')"
# measured otherwise below, or shares of something else than records
OTHERWISE = {
    "tercakup", "keluarga_beda", "dua_nik", "nik_bersama", "status_tertinggal", "nonaktif"
}  # fmt: skip
PER_FAMILY = {
    ("regsosek", "wilayah_usang"), ("regsosek", "kk_kosong"), ("dtks", "kk_kosong"),
    ("p3ke", "wilayah_usang"), ("p3ke", "kk_kosong"),
}  # fmt: skip
FAMILY = 4.0  # people per drawn family, with its spread


def allowed(rate: float, draws: float) -> float:
    return 4 * float(rate * (1 - rate) / draws) ** 0.5 + 0.05 * min(rate, 1 - rate)


@pytest.fixture(params=["usual", "hard"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def twin(kind: str, request: pytest.FixtureRequest) -> Twin:
    found: Twin = request.getfixturevalue("measured_hard" if kind == "hard" else "measured")
    return found


def wanted(kind: str, provider: str, error: str) -> float:
    rate = RATES[provider][error]
    return rate.hard if kind == "hard" else rate.moderate


@pytest.mark.parametrize("provider", sorted(RATES))
def test_rates_hit_their_table(twin: Twin, kind: str, provider: str) -> None:
    names = [name for name in RATES[provider] if name not in OTHERWISE]
    sums = ", ".join(
        f"avg(list_contains(string_split(kesalahan, '|'), '{name}')::int)" for name in names
    )
    rows = f"{REKAMAN} where penyedia = '{provider}'"
    if provider == "padankan":  # a list has a truth of its own, strangers are written as they are
        rows = "'{t}/padankan.parquet' where jenis <> 'asing'"
    total, *found = twin.sql(f"select count(*), {sums} from {rows}")[0]
    for name, share in zip(names, found, strict=True):
        rate = wanted(kind, provider, name)
        draws = total / (FAMILY if (provider, name) in PER_FAMILY else 1)
        assert abs(share - rate) < allowed(rate, draws), (name, share, rate)


@pytest.mark.parametrize(
    ("provider", "condition"),
    [
        ("dukcapil", "true"),
        ("regsosek", "tanggal_lahir_asli < '2022-11-15'"),
        ("dtks", "true"),
        ("p3ke", "true"),
        ("bpjs_kesehatan", "true"),
    ],
)
def test_coverage_hits_its_table(twin: Twin, kind: str, provider: str, condition: str) -> None:
    total, share = twin.sql(
        f"select count(*), avg((r.id_orang is not null)::int) from {LIVING} o "
        "join '{t}/orang.parquet' using (id_orang) left join "
        f"(select distinct id_orang from {REKAMAN} where penyedia = '{provider}') r "
        f"using (id_orang) where {condition}"
    )[0]
    rate = wanted(kind, provider, "tercakup")
    assert abs(share - rate) < allowed(rate, total / FAMILY), share


def test_families_served_with_electricity(twin: Twin, kind: str) -> None:
    served, families = twin.sql(
        "select (select count(distinct id_keluarga_benar) from '{t}/pelanggan_keluarga.parquet'), "
        "(select count(*) from '{t}/keluarga_rilis.parquet')"
    )[0]
    rate = wanted(kind, "pln", "tercakup")
    assert abs(served / families - rate) < allowed(rate, families)


def test_two_niks_and_shared_niks(twin: Twin, kind: str) -> None:
    people, two, niks, shared = twin.sql(
        "select count(*), count(nik_kedua), count(distinct nik), "
        "count(*) - count(distinct nik) from '{t}/orang.parquet'"
    )[0]
    rate = wanted(kind, "dukcapil", "dua_nik")
    assert abs(two / people - rate) < allowed(rate, people)
    rate = wanted(kind, "dukcapil", "nik_bersama")
    assert abs(shared / niks - rate) < allowed(rate, niks)


def test_status_of_the_dead_lags(twin: Twin, kind: str) -> None:
    dead, late = twin.sql(
        f"select count(*), count(*) filter (kesalahan like '%status_tertinggal%') from {REKAMAN} r "
        "join '{t}/orang_rilis.parquet' o using (id_orang) "
        "where penyedia = 'dukcapil' and o.status = 'meninggal'"
    )[0]
    rate = wanted(kind, "dukcapil", "status_tertinggal")
    # the very latest deaths lag more often still
    assert -allowed(rate, dead) < late / dead - rate < allowed(rate, dead) + 0.02


def test_families_cut_otherwise_than_their_kk(twin: Twin, kind: str) -> None:
    families, cut = twin.sql(
        "with r as (select k.r114, kesalahan like '%keluarga_beda%' as beda from "
        "read_csv('{l}/regsosek/2022/keluarga.csv', all_varchar = true) k "
        f"join {REKAMAN} r on penyedia = 'regsosek' and split_part(kunci, '|', 1) = idkel "
        "where r114 is not null) select count(distinct r114), "
        "count(distinct r114) filter (beda) from r"
    )[0]
    rate = wanted(kind, "regsosek", "keluarga_beda")
    # families merged into the neighbours' questionnaire stand under the neighbours' number
    assert abs(cut / families - rate) < allowed(rate, families) + 0.02


def test_dtks_agrees_with_the_register_as_is_known(measured: Twin) -> None:
    """The ministry found 83.9% of its records exactly in the register in 2020."""
    path = measured.landing / "dtks/2026T1/anggota.csv"
    lines = [line.split(";") for line in path.read_bytes().decode("cp1252").splitlines()]
    nik, nama = lines[0].index('"NIK"'), lines[0].index('"NAMA"')
    register = {
        (number, name.upper())
        for number, name in measured.sql(
            "select nik, nama_lgkp from '{l}/dukcapil/2026T1/penduduk.parquet'"
        )
    }
    same = [(row[nik].strip('"'), row[nama].strip('"').upper()) in register for row in lines[1:]]
    assert 0.815 < sum(same) / len(same) < 0.845
