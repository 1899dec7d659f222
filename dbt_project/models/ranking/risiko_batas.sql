-- At the border of each programme: on which side a family stands, how probable the other side is,
-- and what a visit would be worth.
-- Grain: one row per program and id_keluarga
{% set tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9] %}
with peringkat_keluarga as (
    select * from {{ ref('peringkat_keluarga') }}
),

skor_keluarga as (
    select * from {{ ref('skor_keluarga') }}
),

ketidakpastian_keluarga as (
    select * from {{ ref('ketidakpastian_keluarga') }}
),

batas_program as (
    select * from {{ ref('batas_program') }}
),

berpeluang as (
    select
        b.program,
        p.id_keluarga,
        p.kode_provinsi_kemendagri,
        p.kode_kabupaten_kota_kemendagri,
        p.desil_nasional,
        p.desil_nasional <= b.desil_maks as di_bawah,
        s.jumlah_anggota_keluarga,
        {% for d in tenths %}
        case when b.desil_maks >= {{ d }} then k.peluang_desil_{{ d }} else 0 end
        {{ '+' if not loop.last }}
        {% endfor %}
            as peluang_di_bawah
    from peringkat_keluarga as p
    inner join ketidakpastian_keluarga as k
        on p.id_keluarga = k.id_keluarga
    inner join skor_keluarga as s
        on p.id_keluarga = s.id_keluarga
    cross join batas_program as b
),

berisiko as (
    select
        *,
        case when di_bawah then 1 - peluang_di_bawah else peluang_di_bawah end as risiko
    from berpeluang
),

final as (
    select
        program,
        id_keluarga,
        kode_provinsi_kemendagri,
        kode_kabupaten_kota_kemendagri,
        desil_nasional,
        di_bawah,
        cast(peluang_di_bawah as decimal(5, 4)) as peluang_di_bawah,
        cast(risiko as decimal(5, 4)) as risiko,
        cast(jumlah_anggota_keluarga as integer) as jumlah_anggota_keluarga,
        cast(jumlah_anggota_keluarga * risiko as decimal(9, 4)) as manfaat
    from berisiko
)

select * from final
