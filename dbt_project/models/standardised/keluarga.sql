-- Accepted family records that are in force, of every provider that has some: answers in standard
-- codes, the state of every item, and a provider's own rank.
-- Grain: one row per record_key
{% set own = {'p3ke': [
    'status_kepemilikan_rumah', 'jenis_lantai_terluas', 'sumber_air_minum_utama',
    'sumber_penerangan_utama', 'bahan_bakar_utama_memasak',
]} %}
with keluarga_regsosek as (
    select * from {{ ref('stg_regsosek__keluarga') }}
    where _efektif
),

rekaman_butir_keluarga as (
    select * from {{ ref('rekaman_butir_keluarga') }}
),

butir_p3ke as (
    select
        'keluarga' as dataset,
        *
    from {{ ref('butir_p3ke') }}
    where _efektif
),

rekaman_ditolak as (
    select * from {{ ref('rekaman_ditolak') }}
),

nilai_dikosongkan as (
    select * from {{ ref('nilai_dikosongkan') }}
),

padanan_wilayah as (
    select * from {{ ref('padanan_wilayah') }}
),

desa_kini as (
    select * from {{ ref('desa_kini') }}
),

-- what a finding blanked is not used
gabungan as (
    select
        b.penyedia,
        b.dataset,
        b.record_key,
        k.kunci_keluarga,
        {{ used('k', 'no_kk') }} as no_kk,
        k.alamat,
        cast(null as varchar) as desa_asal,
        {{ used('k', 'kode_desa_bps') }} as kode_desa_bps,
        {% for variable in item_variables('keluarga') %}
        b.{{ variable.variabel }},
        {% endfor %}
        b.status_butir,
        b.isian_tak_terbaca,
        cast(null as smallint) as desil_p3ke,
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
    {{ join_blanked('b') }}
    union all
    select
        'p3ke' as penyedia,
        k.dataset,
        k.record_key,
        k.kunci_keluarga,
        {{ used('k', 'no_kk') }} as no_kk,
        k.alamat,
        {{ used('k', 'kode_desa_kemendagri') }} as desa_asal,
        null as kode_desa_bps,
        {% for variable in item_variables('keluarga') %}
        {% if variable.variabel in own.p3ke %}
        k.{{ variable.variabel }},
        {% else %}
        cast(null as {{ variable.tipe }}) as {{ variable.variabel }},
        {% endif %}
        {% endfor %}
        {{ partial_item_states('keluarga', 'k', own.p3ke) }} as status_butir,
        null as isian_tak_terbaca,
        {{ used('k', 'desil_p3ke') }} as desil_p3ke,
        k.tanggal_acuan,
        k._delivery,
        k._file,
        k._row_number
    from butir_p3ke as k
    {{ join_blanked('k') }}
),

-- a BPS code is led over by the crosswalk; an old Kemendagri code by what became of it
final as (
    select
        {% for tier in ['desa', 'kecamatan', 'kabupaten_kota', 'provinsi'] %}
        case
            when g.kode_desa_bps is not null then p.kode_{{ tier }}_kemendagri
            when d.kode_lama_kemendagri is not null then d.kode_{{ tier }}_kemendagri
            else {{ kemendagri_prefix('g.desa_asal', tier) }}
        end as kode_{{ tier }}_kemendagri,
        {% endfor %}
        p.status_padanan,
        g.*
    from gabungan as g
    left join padanan_wilayah as p
        on g.kode_desa_bps = p.kode_desa_bps and g.tanggal_acuan = p.tanggal_acuan
    left join desa_kini as d
        on
            g.desa_asal = d.kode_lama_kemendagri
            and (not d.lama_masih_berlaku or g.tanggal_acuan < d.perubahan_terakhir)
    where {{ is_accepted('g') }}
)

select * from final
