{#- The variables of the welfare model in the order of pmt.yml; a test holds both together. -#}

{% macro coded_variables() %}
    {{ return([
        'kode_provinsi_kemendagri',
        'status_kepemilikan_rumah',
        'jenis_lantai_terluas',
        'jenis_dinding_terluas',
        'jenis_atap_terluas',
        'sumber_air_minum_utama',
        'sumber_penerangan_utama',
        'daya_terpasang',
        'bahan_bakar_utama_memasak',
        'fasilitas_bab',
        'jenis_kloset',
        'pembuangan_akhir_tinja',
        'aset_bergerak_lemari_es',
        'aset_bergerak_ac',
        'aset_bergerak_tv_datar',
        'aset_bergerak_emas_perhiasan',
        'aset_bergerak_komputer_laptop_tablet',
        'aset_bergerak_sepeda_motor',
        'aset_bergerak_mobil',
        'aset_bergerak_smartphone',
        'aset_tidak_bergerak_lahan_lainnya',
        'aset_tidak_bergerak_rumah_lainnya',
        'jenis_kelamin_kepala',
        'ijazah_kepala',
        'bekerja_kepala',
        'lapangan_usaha_kepala',
        'status_pekerjaan_kepala',
    ]) }}
{% endmacro %}

{% macro number_variables() %}
    {{ return([
        'log_luas_lantai_per_kapita',
        'log_jumlah_anggota_keluarga',
        'umur_kepala',
        'log_umur_kepala',
        'jumlah_balita',
        'jumlah_anak_sekolah',
        'jumlah_lansia',
        'jumlah_bekerja',
        'tanggungan_per_pekerja',
        'jumlah_ternak_sapi',
        'jumlah_ternak_kambing_domba',
    ]) }}
{% endmacro %}

{% macro region_variables() %}
    {{ return(['kode_kabupaten_kota_kemendagri']) }}
{% endmacro %}

{% macro score_variables() %}
    {{ return(coded_variables() + number_variables() + region_variables()) }}
{% endmacro %}

{#- What is made of all members, and of the head. -#}
{% macro member_variables() %}
    {% set ternak = ['jumlah_ternak_sapi', 'jumlah_ternak_kambing_domba'] %}
    {{ return(number_variables() | reject('in', head_variables() + ternak) | list) }}
{% endmacro %}

{% macro head_variables() %}
    {% set found = [] %}
    {% for variabel in score_variables() if variabel.endswith('_kepala') %}
    {% do found.append(variabel) %}
    {% endfor %}
    {{ return(found) }}
{% endmacro %}

{#- One column per variable: the value of its one row in a relation of (variabel, value). -#}
{% macro one_column_each(variables, value) %}
    {% for variabel in variables %}
    max(case when variabel = '{{ variabel }}' then {{ value }} end) as {{ variabel }}
    {{- ',' if not loop.last }}
    {% endfor %}
{% endmacro %}

{#- One list per variable: its values in a relation of (variabel, value, order), in that order. -#}
{% macro one_list_each(variables, value, order) %}
    {% for variabel in variables %}
    {{ list_in_order_of("case when variabel = '" ~ variabel ~ "' then " ~ value ~ ' end', order) }} as {{ variabel }}
    {{- ',' if not loop.last }}
    {% endfor %}
{% endmacro %}

{#- What the features take from the family itself; the rest comes from its members. -#}
{% macro family_items() %}
    {{ return([
        'kode_provinsi_kemendagri',
        'kode_kabupaten_kota_kemendagri',
        'status_kepemilikan_rumah',
        'luas_lantai',
        'jenis_lantai_terluas',
        'jenis_dinding_terluas',
        'jenis_atap_terluas',
        'sumber_air_minum_utama',
        'sumber_penerangan_utama',
        'daya_terpasang',
        'bahan_bakar_utama_memasak',
        'fasilitas_bab',
        'jenis_kloset',
        'pembuangan_akhir_tinja',
        'aset_bergerak_lemari_es',
        'aset_bergerak_ac',
        'aset_bergerak_tv_datar',
        'aset_bergerak_emas_perhiasan',
        'aset_bergerak_komputer_laptop_tablet',
        'aset_bergerak_sepeda_motor',
        'aset_bergerak_mobil',
        'aset_bergerak_smartphone',
        'aset_tidak_bergerak_lahan_lainnya',
        'aset_tidak_bergerak_rumah_lainnya',
        'jumlah_ternak_sapi',
        'jumlah_ternak_kambing_domba',
    ]) }}
{% endmacro %}
