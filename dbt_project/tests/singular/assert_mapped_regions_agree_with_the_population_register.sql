-- A row is a province where persons of a source with BPS codes live, by the crosswalk, in another
-- kabupaten/kota than the population register says, more often than moves and stale addresses
-- explain: the crosswalk is wrong there, or the codes are not of the system the contract says.
with kesesuaian_wilayah as (
    select * from {{ ref('kesesuaian_wilayah') }}
),

final as (
    select *
    from kesesuaian_wilayah
    where
        tingkat = 'kabupaten_kota'
        and jumlah_terpadan >= {{ var('min_orang_kesesuaian') }}
        and bagian_sama < {{ var('batas_kesesuaian_wilayah') }}
)

select * from final
