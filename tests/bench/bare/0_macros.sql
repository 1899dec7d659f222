-- The rules of dbt_project/macros as DuckDB macros, and the code lists.
create macro isi(x) as nullif(trim(x), '');

create macro nama_baku(x) as nullif(trim(regexp_replace(
    replace(replace(replace(replace(replace(replace(
        replace(replace(replace(replace(replace(replace(
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        ' ' || regexp_replace(
                            upper(strip_accents(
                                replace(replace(split_part(x, ',', 1), chr(39), ''), chr(8217), '')
                            )),
                            '[^A-Z ]+', ' ', 'g'
                        ) || ' ',
                        '^( +(H|HJ|KH|DR|DRS|DRA|IR|PROF|TGK|ALM|ALMH|USTADZ))+ ', ' ', 'g'
                    ),
                    ' (BIN|BINTI) .*$', ' ', 'g'
                ),
                ' (MOH|MUH|MOHD|MOHAMAD|MOHAMMAD|MUHAMAD|MOCHAMAD|MOCHAMMAD|MUCHAMAD|MUCHAMMAD|M) ',
                ' MUHAMMAD ', 'g'
            ),
            'OE', '1'), 'TJ', '2'), 'DJ', '3'), 'NJ', '4'), 'SJ', '5'), 'CH', '6'),
        '1', 'U'), '2', 'C'), '3', 'J'), '4', 'NY'), '5', 'SY'), '6', 'KH'),
    ' +', ' ', 'g'
)), '');

create macro nik_benar(x) as coalesce(
    regexp_full_match(
        x,
        '[1-9][0-9]{5}(0[1-9]|[12][0-9]|3[01]|4[1-9]|[56][0-9]|7[01])(0[1-9]|1[0-2])[0-9]{6}'
    ) and right(x, 4) <> '0000',
    false
);

create macro kk_benar(x) as coalesce(
    regexp_full_match(x, '[1-9][0-9]{5}(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{6}')
    and right(x, 4) <> '0000',
    false
);

create macro tanggal_benar(x, acuan) as
case when x <= acuan and year(x) >= year(acuan) - 120 then x end;

create macro umur_benar(x) as
case when try_cast(x as integer) between 0 and 120 then x::integer end;

create macro bulat(x) as case when regexp_full_match(x, '[0-9]{1,9}') then x::integer end;

-- One meaning of an answer that is a sum of codes; tak_tahu is the code that is no sum.
create macro arti(x, kode, semua, tak_tahu) as
case
    when not coalesce(regexp_full_match(x, '[0-9]{1,3}'), false) then null
    when x::integer = tak_tahu then case when kode = tak_tahu then '1' end
    when x::integer > semua then null
    when kode <= semua and x::integer & kode <> 0 then '1'
    else '2'
end;

create macro sama(x) as case when count(distinct x) = 1 then min(x) end;

create macro nama_cocok(x, y) as coalesce(
    jaro_winkler_similarity(x, y) >= 0.88
    or list_has_all(string_split(x, ' '), string_split(y, ' '))
    or list_has_all(string_split(y, ' '), string_split(x, ' ')),
    false
);

create macro alamat_baku(x) as nullif(trim(regexp_replace(
    regexp_replace(
        regexp_replace(
            replace(replace(
                regexp_replace(
                    regexp_replace(
                        ' ' || regexp_replace(
                            upper(strip_accents(replace(replace(x, chr(39), ''), chr(8217), ''))),
                            '[^A-Z0-9 ]+', ' ', 'g'
                        ) || ' ',
                        ' (RT|RW) *[0-9]+ .*$', ' ', 'g'
                    ),
                    ' (JALAN|JLN) ', ' JL ', 'g'
                ),
                ' GANG ', ' GG '), ' DUSUN ', ' DSN '),
            ' (KAMPUNG|KAMP|KPG) ', ' KP ', 'g'
        ),
        ' (NOMOR|NOMER|NO) *([0-9])', ' \2', 'g'
    ),
    ' +', ' ', 'g'
)), '');

create macro umur(lahir, hari) as
year(hari) - year(lahir)
- (month(hari) * 100 + day(hari) < month(lahir) * 100 + day(lahir))::integer;

create table kode as
select * from read_csv('{seeds}/klasifikasi/pemetaan_kode.csv', all_varchar = true)
union all
select 'regsosek', daftar, kode, kode
from read_csv('{seeds}/klasifikasi/daftar_kode.csv', all_varchar = true);

create table kode_p3ke as select * from kode where penyedia = 'p3ke';

create table tingkat_wilayah as
select
    tingkat, urutan::integer as urutan, panjang_kode_bps::integer as panjang_kode_bps,
    panjang_kode_kemendagri::integer as panjang_kode_kemendagri
from read_csv('{seeds}/wilayah/tingkat_wilayah.csv', all_varchar = true);

create macro bunyi(x) as regexp_replace(
    replace(translate(replace(x, 'SY', 'S'), 'FVJYZOQXCH ', 'PPIIIUKKK'), 'NG', 'N'), 'AE', 'AI'
);
