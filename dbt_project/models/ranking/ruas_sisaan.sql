-- How a household’s true score lies around its prediction: pieces of that distribution by band of the
-- prediction, each with its share of households in thousandths.
-- Grain: one row per kelompok and ruas
with sisaan_kesejahteraan as (
    select * from {{ source('model', 'sisaan_kesejahteraan') }}
),

berurutan as (
    select
        kelompok,
        dari,
        sampai,
        peluang,
        sisaan,
        row_number() over kelompok_ini as nomor,
        lag(peluang) over kelompok_ini as peluang_lalu,
        lag(sisaan) over kelompok_ini as sisaan_lalu,
        lead(peluang) over kelompok_ini as peluang_lanjut,
        lead(sisaan) over kelompok_ini as sisaan_lanjut
    from sisaan_kesejahteraan
    window kelompok_ini as (partition by kelompok order by peluang)
),

-- beyond the outermost quantiles as steep as next to them, until nothing is left
pangkal as (
    select
        kelompok,
        0 as ruas,
        dari,
        sampai,
        sisaan - (sisaan_lanjut - sisaan) * peluang / (peluang_lanjut - peluang) as awal,
        sisaan as akhir,
        peluang as massa
    from berurutan
    where nomor = 1
),

tengah as (
    select
        kelompok,
        nomor - 1 as ruas,
        dari,
        sampai,
        sisaan_lalu as awal,
        sisaan as akhir,
        peluang - peluang_lalu as massa
    from berurutan
    where nomor > 1
),

ujung as (
    select
        kelompok,
        nomor as ruas,
        dari,
        sampai,
        sisaan as awal,
        sisaan + (sisaan - sisaan_lalu) * (1 - peluang) / (peluang - peluang_lalu) as akhir,
        1 - peluang as massa
    from berurutan
    where sisaan_lanjut is null
),

semua as (
    select * from pangkal
    union all
    select * from tengah
    union all
    select * from ujung
),

final as (
    select
        kelompok,
        cast(ruas as smallint) as ruas,
        dari,
        sampai,
        cast(awal as decimal(18, 6)) as awal,
        cast(akhir as decimal(18, 6)) as akhir,
        cast(1000 * massa as smallint) as perseribu
    from semua
)

select * from final
