-- A supporting record joins the person with its strongest edge, well ahead of the next, or nobody.
insert into klaster
with calon as (
    select i.rekaman_id, k.klaster, max(t.bobot) as bobot
    from (from tepi union all select r, l, bobot from tepi) as t
    inner join standardised.individu as i on t.l = i.rekaman_id and i.peran <> 'utama'
    inner join klaster as k on t.r = k.rekaman_id
    group by all
)

select rekaman_id, klaster
from calon
window urut as (partition by rekaman_id order by bobot desc, klaster)
qualify
    row_number() over urut = 1
    and coalesce(bobot - lead(bobot) over urut >= {jarak_pendukung}, true);
