#!/bin/sh
# Membuka paket DTSEN hanya dengan openssl (3 atau lebih baru) dan sha256sum.
# Pakai: sh buka.sh KUNCI.pem FOLDER_BARU AKAR.pem PENANDA.pem
#   KUNCI.pem    kunci privat Anda; kata sandinya ditanya, atau dibaca dari variabel KATA_SANDI
#   FOLDER_BARU  folder yang belum ada; isinya nanti data pribadi
#   AKAR.pem     sertifikat akar yang Anda percaya; bukan dari paket ini
#   PENANDA.pem  sertifikat penanda tangan, sama dengan yang di perjanjian; bukan dari paket ini
set -eu
umask 077
if [ $# -ne 4 ]; then sed -n '2,7s/^# //p' "$0" >&2; exit 2; fi
paket=$(dirname "$0") kunci=$1 tujuan=$2 akar=$3 penanda=$4
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
awk '$3 == "tersegel" { print $1 "  data/" $4 ".cms" } $3 == "terbuka" { print $2 "  dokumen/" $4 }
  $3 == "paket" { print $2 "  " $4 }' "$tujuan/.daftar" > "$tujuan/.sidik"
(cd "$paket" && sha256sum -c) < "$tujuan/.sidik"
# 3. buka setiap bagian
awk '$3 == "tersegel" { print $2 "  " $4 }' "$tujuan/.daftar" > "$tujuan/.sidik"
while read -r sidik nama; do
  openssl cms -decrypt -binary -inform DER -in "$paket/data/$nama.cms" -inkey "$kunci" \
    ${KATA_SANDI+-passin env:KATA_SANDI} -out "$tujuan/$nama"
done < "$tujuan/.sidik"
# 4. sidik setiap bagian yang terbuka
(cd "$tujuan" && sha256sum -c) < "$tujuan/.sidik"
rm "$tujuan/.daftar" "$tujuan/.sidik"
trap - EXIT
echo "BERHASIL: paket terbuka di $tujuan"
