-- Every record of the release's deliveries, whatever it describes: key and content fingerprint.
-- Grain: one row per delivered record
{% set others = [
    ('regsosek', 'keluarga', 'stg_regsosek__keluarga'),
    ('p3ke', 'keluarga', 'stg_p3ke__keluarga'),
    ('pln', 'pelanggan', 'stg_pln__pelanggan'),
    ('susenas', 'rumah_tangga', 'stg_susenas__rumah_tangga'),
    ('kemendagri', 'perubahan_wilayah', 'stg_kemendagri__perubahan_wilayah'),
    ('bps', 'padanan_wilayah', 'stg_bps__padanan_wilayah'),
    ('balikan', 'penyaluran', 'stg_balikan__penyaluran'),
    ('layanan_dukcapil', 'tanggapan', 'stg_layanan_dukcapil__tanggapan'),
] %}
with individu_terbaca as (
    select * from {{ ref('individu_terbaca') }}
),

final as (
    select
        penyedia,
        dataset,
        record_key,
        kunci_asal,
        sidik_isi,
        _delivery,
        _file,
        _row_number
    from individu_terbaca
    {% for provider, dataset, model in others %}
    union all
    select
        '{{ provider }}' as penyedia,
        '{{ dataset }}' as dataset,
        record_key,
        kunci_asal,
        sidik_isi,
        _delivery,
        _file,
        _row_number
    from {{ ref(model) }}
    {% endfor %}
)

select * from final
