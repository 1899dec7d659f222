#!/bin/sh
# Membuka paket DTSEN tanpa sertifikat dengan openssl (3 atau lebih baru), sha256sum dan age.
# Pakai: sh buka.sh FOLDER_BARU AKAR.pem PENANDA.pem
#   FOLDER_BARU  folder yang belum ada
#   AKAR.pem     sertifikat akar yang Anda percaya; bukan dari paket ini
#   PENANDA.pem  sertifikat penanda tangan, sama dengan yang di perjanjian; bukan dari paket ini
# age menanyakan kata sandi untuk setiap bagian; kata sandi datang lewat saluran lain.
set -eu
umask 077
if [ $# -ne 3 ]; then sed -n '2,7s/^# //p' "$0" >&2; exit 2; fi
paket=$(dirname "$0") tujuan=$1 akar=$2 penanda=$3
command -v age > /dev/null || { echo "GAGAL: perlu program age" >&2; exit 3; }
mkdir "$tujuan"
# berhenti pada kegagalan pertama dan buang semua yang sudah ditulis
trap 'rm -rf "$tujuan"; echo "GAGAL: tidak ada yang dibuka" >&2' EXIT
trap 'exit 1' HUP INT TERM
# 1. tanda tangan manifes; hanya akar dan penanda tangan di atas yang dipercaya
openssl cms -verify -binary -inform DER -in "$paket/manifest.json.p7s" \
  -content "$paket/manifest.json" -CAfile "$akar" -no-CApath -no-CAstore -purpose any \
  -certfile "$penanda" -nointern -out "$tujuan/manifest.json"
# daftar berkas dari manifes yang sudah diperiksa: sidik tersegel, sidik terbuka, letak, nama
awk -F'"' '/^  "berkas": \[/ { d = 1 } /^  \]/ { d = 0 }
  d && $2 == "letak" { l = $4 } d && $2 == "nama" { n = $4 } d && $2 == "sha256" { h = $4 }
  d && $2 == "sha256_tersegel" { print ($4 == "" ? "-" : $4), h, l, n }' \
  "$tujuan/manifest.json" > "$tujuan/.daftar"
# 2. sidik setiap berkas dalam paket, SEBELUM ada yang dibuka
awk '$3 == "tersegel" { print $1 "  data/" $4 ".age" } $3 == "terbuka" { print $2 "  dokumen/" $4 }
  $3 == "paket" { print $2 "  " $4 }' "$tujuan/.daftar" > "$tujuan/.sidik"
(cd "$paket" && sha256sum -c) < "$tujuan/.sidik"
# 3. buka setiap bagian
awk '$3 == "tersegel" { print $2 "  " $4 }' "$tujuan/.daftar" > "$tujuan/.sidik"
while read -r sidik nama; do
  echo "$nama" >&2
  age -d -o "$tujuan/$nama" "$paket/data/$nama.age"
done < "$tujuan/.sidik"
# 4. sidik setiap bagian yang terbuka
(cd "$tujuan" && sha256sum -c) < "$tujuan/.sidik"
rm "$tujuan/.daftar" "$tujuan/.sidik"
trap - EXIT
echo "BERHASIL: paket terbuka di $tujuan"
