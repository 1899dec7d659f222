-- Doubtful families: does the member in question live in one family with its head? Where the head itself
-- is in question, the member with the smallest id stands for the others (Pasal 13).
-- Grain: one row per id_antrean
with diragukan as (
    select * from {{ ref('keluarga_diragukan') }}
),

padan_relasi as (
    select * from {{ ref('padan_relasi') }}
),

rekaman_wakil as (
    select * from {{ ref('rekaman_wakil') }}
),

terpilih as (
    select
        *,
        row_number() over (partition by id_keluarga order by prioritas asc, alasan asc) as urutan
    from diragukan
),

berdua as (
    select
        t.id_keluarga,
        upper(t.alasan) as alasan,
        t.id_individu_kepala,
        case
            when t.id_individu <> t.id_individu_kepala then t.id_individu else min(a.id_individu)
        end as id_individu_lain
    from terpilih as t
    inner join padan_relasi as a
        on t.id_keluarga = a.id_keluarga and t.id_individu_kepala <> a.id_individu
    where t.urutan = 1
    group by t.id_keluarga, t.alasan, t.id_individu_kepala, t.id_individu
),

lengkap as (
    select
        b.id_keluarga,
        b.alasan,
        b.id_individu_kepala as id_individu,
        b.id_individu_lain,
        k.record_key,
        a.record_key as record_key_lain
    from berdua as b
    inner join rekaman_wakil as k
        on b.id_individu_kepala = k.id_individu
    inner join rekaman_wakil as a
        on b.id_individu_lain = a.id_individu
),

final as (
    select
        {{ queue_columns(
            'keluarga',
            record_key='record_key',
            record_key_lain='record_key_lain',
            id_individu='id_individu',
            id_individu_lain='id_individu_lain',
            id_keluarga='id_keluarga'
        ) }}
    from lengkap
)

select * from final
