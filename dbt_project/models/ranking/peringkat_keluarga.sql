-- Stub.
-- Grain: one row per id_keluarga
select id_keluarga, cast(1.0 as decimal(12,6)) as skor_kesejahteraan, 1 as peringkat_nasional, cast(1 as smallint) as desil_nasional, 'berperingkat' as status_peringkat, cast(null as varchar) as alasan_tanpa_peringkat from {{ source('snapshot','keluarga') }}
