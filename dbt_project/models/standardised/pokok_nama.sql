-- Compared names that hold a nickname or end in a clan name, each once: what the person is really called,
-- and that the last word says little.
-- Grain: one row per nama_baku
with individu_terbaca as (
    select distinct nama_baku
    from {{ ref('individu_terbaca') }}
    where _efektif and nama_baku is not null
),

marga as (
    select distinct {{ name_standard('marga') }} as marga_baku
    from {{ ref('marga') }}
),

-- a nickname of several full names stays as it is: nobody knows which
nama_panggilan as (
    select
        panggilan,
        min({{ name_standard('nama_penuh') }}) as nama_penuh
    from {{ ref('nama_panggilan') }}
    group by panggilan
    having count(*) = 1
),

terbagi as (
    select
        nama_baku,
        {{ first_word('nama_baku') }} as kata_pertama,
        {{ last_word('nama_baku') }} as kata_terakhir,
        replace(nama_baku, ' ', '') = nama_baku as satu_kata
    from individu_terbaca
),

final as (
    select
        t.nama_baku,
        case
            when t.satu_kata then coalesce(d.nama_penuh, t.nama_baku)
            else
                coalesce(d.nama_penuh, t.kata_pertama)
                || substr(
                    t.nama_baku,
                    length(t.kata_pertama) + 1,
                    length(t.nama_baku) - length(t.kata_pertama) - length(t.kata_terakhir)
                )
                || coalesce(b.nama_penuh, t.kata_terakhir)
        end as nama_pokok,
        m.marga_baku is not null as nama_bermarga
    from terbagi as t
    left join nama_panggilan as d
        on t.kata_pertama = d.panggilan
    left join nama_panggilan as b
        on t.kata_terakhir = b.panggilan
    left join marga as m
        on t.kata_terakhir = m.marga_baku and not t.satu_kata
    where
        d.panggilan is not null
        or b.panggilan is not null
        or m.marga_baku is not null
)

select * from final
