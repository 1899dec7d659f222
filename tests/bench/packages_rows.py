"""Two sealed releases of made-up families, by SQL, as large as asked for."""

from __future__ import annotations

from typing import Any

from dagster_dtsen import warehouse
from dagster_dtsen.files import write_json
from dagster_dtsen.release import publish, seal, store
from dagster_dtsen.release.fingerprint import combine
from dagster_dtsen.release.tables import RESULT, SNAPSHOT, TABLES
from dagster_dtsen.settings import Settings

FIRST, SECOND = "2026T1", "2026T2"
# of a hundred families one is new, one gone, five have other values
_FAMILIES = """
create or replace temp table k as
select
    'K' || lpad(i::varchar, 10, '0') as id_keluarga,
    i as nomor,
    (11 + i % 38)::varchar as kode_provinsi_kemendagri,
    kode_provinsi_kemendagri || lpad((i % 14)::varchar, 2, '0') as kode_kabupaten_kota_kemendagri,
    kode_kabupaten_kota_kemendagri || lpad((i % 9)::varchar, 2, '0') as kode_kecamatan_kemendagri,
    kode_kecamatan_kemendagri || '2' || lpad((i % 97)::varchar, 3, '0') as kode_desa_kemendagri,
    i % 5 + 1 as anggota,
    case when {later} and i % 100 < 5 then 'JALAN BARU ' else 'JALAN ANGGREK ' end || i as alamat
from range({families}) as t (i)
where case when {later} then i % 100 <> 98 else i % 100 <> 99 end
"""
_PERSONS = """
create or replace temp table o as
select
    'I' || lpad((k.nomor * 10 + u.n)::varchar, 12, '0') as id_individu,
    k.id_keluarga,
    '32010101' || lpad((k.nomor * 10 + u.n)::varchar, 8, '0') as nik,
    'NAMA ' || (k.nomor * 7919 % 100003) || ' ' || u.n as nama,
    date '1940-01-01' + ((k.nomor * 31 + u.n * 997) % 29000)::integer as tanggal_lahir,
    (u.n % 2 + 1)::varchar as jenis_kelamin,
    (u.n + 1)::varchar as status_hubungan_keluarga,
    u.n = 0 as kepala_keluarga
from k, unnest(range(k.anggota)) as u (n)
"""
_TABLES = {
    "dim_individu": "select * exclude (kepala_keluarga) from o",
    "dim_keluarga": "select id_keluarga, 'I' || lpad((nomor * 10)::varchar, 12, '0') as "
    "id_individu_kepala, '32010101' || lpad(nomor::varchar, 8, '0') as no_kk, alamat, "
    "kode_provinsi_kemendagri, kode_kabupaten_kota_kemendagri, kode_kecamatan_kemendagri, "
    "kode_desa_kemendagri, anggota::smallint as jumlah_anggota_keluarga from k",
    "fct_peringkat_kesejahteraan": "select id_keluarga, (nomor % 10 + 1)::smallint as "
    "desil_nasional, nomor::integer as peringkat_nasional from k",
    "bridge_anggota_keluarga": "select id_keluarga, id_individu, kepala_keluarga from o",
    "anggota_keluarga": "select id_keluarga, id_individu from o",
    "asal_individu": "select id_individu, 2::bigint as jumlah_rekaman, false as tautan_ragu from o",
    "rekaman": "select id_individu || n as record_key, id_individu, 'p' || n as penyedia, "
    "date '2025-12-31' as tanggal_acuan from o, range(2) as t (n)",
    "peta_individu": "select id_individu || n as record_key, (row_number() over (order by "
    "id_individu, n))::bigint as rekaman_id, id_individu, true as aktif from o, range(2) as t (n)",
    "tautan_pasangan": "select (2 * i + 1)::bigint as rekaman_id_l, (2 * i + 2)::bigint as "
    "rekaman_id_r, 30.0 as bukti from range((select count(*) from o)) as t (i)",
    "tautan_ambang": "select 'x' as rilis, -12.0 as bobot_prior",
    "peristiwa_individu": "select 'lahir' as peristiwa, id_individu, null::varchar as "
    "id_individu_lain, 'baru' as sebab from o where {later} and id_keluarga like '%99'",
    "peristiwa_keluarga": "select 'lahir' as peristiwa, id_keluarga, null::varchar as "
    "id_keluarga_lain, 'baru' as sebab from k where {later} and id_keluarga like '%99'",
}


def publish_both(settings: Settings, families: int) -> int:
    """Seal both releases; persons of the second."""
    people = 0
    for name, later, base in ((FIRST, "false", None), (SECOND, "true", f"{FIRST}.v1")):
        people = _publish(settings, name, later, base, families)
    with warehouse.connect(settings, database=settings.root / publish.PUBLISHED_FILE):
        pass
    return people


def _publish(settings: Settings, name: str, later: str, base: str | None, families: int) -> int:
    folder = settings.releases_dir / f"{name}.v1"
    known = {table.name: table for table in TABLES}
    layers: dict[str, Any] = {SNAPSHOT: {}, RESULT: {}}
    with warehouse.connect(settings) as con:
        con.execute(_FAMILIES.format(later=later, families=families))
        con.execute(_PERSONS)
        for table, query in _TABLES.items():
            layer = known[table].layer
            target = folder / layer / table / "data.parquet"
            target.parent.mkdir(parents=True)
            options = warehouse.parquet_options(settings)
            con.execute(
                f"copy ({query.format(later=later)}) to {warehouse.quoted(target)} ({options})"
            )
            key = [part for part in known[table].key if part in query or part in _TABLES]
            layers[layer][table] = seal.record_of(con, settings, folder, layer, table, key[:2])
        people = int(con.execute("select count(*) from o").fetchall()[0][0])
    prints = {
        layer: combine((table, item["sidik"]) for table, item in own.items())
        for layer, own in layers.items()
    }
    content = {"kiriman": [], "id_dasar": base, "lapisan": layers, "tanggal_rilis": "2026-06-30"}
    content["sidik"] = {**prints, "rilis": combine(prints.items())}
    write_json(folder / store.MANIFEST, content)
    return people
