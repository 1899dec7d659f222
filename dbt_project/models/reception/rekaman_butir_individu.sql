-- Answers of persons to the questionnaire: standard values, the state of every item by its universe
-- (seed `semesta`), and the answers that could not be read as they were delivered.
-- Grain: one row per delivered record
with anggota as (
    select * from {{ ref('stg_regsosek__anggota') }}
),

baku as (
    select
        a.*,
        -- the questionnaire's own codes are the standard
        a.jenis_kelamin_asal as jenis_kelamin,
        a.status_kawin_asal as status_kawin,
        {% for variable in item_variables('individu') %}
        {{ standard_answer('a', variable) }} as {{ variable.variabel }},
        {% endfor %}
        {{ age_in_years('a.tanggal_lahir', 'a.tanggal_acuan') }} as umur_menurut_tanggal
    from anggota as a
),

berumur as (
    select
        *,
        coalesce(umur_saat_pendataan, umur_menurut_tanggal) as umur
    from baku
),

dinilai as (
    select
        b.*,
        {{ item_states('individu') }} as status_butir
    from berumur as b
),

final as (
    select
        'regsosek' as penyedia,
        'anggota' as dataset,
        d.record_key,
        {% for variable in item_variables('individu') %}
        d.{{ variable.variabel }},
        {% endfor %}
        d.status_butir,
        case when d.status_butir like '%S%' then {{ unread_answers('individu', 'd') }} end
            as isian_tak_terbaca,
        d.tanggal_acuan,
        d._efektif,
        d._delivery,
        d._file,
        d._row_number
    from dinilai as d
)

select * from final
