-- The published tables as files.
copy (select * exclude (jumlah_rekaman) from sah order by kode_provinsi_kemendagri, id_individu)
to '{out}/dim_individu' (format parquet, compression zstd, partition_by (kode_provinsi_kemendagri));
copy (select * from rumah_tangga order by kode_provinsi_kemendagri, id_keluarga)
to '{out}/dim_keluarga' (format parquet, compression zstd, partition_by (kode_provinsi_kemendagri));
copy (select * from anggota order by id_keluarga, id_individu)
to '{out}/bridge_anggota_keluarga.parquet' (format parquet, compression zstd);
copy (select * from peringkat order by id_keluarga)
to '{out}/fct_peringkat_kesejahteraan.parquet' (format parquet, compression zstd);
