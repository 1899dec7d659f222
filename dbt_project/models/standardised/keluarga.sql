-- Accepted family records that are in force: answers in standard codes, the state of every item, and
-- what other registers know of a family (null where a provider does not).
-- Grain: one row per record_key
with keluarga_regsosek as (
    select * from {{ ref('stg_regsosek__keluarga') }}
    where _efektif
),

rekaman_butir_keluarga as (
    select * from {{ ref('rekaman_butir_keluarga') }}
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

regsosek as (
    select
        b.penyedia,
        b.dataset,
        b.record_key,
        k.kunci_keluarga,
        k.no_kk,
        k.alamat,
        k.kode_desa_kemendagri,
        ---------- answers to the questionnaire
        {% for variable in item_variables('keluarga') %}
        b.{{ variable.variabel }},
        {% endfor %}
        b.status_butir,
        b.isian_tak_terbaca,
        ---------- variables of other providers
        cast(null as varchar) as id_pelanggan_pln,
        cast(null as varchar) as tarif_listrik,
        cast(null as smallint) as desil_p3ke,
        ---------- technical
        k.tanggal_acuan,
        k._delivery,
        k._file,
        k._row_number
    from keluarga_regsosek as k
    inner join rekaman_butir_keluarga as b
        on
            k._delivery = b._delivery
            and k._file = b._file
            and k._row_number = b._row_number
),

final as (
    select r.*
    from regsosek as r
    where {{ is_accepted('r') }}
)

select * from final
