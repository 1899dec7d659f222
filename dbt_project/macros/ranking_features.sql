{#- What the welfare model reads of a family, for whichever state of the register: the release itself, its base, or
    the families of one with the answers of the other. A test holds it to pmt.yml. -#}

{#- Limits of the age groups that the model counts, one row; from the rows of the design. -#}
{% macro age_limits(design) %}
    select
        max(case when variabel = 'jumlah_balita' then dari end) as dari_balita,
        max(case when variabel = 'jumlah_balita' then sampai end) as sampai_balita,
        max(case when variabel = 'jumlah_anak_sekolah' then dari end) as dari_anak_sekolah,
        max(case when variabel = 'jumlah_anak_sekolah' then sampai end) as sampai_anak_sekolah,
        max(case when variabel = 'jumlah_lansia' then dari end) as dari_lansia,
        max(case when variabel = 'jumlah_lansia' then sampai end) as sampai_lansia,
        max(case when variabel = 'jumlah_bekerja' then dari end) as dari_bekerja
    from {{ design }}
    where peran = 'umur'
{% endmacro %}

{#- Columns of a person that the composition of a family is made of: `i` the person, `r` the release of its data. -#}
{% macro traits_of_members() %}
        i.jenis_kelamin,
        i.partisipasi_sekolah,
        i.ijazah_tertinggi_yang_dimiliki,
        i.status_bekerja,
        i.lapangan_usaha_dari_pekerjaan_utama,
        i.status_dalam_pekerjaan_utama,
        {{ age_in_years('i.tanggal_lahir', 'r.tanggal_rilis') }} as umur
{% endmacro %}

{#- Members by age and traits of the head, per column `key` of `people`, which has traits_of_members and kepala_keluarga. -#}
{% macro family_composition(people, limits, key) %}
    select
        o.{{ key }},
        ---------- members
        count(
            case when o.umur between b.dari_balita and b.sampai_balita then o.umur end
        ) as jumlah_balita,
        count(
            case when o.umur between b.dari_anak_sekolah and b.sampai_anak_sekolah then o.umur end
        ) as jumlah_anak_sekolah,
        count(
            case when o.umur between b.dari_lansia and b.sampai_lansia then o.umur end
        ) as jumlah_lansia,
        -- who is of working age must have answered; whose age is unknown may be
        case
            when
                count(
                    case
                        when coalesce(o.umur >= b.dari_bekerja, true) and o.status_bekerja is null
                            then 1
                    end
                ) = 0
                then
                    count(
                        case when o.umur >= b.dari_bekerja and o.status_bekerja = '1' then 1 end
                    )
        end as jumlah_bekerja,
        ---------- head
        max(case when o.kepala_keluarga then o.umur end) as umur_kepala,
        max(case when o.kepala_keluarga then o.jenis_kelamin end) as jenis_kelamin_kepala,
        max(case when o.kepala_keluarga then o.partisipasi_sekolah end)
            as partisipasi_sekolah_kepala,
        max(case when o.kepala_keluarga then o.ijazah_tertinggi_yang_dimiliki end) as ijazah_kepala,
        max(case when o.kepala_keluarga then o.status_bekerja end) as bekerja_kepala,
        max(case when o.kepala_keluarga then o.lapangan_usaha_dari_pekerjaan_utama end)
            as lapangan_usaha_kepala,
        max(case when o.kepala_keluarga then o.status_dalam_pekerjaan_utama end)
            as status_pekerjaan_kepala
    from {{ people }} as o
    cross join {{ limits }} as b
    group by o.{{ key }}
{% endmacro %}

{#- Covariates of families, per column `key`: their items in `families`, members and head in `composition`, skips in `design`. -#}
{% macro family_features(families, composition, design, key) %}
    {% set skips = {
        'daya_terpasang': 'sumber_penerangan_utama',
        'jenis_kloset': 'fasilitas_bab',
        'pembuangan_akhir_tinja': 'fasilitas_bab',
        'ijazah_kepala': 'partisipasi_sekolah_kepala',
        'lapangan_usaha_kepala': 'bekerja_kepala',
        'status_pekerjaan_kepala': 'bekerja_kepala',
    } %}
    with butir as (
        select
            k.*,
            s.jumlah_balita,
            s.jumlah_anak_sekolah,
            s.jumlah_lansia,
            s.jumlah_bekerja,
            s.umur_kepala,
            s.jenis_kelamin_kepala,
            s.partisipasi_sekolah_kepala,
            s.ijazah_kepala,
            s.bekerja_kepala,
            s.lapangan_usaha_kepala,
            s.status_pekerjaan_kepala
        from {{ families }} as k
        left join {{ composition }} as s
            on k.{{ key }} = s.{{ key }}
    ),

    lewati as (
        select {{ one_list_each(skips, 'kode', 'kode') }}
        from {{ design }}
        where peran = 'lewati'
    ),

    pengganti as (
        select {{ one_list_each(skips, 'pengganti', 'kode') }}
        from {{ design }}
        where peran = 'lewati'
    )

    select
        b.{{ key }},
        ---------- coded items; one that was skipped says so
        b.kode_provinsi_kemendagri,
        b.status_kepemilikan_rumah,
        b.jenis_lantai_terluas,
        b.jenis_dinding_terluas,
        b.jenis_atap_terluas,
        b.sumber_air_minum_utama,
        b.sumber_penerangan_utama,
        {{ unless_skipped('daya_terpasang', skips) }} as daya_terpasang,
        b.bahan_bakar_utama_memasak,
        b.fasilitas_bab,
        {{ unless_skipped('jenis_kloset', skips) }} as jenis_kloset,
        {{ unless_skipped('pembuangan_akhir_tinja', skips) }} as pembuangan_akhir_tinja,
        b.aset_bergerak_lemari_es,
        b.aset_bergerak_ac,
        b.aset_bergerak_tv_datar,
        b.aset_bergerak_emas_perhiasan,
        b.aset_bergerak_komputer_laptop_tablet,
        b.aset_bergerak_sepeda_motor,
        b.aset_bergerak_mobil,
        b.aset_bergerak_smartphone,
        b.aset_tidak_bergerak_lahan_lainnya,
        b.aset_tidak_bergerak_rumah_lainnya,
        b.jenis_kelamin_kepala,
        {{ unless_skipped('ijazah_kepala', skips) }} as ijazah_kepala,
        b.bekerja_kepala,
        {{ unless_skipped('lapangan_usaha_kepala', skips) }} as lapangan_usaha_kepala,
        {{ unless_skipped('status_pekerjaan_kepala', skips) }} as status_pekerjaan_kepala,
        b.kode_kabupaten_kota_kemendagri,
        ---------- numbers
        cast(
            ln(case when b.luas_lantai > 0 then b.luas_lantai end) - ln(b.jumlah_anggota_dihitung)
            as decimal(18, 6)
        ) as log_luas_lantai_per_kapita,
        cast(ln(b.jumlah_anggota_dihitung) as decimal(18, 6)) as log_jumlah_anggota_keluarga,
        cast(b.umur_kepala as decimal(18, 6)) as umur_kepala,
        cast(ln(case when b.umur_kepala > 0 then b.umur_kepala end) as decimal(18, 6))
            as log_umur_kepala,
        cast(b.jumlah_balita as decimal(18, 6)) as jumlah_balita,
        cast(b.jumlah_anak_sekolah as decimal(18, 6)) as jumlah_anak_sekolah,
        cast(b.jumlah_lansia as decimal(18, 6)) as jumlah_lansia,
        cast(b.jumlah_bekerja as decimal(18, 6)) as jumlah_bekerja,
        cast(
            (b.jumlah_anggota_dihitung - b.jumlah_bekerja) / greatest(b.jumlah_bekerja, 0.5)
            as decimal(18, 6)
        ) as tanggungan_per_pekerja,
        cast(b.jumlah_ternak_sapi as decimal(18, 6)) as jumlah_ternak_sapi,
        cast(b.jumlah_ternak_kambing_domba as decimal(18, 6)) as jumlah_ternak_kambing_domba
    from butir as b
    cross join lewati as l
    cross join pengganti as p
{% endmacro %}

{#- The answer `variable` of row `b`, or what the design puts for it (`p`) where the answer that decides is one that
    skips it (`l`). -#}
{% macro unless_skipped(variable, skips) -%}
    coalesce(
        {{ item_of('p.' ~ variable, place_in('l.' ~ variable, 'b.' ~ skips[variable])) }},
        b.{{ variable }}
    )
{%- endmacro %}
