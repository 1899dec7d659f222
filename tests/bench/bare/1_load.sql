-- Every file as text; the Windows-1252 file was rewritten as UTF-8 just before.
create table mentah_penduduk as
select *, file_row_number as baris from read_parquet('{landing}/dukcapil/*/*.parquet', file_row_number = true);

create table mentah_keluarga as
select * from read_csv('{landing}/regsosek/*/keluarga.csv', all_varchar = true, header = true);

create table mentah_anggota as
select *, row_number() over () as baris
from read_csv('{landing}/regsosek/*/anggota.csv', all_varchar = true, header = true);

create table mentah_dtks as
select *, row_number() over () as baris
from read_csv('{utf8}', all_varchar = true, header = true, delim = ';', quote = '"');

create table mentah_susenas as select * from read_parquet('{landing}/susenas/*/*.parquet');
