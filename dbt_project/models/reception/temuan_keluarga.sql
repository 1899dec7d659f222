-- Row rules on family records: card number and place of all (macros/rules.sql), and words of p3ke
-- that its code lists do not know, named together in one finding.
-- Grain: one row per record and reason code
{% set items = {
    'status_kepemilikan_rumah': 'status_kepemilikan_rumah',
    'jenis_lantai_terluas': 'jenis_lantai',
    'sumber_air_minum_utama': 'sumber_air_minum',
    'sumber_penerangan_utama': 'sumber_penerangan',
    'bahan_bakar_utama_memasak': 'bahan_bakar_memasak',
} %}
with keluarga_terkirim as (
    select * from {{ ref('keluarga_terkirim') }}
),

keluarga_p3ke as (
    select
        'p3ke' as penyedia,
        'keluarga' as dataset,
        *
    from {{ ref('stg_p3ke__keluarga') }}
),

padanan_kode as (
    select * from {{ ref('padanan_kode') }}
),

padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

awalan_nik as (
    select * from {{ ref('awalan_nik') }}
),

wilayah as (
    select * from {{ ref('wilayah') }}
    where tingkat = 'desa'
),

-- codes of the other system, only to say so when one stands where a Kemendagri code belongs
sistem_lain as (
    select distinct kode_bps as kode
    from {{ ref('baris_padanan_wilayah') }}
),

diperiksa as (
    select
        k.*,
        {{ number_is_filler('k.no_kk') }} as no_kk_pengisi,
        {{ number_has_16_digits('k.no_kk') }} as no_kk_utuh,
        a.awalan as no_kk_awalan,
        w.kode_kemendagri as desa_kemendagri,
        lain.kode as desa_bps,
        p.status_padanan
    from keluarga_terkirim as k
    left join awalan_nik as a
        on left(k.no_kk, 6) = a.awalan
    left join wilayah as w
        on k.kode_desa_kemendagri = w.kode_kemendagri
    left join sistem_lain as lain
        on k.kode_desa_kemendagri = lain.kode
    left join padanan_wilayah as p
        on k.kode_desa_bps = p.kode_desa_bps and k.tanggal_acuan = p.tanggal_acuan
),

diperiksa_p3ke as (
    select
        k.*,
        concat_ws(
            ' '
            {%- for item in items -%}
            ,
            case
                when k.{{ item }}_asal is not null and p_{{ item }}.kode is null then '{{ item }}'
            end
            {%- endfor %}
        ) as butir_asing,
        concat_ws(
            ';'
            {%- for item in items -%}
            ,
            case when p_{{ item }}.kode is null then k.{{ item }}_asal end
            {%- endfor %}
        ) as isian_asing,
        k.desil_p3ke_asal is not null
        and not {{ decile_is_possible(try_integer('k.desil_p3ke_asal')) }} as desil_asing
    from keluarga_p3ke as k
    {% for item, daftar in items.items() %}
    left join padanan_kode as p_{{ item }}
        on
            k.penyedia = p_{{ item }}.penyedia
            and p_{{ item }}.daftar = '{{ daftar }}'
            and k.{{ item }}_asal = p_{{ item }}.kode_asal
    {% endfor %}
),

final as (
    {{ findings(family_rules(), 'diperiksa') }}
    union all
    {{ finding(
        'BUTIR_KODE', 'butir', 'diperiksa_p3ke', "butir_asing <> ''",
        columns='butir_asing', value='isian_asing',
    ) }}
    union all
    {{ finding(
        'DESIL_SALAH', 'desil_p3ke', 'diperiksa_p3ke', 'desil_asing', value='desil_p3ke_asal'
    ) }}
)

select * from final
