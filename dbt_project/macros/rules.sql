{#- The row rules on records of a standard shape: reason code (seed kode_alasan), the column it is
    about, the condition, and the value whose fingerprint is kept where that is not the column.
    A rule is one line here and one row of the seed; the seed alone says what follows from it. -#}

{% macro rule(code, column, condition, value=none) -%}
    {{ return({'code': code, 'column': column, 'condition': condition, 'value': value or column}) }}
{%- endmacro %}

{#- Names and NIKs of whoever a record names. Needs nama, nama_baku, nik, kunci_asal, nik_pengisi,
    nik_utuh (16 digits) and nik_awalan (its first six digits where they are known). -#}
{% macro identity_rules() -%}
    {%- set words = var('kata_bukan_nama') | join('|') -%}
    {%- set number = 'nik_utuh and not nik_pengisi and ' -%}
    {{ return([
        rule('NAMA_KOSONG', 'nama', 'nama_baku is null'),
        rule(
            'NAMA_BUKAN_NAMA', 'nama',
            matches('nama_baku', '(' ~ words ~ ')( (' ~ words ~ '|' ~ var('kata_ikutan') | join('|')
            ~ '))*') ~ " or (length(nama_baku) > 2 and substr(nama_baku, 2, 1) in (' ', "
            ~ "left(nama_baku, 1)) and replace(replace(nama_baku, left(nama_baku, 1), ''), ' ', '')"
            ~ " = '')"
        ),
        rule('NAMA_ANGKA', 'nama', matches('nama', '.*[0-9].*')),
        rule('NIK_KOSONG', 'nik', 'nik is null and kunci_asal is not null'),
        rule('NIK_ISIAN', 'nik', 'nik_pengisi'),
        rule('NIK_BENTUK', 'nik', 'not nik_utuh and not nik_pengisi'),
        rule('NIK_TANGGAL', 'nik', number ~ 'not ' ~ nik_has_a_date('nik')),
        rule('NIK_SERI', 'nik', number ~ "right(nik, 4) = '0000'"),
        rule('NIK_WILAYAH', 'nik', number ~ 'nik_awalan is null'),
    ]) }}
{%- endmacro %}

{#- Number of the family card; needs no_kk, no_kk_pengisi, no_kk_utuh and no_kk_awalan. -#}
{% macro card_rules() -%}
    {%- set number = 'no_kk_utuh and not no_kk_pengisi and ' -%}
    {{ return([
        rule('NO_KK_ISIAN', 'no_kk', 'no_kk_pengisi'),
        rule('NO_KK_BENTUK', 'no_kk', 'not no_kk_utuh and not no_kk_pengisi'),
        rule('NO_KK_TANGGAL', 'no_kk', number ~ 'not ' ~ no_kk_has_a_date('no_kk')),
        rule('NO_KK_SERI', 'no_kk', number ~ "right(no_kk, 4) = '0000'"),
        rule('NO_KK_WILAYAH', 'no_kk', number ~ 'no_kk_awalan is null'),
    ]) }}
{%- endmacro %}

{#- A Kemendagri village code; needs kode_desa_kemendagri, desa_kemendagri (the same where the list
    knows it) and desa_bps (the same where it is a BPS code). -#}
{% macro village_rules() -%}
    {%- set column = 'kode_desa_kemendagri' -%}
    {%- set unknown = column ~ ' is not null and desa_kemendagri is null and desa_bps is ' -%}
    {{ return([
        rule('WILAYAH_TAK_DIKENAL', column, unknown ~ 'null'),
        rule('WILAYAH_SISTEM_LAIN', column, unknown ~ 'not null'),
    ]) }}
{%- endmacro %}

{#- A code that the list of the provider does not know; `column` holds the standard code. -#}
{% macro code_rule(code, column) -%}
    {%- set given = column ~ '_asal' -%}
    {{ return(rule(code, column, given ~ ' is not null and ' ~ column ~ ' is null', given)) }}
{%- endmacro %}

{#- Persons: the shape of individu_terbaca. -#}
{% macro person_rules() -%}
    {%- set well_formed = nik_is_well_formed('nik') ~ ' and ' -%}
    {%- set relation = var('hubungan_keluarga') -%}
    {%- set programmes = var('program_ketenagakerjaan') | join('|') -%}
    {%- set younger_than = "status_hubungan_keluarga = '{}' and umur_hitung between 0 and {} - 1" -%}
    {{ return(identity_rules() + card_rules() + village_rules() + [
        rule(
            'NIK_JENIS_KELAMIN', 'jenis_kelamin',
            well_formed ~ '(' ~ nik_is_of_a_woman('nik') ~ ") <> (jenis_kelamin = '"
            ~ var('kode_perempuan') ~ "')",
            'jenis_kelamin_asal'
        ),
        rule(
            'NIK_TANGGAL_LAHIR', 'tanggal_lahir',
            well_formed ~ 'tanggal_lahir <= tanggal_acuan and not ('
            ~ nik_has_the_birth_date('nik', 'tanggal_lahir') ~ ')',
            'tanggal_lahir_asal'
        ),
        rule(
            'TANGGAL_LAHIR_MUSTAHIL', 'tanggal_lahir',
            'tanggal_lahir_asal is not null and not '
            ~ birth_date_is_possible('tanggal_lahir', 'tanggal_acuan'),
            'tanggal_lahir_asal'
        ),
        rule(
            'UMUR_MUSTAHIL', 'umur', 'umur_asal is not null and not ' ~ age_is_possible('umur'),
            'umur_asal'
        ),
        rule(
            'TANGGAL_STATUS_MUSTAHIL', 'tanggal_status',
            'tanggal_status_asal is not null and not coalesce(tanggal_status <= tanggal_acuan '
            ~ 'and tanggal_status >= coalesce(tanggal_lahir, tanggal_status), false)',
            'tanggal_status_asal'
        ),
        code_rule('JENIS_KELAMIN_KODE', 'jenis_kelamin'),
        code_rule('STATUS_KAWIN_KODE', 'status_kawin'),
        code_rule('HUBUNGAN_KODE', 'status_hubungan_keluarga'),
        code_rule('STATUS_KEPENDUDUKAN_KODE', 'status_kependudukan'),
        code_rule('PKH_KODE', 'penerima_pkh'),
        code_rule('BPNT_KODE', 'penerima_bpnt'),
        code_rule('PBI_KODE', 'pbi_nas'),
        code_rule('SEGMEN_KODE', 'segmen_jkn'),
        code_rule('SEGMEN_KERJA_KODE', 'segmen_ketenagakerjaan'),
        rule(
            'PROGRAM_KERJA_KODE', 'program_ketenagakerjaan',
            'program_ketenagakerjaan is not null and not '
            ~ matches('program_ketenagakerjaan', '(' ~ programmes ~ ')( (' ~ programmes ~ '))*')
        ),
        code_rule('JENJANG_KODE', 'jenjang_sekolah_dapodik'),
        code_rule('PIP_KODE', 'penerima_pip'),
        rule(
            'KEPALA_DI_BAWAH_UMUR', 'status_hubungan_keluarga',
            younger_than.format(relation.kepala, var('umur_min_kepala')), 'tanggal_lahir_asal'
        ),
        rule(
            'PASANGAN_DI_BAWAH_UMUR', 'status_hubungan_keluarga',
            younger_than.format(relation.pasangan, var('umur_min_pasangan')), 'tanggal_lahir_asal'
        ),
        rule(
            'DAFTAR_KURANG', 'nik',
            "jenis = 'padankan' and not " ~ nik_is_well_formed('nik') ~ ' and not ('
            ~ birth_date_is_possible('tanggal_lahir', 'tanggal_acuan')
            ~ ' and desa_kemendagri is not null)'
        ),
    ]) }}
{%- endmacro %}

{#- Children and grandchildren of the head, by the standard code of relation. -#}
{% macro is_descendant(relation) -%}
    {{ relation }} in ('{{ var('hubungan_keluarga').keturunan | join("', '") }}')
{%- endmacro %}

{#- Families: the shape of keluarga_terkirim. -#}
{% macro family_rules() -%}
    {{ return(card_rules() + village_rules() + [
        rule('WILAYAH_BPS_TAK_DIKENAL', 'kode_desa_bps', "status_padanan = 'tidak_dikenal'"),
        rule('WILAYAH_BPS_AMBIGU', 'kode_desa_bps', "status_padanan = 'ambigu'"),
    ]) }}
{%- endmacro %}

{#- Customers of utilities. -#}
{% macro customer_rules() -%}
    {{ return(identity_rules() + village_rules() + [code_rule('DAYA_KODE', 'daya_terpasang')]) }}
{%- endmacro %}

{#- Proposed changes with their evidence and way (Permenko PM 4/2025 Pasal 9); needs the standard codes
    beside what was delivered. The person they name is judged by person_rules. -#}
{% macro proposal_rules() -%}
    {%- set way = [
        'jenis_pengusul is not null', 'kode_pengusul is not null',
        'tanggal_pengusul <= tanggal_kemensos', 'tanggal_kemensos <= tanggal_satgas',
        'tanggal_satgas <= tanggal_acuan',
    ] | join(' and ') -%}
    {{ return([
        rule(
            'USULAN_JENIS', 'jenis_perubahan', 'jenis_perubahan is null', 'jenis_perubahan_asal'
        ),
        rule(
            'USULAN_TANPA_BUKTI', 'nomor_bukti', 'jenis_bukti is null or nomor_bukti is null'
        ),
        rule('USULAN_RANTAI', 'tanggal_satgas', 'not coalesce(' ~ way ~ ', false)',
             'tanggal_satgas_asal'),
        rule(
            'USULAN_KEJADIAN', 'tanggal_kejadian',
            'tanggal_kejadian_asal is not null '
            ~ 'and not coalesce(tanggal_kejadian <= tanggal_acuan, false)',
            'tanggal_kejadian_asal'
        ),
        rule(
            'USULAN_LUAR_WILAYAH', 'kode_desa_kemendagri',
            "jenis_pengusul = '" ~ var('pengusul_pemda') ~ "' and not coalesce("
            ~ 'left(kode_desa_kemendagri, length(kode_pengusul)) = kode_pengusul, true)'
        ),
    ]) }}
{%- endmacro %}

{#- Feedback of recipients on payouts; needs the standard codes beside what was delivered. -#}
{% macro feedback_rules() -%}
    {{ return(identity_rules() + card_rules() + [
        rule('BALIKAN_HASIL', 'hasil_salur', 'hasil_salur is null', 'hasil_salur_asal'),
        rule(
            'BALIKAN_ALASAN', 'alasan_balikan',
            'alasan_balikan is null and (alasan_balikan_asal is not null '
            ~ "or hasil_salur <> '" ~ var('hasil_tersalur') ~ "')",
            'alasan_balikan_asal'
        ),
        rule(
            'BALIKAN_TANGGAL', 'tanggal', 'not coalesce(tanggal <= tanggal_acuan, false)',
            'tanggal_asal'
        ),
    ]) }}
{%- endmacro %}

{#- All rules over one reading of `relation`: every record once with the codes it earns, then one
    row per code. -#}
{% macro findings(rules, relation) -%}
    select
        penyedia,
        dataset,
        _delivery,
        _file,
        _row_number,
        kode_alasan,
        case kode_alasan
            {%- for item in rules %}
            when '{{ item.code }}' then '{{ item.column }}'
            {%- endfor %}
        end as kolom,
        case kode_alasan
            {%- for item in rules %}
            when '{{ item.code }}' then {{ value_fingerprint(item.column, item.value) }}
            {%- endfor %}
        end as sidik_nilai
    from (
        select
            *,
            {{ each_word('kode_kena') }} as kode_alasan
        from (
            select
                *,
                concat_ws(
                    ' '
                    {%- for item in rules %},
                    case when {{ item.condition }} then '{{ item.code }}' end
                    {%- endfor %}
                ) as kode_kena
            from {{ relation }}
            {{ worked_out_once() }}
        ) as kena
        where kode_kena <> ''
    ) as per_kode
{%- endmacro %}
