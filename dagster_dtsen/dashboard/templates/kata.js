"use strict";
// Words of the script in both languages, and how numbers are written.
const KATA = {
  judul: ["Papan data DTSEN", "DTSEN dashboard"],
  semua: ["Semua", "Everybody"],
  tiada: ["tidak dapat dihitung", "cannot be had"],
  terlalu_kecil: ["terlalu kecil", "too small"],
  tertutup: ["tertutup", "closed"],
  kosong: ["tidak ada angka", "no figure"],
  satuan: ["Satuan", "Unit"],
  persen: ["persen", "per cent"],
  orang: ["orang", "persons"],
  keluarga: ["keluarga", "families"],
  individu: ["penduduk", "persons"],
  tahun: ["tahun", "years"],
  kabupaten: ["kabupaten", "regencies"],
  poin: ["poin", "points"],
  pembilang: ["Pembilang", "Numerator"],
  penyebut: ["Penyebut", "Denominator"],
  pendekatan: ["Pendekatan", "Proxy"],
  alasan: ["Mengapa tidak ada", "Why it cannot be had"],
  target: ["Target", "Target"],
  selisih: ["Selisih dari target", "Gap to target"],
  perubahan: ["Perubahan", "Change"],
  sejak: ["sejak", "since"],
  arah: ["Lebih baik bila", "Better when"],
  naik: ["naik", "it rises"],
  turun: ["turun", "it falls"],
  program: ["Program yang memakai (Lampiran 3)", "Programmes that use it (Lampiran 3)"],
  prioritas: ["Prioritas nasional", "National priority"],
  rujukan: ["Rujukan", "Reference"],
  variabel: ["Variabel", "Variables"],
  provinsi: ["Provinsi", "Province"],
  wilayah: ["Wilayah", "Region"],
  nilai: ["Nilai", "Value"],
  grafik: ["Grafik", "Chart"],
  urut: ["Urutan menurut nilai, tertinggi di atas", "In order of value, highest first"],
  kelompok_wilayah: ["Indonesia dan kelompok provinsi", "Indonesia and groups of provinces"],
  garis: ["garis tegak: Indonesia", "upright line: Indonesia"],
  desil: ["Desil", "Decile"],
  tanpa: ["Tanpa", "None"],
  tanpa_desil: ["Tanpa desil", "No decile"],
  jumlah: ["Jumlah", "Total"],
  tabel: ["Tabel", "Table"],
  laki: ["Laki-laki", "Men"],
  perempuan: ["Perempuan", "Women"],
  umur: ["Umur", "Age"],
  tidak_diketahui: ["tidak diketahui", "unknown"],
  peta: ["Peta ubin", "Tile map"],
  lain: ["tidak ada angka", "no figure"],
  arahkan: ["Arahkan ke ubin untuk membaca nilainya.", "Point at a tile to read its value."],
  tak_seprovinsi: ["Indikator ini tidak diterbitkan menurut provinsi untuk kelompok ini.", "This indicator is not published by province for this subgroup."],
  tak_ada_desil: ["Sebaran desil tidak diterbitkan untuk wilayah ini.", "Deciles are not published for this region."],
  tak_ada_umur: ["Umur tidak diterbitkan untuk wilayah ini.", "Ages are not published for this region."],
};

let bahasa = "id";
const pilihan = (pasangan) => pasangan[bahasa === "en" ? 1 : 0];
const t = (kunci) => (KATA[kunci] ? pilihan(KATA[kunci]) : String(kunci));

const bilangan = (nilai, desimal = 0) =>
  new Intl.NumberFormat(bahasa === "en" ? "en-GB" : "id-ID", {
    minimumFractionDigits: desimal,
    maximumFractionDigits: desimal,
  }).format(nilai);

// digits of an indicator's value as published; fewer on a tile
const desimal = (indikator) => (indikator.jenis === "jumlah" ? 0 : 2);

function bersatuan(indikator, nilai) {
  const angka = bilangan(nilai, desimal(indikator));
  return indikator.satuan_nilai === "persen" ? `${angka}%` : `${angka} ${t(indikator.satuan_nilai)}`;
}

function bertanda(indikator, nilai) {
  const angka = (nilai > 0 ? "+" : nilai < 0 ? "−" : "") + bilangan(Math.abs(nilai), desimal(indikator));
  return indikator.satuan_nilai === "persen" ? `${angka} ${t("poin")}` : angka;
}

function ringkas(indikator, nilai) {
  if (indikator.jenis !== "jumlah") return bilangan(nilai, 1);
  return new Intl.NumberFormat(bahasa === "en" ? "en-GB" : "id-ID", {
    notation: "compact",
    maximumFractionDigits: 1,
  }).format(nilai);
}
