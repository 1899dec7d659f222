-- pseudopeople: one row per record of the census, the social security file and the tax forms.
-- `simulant_id` and `household_id` are truth: they name the person and the half, nothing else;
-- ids are in no order that would tell them.
with household as (
    select simulant_id, min(household_id) as household_id
    from (
        select simulant_id, household_id from sensus
        union all
        select simulant_id, household_id from pajak
    )
    group by simulant_id
),

records as (
    select
        'sensus' as asal, simulant_id, cast(null as varchar) as ssn, first_name,
        middle_initial as middle_name, last_name, sex, street_number as house, street_name as street,
        case
            when length(date_of_birth) = 10
                then date_of_birth[7:10] || date_of_birth[1:2] || date_of_birth[4:5]
        end as born
    from sensus
    union all by name
    select
        'ssa' as asal, simulant_id, ssn, first_name, middle_name, last_name, sex,
        case when length(date_of_birth) = 8 then date_of_birth end as born
    from ssa
    union all by name
    select
        'pajak' as asal, simulant_id, ssn, first_name, middle_initial as middle_name, last_name,
        mailing_address_street_number as house, mailing_address_street_name as street
    from pajak
),

cleaned as (
    select
        asal,
        simulant_id,
        case when length(ssn) = 11 then ssn end as ssn,
        nullif(regexp_replace(lower(first_name), '[^a-z]', '', 'g'), '') as first_name,
        nullif(left(lower(trim(middle_name)), 1), '') as initial,
        nullif(regexp_replace(lower(last_name), '[^a-z]', '', 'g'), '') as last_name,
        born,
        left(born, 4) as birth_year,
        left(sex, 1) as sex,
        nullif(trim(house), '') as house,
        nullif(regexp_replace(lower(street), '[^a-z0-9]', '', 'g'), '') as street
    from records
)

select
    row_number() over (order by md5(cast(cleaned as varchar)), simulant_id) as rekaman_id,
    simulant_id as orang,
    coalesce(household.household_id, simulant_id) as rumpun,
    cleaned.* exclude (simulant_id),
    house || ' ' || street as address,
    left(first_name, 1) as first_letter,
    left(first_name, 3) as first_three,
    left(last_name, 3) as last_three
from cleaned
left join household using (simulant_id)
