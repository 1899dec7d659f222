-- The snapshot as files.
copy (select * from sah order by kode_provinsi_kemendagri, id_individu)
to '{out}/individu' (format parquet, compression zstd, partition_by (kode_provinsi_kemendagri));
copy (select * from rumah_tangga order by kode_provinsi_kemendagri, id_keluarga)
to '{out}/keluarga' (format parquet, compression zstd, partition_by (kode_provinsi_kemendagri));
copy (select * from anggota order by id_keluarga, id_individu)
to '{out}/anggota_keluarga.parquet' (format parquet, compression zstd);
