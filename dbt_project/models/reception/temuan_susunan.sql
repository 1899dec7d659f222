-- Rules on families as a provider composes them: heads, ages of relatives, members and families
-- without each other. Doubles, people no longer active and deliveries of changes take no part.
-- Grain: one row per record and reason code
{% set relation = var('hubungan_keluarga') %}
{% set active = var('status_aktif') %}
with individu_terbaca as (
    select * from {{ ref('individu_terbaca') }}
    where peran = 'utama' and jenis is distinct from 'perubahan'
),

keluarga_terkirim as (
    select * from {{ ref('keluarga_terkirim') }}
),

temuan_kunci as (
    select * from {{ ref('temuan_kunci') }}
),

penyedia_keluarga as (
    select distinct _delivery
    from keluarga_terkirim
),

anggota as (
    select
        r.penyedia,
        r.dataset,
        r._delivery,
        r._file,
        r._row_number,
        r.kunci_keluarga,
        coalesce(
            r.kunci_keluarga,
            case when {{ no_kk_is_well_formed('r.no_kk') }} then r.no_kk end
        ) as keluarga,
        r.no_kk,
        r.status_hubungan_keluarga as hubungan,
        r.status_hubungan_keluarga_asal,
        r.tanggal_lahir,
        r.tanggal_lahir_asal
    from individu_terbaca as r
    left join temuan_kunci as t
        on
            r._delivery = t._delivery
            and r.dataset = t.dataset
            and r._file = t._file
            and r._row_number = t._row_number
    where
        t.kode_alasan is null
        and coalesce(r.status_kependudukan, '{{ active }}') = '{{ active }}'
),

-- only families in which something is odd are joined to their members again
keluarga_ganjil as (
    select
        _delivery,
        dataset,
        keluarga,
        count(case when hubungan = '{{ relation.kepala }}' then 1 end) as jumlah_kepala,
        count(hubungan) = count(*) as hubungan_lengkap,
        min(case when hubungan = '{{ relation.kepala }}' then tanggal_lahir end) as lahir_kepala
    from anggota
    where keluarga is not null
    group by _delivery, dataset, keluarga
    having
        count(case when hubungan = '{{ relation.kepala }}' then 1 end) <> 1
        or min(case when {{ is_descendant('hubungan') }} then tanggal_lahir end)
        <= min(case when hubungan = '{{ relation.kepala }}' then tanggal_lahir end)
        or max(case when hubungan = '{{ relation.orang_tua }}' then tanggal_lahir end)
        >= min(case when hubungan = '{{ relation.kepala }}' then tanggal_lahir end)
),

anggota_ganjil as (
    select
        a.*,
        g.jumlah_kepala,
        g.hubungan_lengkap,
        case when g.jumlah_kepala = 1 then g.lahir_kepala end as lahir_kepala,
        row_number() over (
            partition by a._delivery, a.dataset, a.keluarga
            order by a._file, a._row_number
        ) as urutan
    from anggota as a
    inner join keluarga_ganjil as g
        on
            a._delivery = g._delivery
            and a.dataset = g.dataset
            and a.keluarga = g.keluarga
),

-- where a provider delivers families, a member names one of them
tanpa_keluarga as (
    select a.*
    from anggota as a
    left join penyedia_keluarga as p
        on a._delivery = p._delivery
    left join keluarga_terkirim as k
        on a._delivery = k._delivery and a.kunci_keluarga = k.kunci_keluarga
    where
        (a.kunci_keluarga is null and a.no_kk is null)
        or (p._delivery is not null and k.kunci_keluarga is null)
),

tanpa_anggota as (
    select k.*
    from keluarga_terkirim as k
    left join individu_terbaca as r
        on k._delivery = r._delivery and k.kunci_keluarga = r.kunci_keluarga
    where k.kunci_keluarga is not null and r.kunci_keluarga is null
),

final as (
    {{ finding(
        'KELUARGA_KEPALA_GANDA', 'status_hubungan_keluarga', 'anggota_ganjil',
        "jumlah_kepala > 1 and hubungan = '" ~ relation.kepala ~ "'",
        value='status_hubungan_keluarga_asal',
    ) }}
    union all
    {{ finding(
        'KELUARGA_TANPA_KEPALA', 'status_hubungan_keluarga', 'anggota_ganjil',
        'jumlah_kepala = 0 and hubungan_lengkap and urutan = 1',
        value='status_hubungan_keluarga_asal',
    ) }}
    union all
    {{ finding(
        'ANAK_LEBIH_TUA', 'status_hubungan_keluarga', 'anggota_ganjil',
        is_descendant('hubungan') ~ ' and tanggal_lahir <= lahir_kepala',
        value='tanggal_lahir_asal',
    ) }}
    union all
    {{ finding(
        'ORANG_TUA_LEBIH_MUDA', 'status_hubungan_keluarga', 'anggota_ganjil',
        "hubungan = '" ~ relation.orang_tua ~ "' and tanggal_lahir >= lahir_kepala",
        value='tanggal_lahir_asal',
    ) }}
    union all
    {{ finding(
        'ANGGOTA_TANPA_KELUARGA', 'kunci_keluarga', 'tanpa_keluarga', 'true',
        value='kunci_keluarga',
    ) }}
    union all
    {{ finding(
        'KELUARGA_TANPA_ANGGOTA', 'kunci_keluarga', 'tanpa_anggota', 'true',
        value='kunci_keluarga',
    ) }}
)

select * from final
