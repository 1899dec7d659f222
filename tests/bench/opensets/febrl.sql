-- FEBRL: one row per record of one of the sets 1 to 4. `orang` is the number in rec_id, which is
-- truth; ids are in no order that would tell it.
with cleaned as (
    select
        rec_id,
        orang,
        berkas,
        nullif(trim(given_name), '') as given_name,
        nullif(trim(surname), '') as surname,
        nullif(trim(street_number), '') as street_no,
        nullif(replace(address_1, ' ', ''), '') as street,
        nullif(replace(address_2, ' ', ''), '') as place,
        nullif(replace(suburb, ' ', ''), '') as suburb,
        case when length(trim(postcode)) = 4 then trim(postcode) end as postcode,
        nullif(trim(state), '') as province,
        case when length(trim(date_of_birth)) = 8 then trim(date_of_birth) end as born,
        case when length(trim(soc_sec_id)) = 7 then trim(soc_sec_id) end as ssn
    from catatan
)

select
    row_number() over (order by md5(berkas || rec_id)) as rekaman_id,
    orang,
    orang as rumpun,
    berkas as asal,
    * exclude (rec_id, orang, berkas),
    least(given_name, surname) as name_low,
    greatest(given_name, surname) as name_high,
    least(street, place) as address_low,
    greatest(street, place) as address_high
from cleaned
