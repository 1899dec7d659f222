-- Every file as text; the Windows-1252 file was rewritten as UTF-8 just before.
create table mentah_penduduk as
select *, file_row_number as baris
from read_parquet('{landing}/dukcapil/*/*.parquet', file_row_number = true);

create table mentah_keluarga as
select * from read_csv('{landing}/regsosek/*/keluarga.csv', all_varchar = true, header = true);

create table mentah_anggota as
select *, row_number() over () as baris
from read_csv('{landing}/regsosek/*/anggota.csv', all_varchar = true, header = true);

create table mentah_dtks as
select *, row_number() over () as baris
from read_csv('{utf8}', all_varchar = true, header = true, delim = ';', quote = '"');

create table mentah_keluarga_p3ke as
select * from read_parquet('{landing}/p3ke/*/keluarga.parquet');

create table mentah_individu_p3ke as
select *, file_row_number as baris
from read_parquet('{landing}/p3ke/*/individu.parquet', file_row_number = true);

create table mentah_peserta as
select *, row_number() over () as baris
from read_json(
    '{landing}/bpjs_kesehatan/*/peserta.jsonl', format = 'newline_delimited',
    columns = {
        no_peserta: 'varchar', nik: 'varchar', nama: 'varchar', tgl_lahir: 'varchar',
        segmen: 'varchar', kode_desa: 'varchar'
    }
);

create table mentah_pelanggan as
select *, row_number() over () as baris
from read_csv(
    '{landing}/pln/*/pelanggan.csv.gz', all_varchar = true, header = true, delim = '|', quote = '"'
);

create table mentah_padanan as
select * from read_csv('{landing}/bps/*/padanan_wilayah.csv', all_varchar = true, header = true);

create table mentah_susenas as select * from read_parquet('{landing}/susenas/*/*.parquet');
