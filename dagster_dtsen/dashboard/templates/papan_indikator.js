// One indicator: its card, and its values by province as bars inside a table.
function kartu(kini, sel, nama) {
  const indikator = kini.indikator;
  const daftar = buat("dl", { class: "daftar" });
  const tambah = (kata, ...isi) => daftar.append(buat("div", {}, buat("dt", {}, kata), buat("dd", {}, ...isi)));
  // one about a part of the country is told for that part where the chosen region has none
  const kode = !sel.has(kini.wilayah) && sel.has(indikator.wilayah) ? indikator.wilayah : kini.wilayah;
  const satu = sel.get(kode);
  const atas = [];
  if (indikator.ada) {
    atas.push(buat("p", {}, `${nama(kode)}${kini.nama_kelompok ? ` · ${kini.nama_kelompok}` : ""}`));
    atas.push(buat("p", { class: "nilai-besar" }, dikatakan(indikator, satu)));
  } else {
    atas.push(buat("p", { class: "nilai-besar" }, t("tiada")));
  }
  if (pilihan(indikator.alasan)) tambah(t("alasan"), pilihan(indikator.alasan));
  if (pilihan(indikator.pendekatan)) tambah(t("pendekatan"), pilihan(indikator.pendekatan));
  tambah(t("satuan"), t(indikator.satuan_nilai));
  if (satu && satu.penyebut !== null) {
    tambah(`${t("pembilang")} / ${t("penyebut")}`, `${satu.pembilang === null ? "–" : bilangan(satu.pembilang)} / ${bilangan(satu.penyebut)} ${t(indikator.satuan)}`);
  }
  for (const target of indikator.target) {
    tambah(`${t("target")} ${target.tahun}`, `${bersatuan(indikator, Number(target.nilai))} (${target.rujukan})`);
  }
  if (satu && satu.selisih !== null) tambah(t("selisih"), bertanda(indikator, satu.selisih));
  if (satu && satu.perubahan !== null) tambah(`${t("perubahan")} ${t("sejak")} ${satu.rilis_lalu}`, bertanda(indikator, satu.perubahan));
  if (indikator.arah) tambah(t("arah"), t(indikator.arah));
  if (indikator.program.length) {
    tambah(t("program"), buat("ul", {}, ...indikator.program.map((satu) => buat("li", {}, `${satu.lembaga}: ${satu.program}`))));
  }
  tambah(t("prioritas"), [indikator.prioritas, indikator.program_prioritas].filter(Boolean).join(" · "));
  if (indikator.variabel.length) tambah(t("variabel"), indikator.variabel.join(", "));
  if (indikator.rujukan) tambah(t("rujukan"), indikator.rujukan);
  tempat("nama-indikator").textContent = pilihan(indikator.nama);
  ganti("kartu", ...atas, daftar);
}

function batang(nilai, skala, garis) {
  const x = (satu) => Math.max(0, (satu / skala) * 1000).toFixed(1);
  const isi = nilai === null ? [] : [gambar("rect", { x: 0, y: 0, width: x(nilai), height: 40, fill: "#2f6ea3" })];
  if (garis !== null) isi.push(gambar("rect", { x: Math.max(0, x(garis) - 2), y: 0, width: 4, height: 40, fill: "#b4560f" }));
  return gambar("svg", { viewBox: "0 0 1000 40", preserveAspectRatio: "none", "aria-hidden": "true" }, ...isi);
}

function urutan(kini, sel, nama) {
  const indikator = kini.indikator;
  const terbit = (kode) => { const satu = sel.get(kode); return satu && satu.keadaan === "terbit" ? satu.nilai : null; };
  const ada = [...sel.keys()];
  const provinsi = kini.wilayah_semua.filter((satu) => satu.tingkat === "provinsi" && ada.includes(satu.kode)).map((satu) => satu.kode);
  const lain = kini.wilayah_semua.filter((satu) => satu.tingkat !== "provinsi" && ada.includes(satu.kode)).map((satu) => satu.kode);
  provinsi.sort((a, b) => (terbit(b) ?? -Infinity) - (terbit(a) ?? -Infinity) || a.localeCompare(b));
  // a count of the nation would make every bar of a province a hair
  const garis = indikator.jenis === "jumlah" ? null : terbit("ID");
  const skala = Math.max(...[...provinsi, ...(garis === null ? [] : lain)].map(terbit), 0) || 1;
  const kepala = [[t("wilayah")], [t("nilai"), "n"], [t("grafik")], [t("pembilang"), "n"], [t("penyebut"), "n"], [t("perubahan"), "n"], [t("selisih"), "n"]];
  const baris = (kode, nomor, bagan) => {
    const satu = sel.get(kode);
    const rinci = (nilai, kata) => sel_tabel(nilai, { class: "n rinci", "data-n": kata });
    const cacah = (nilai) => (nilai === null ? "–" : bilangan(nilai));
    const beda = (nilai) => (nilai === null ? "–" : bertanda(indikator, nilai));
    const ubin = kini.ubin.find((lain) => lain.kode === kode);
    const singkatan = ubin ? [" ", buat("span", { class: "redup" }, ubin.singkatan)] : [];
    return baris_tabel({ class: kode === kini.wilayah ? "dipilih" : "" }, [`${nomor ? `${nomor}. ` : ""}${nama(kode)}`, ...singkatan],
      sel_tabel(dikatakan(indikator, satu)),
      sel_tabel(bagan ? batang(terbit(kode), skala, garis) : "", { class: bagan ? "batang" : "batang polos" }),
      rinci(cacah(satu.pembilang), t("pembilang")), rinci(cacah(satu.penyebut), t("penyebut")),
      rinci(beda(satu.perubahan), t("perubahan")), rinci(beda(satu.selisih), t("selisih")));
  };
  const isi = [];
  if (provinsi.length) {
    const keterangan = t("urut") + (garis === null ? "" : `; ${t("garis")} (${bersatuan(indikator, garis)})`);
    isi.push(tabel("tumpuk urutan", keterangan, kepala, provinsi.map((kode, urut) => baris(kode, terbit(kode) === null ? 0 : urut + 1, true))));
  } else {
    isi.push(buat("p", {}, indikator.ada ? t("tak_seprovinsi") : t("tiada")));
  }
  if (lain.length) isi.push(tabel("tumpuk urutan", t("kelompok_wilayah"), kepala, lain.map((kode) => baris(kode, 0, garis !== null))));
  ganti("urutan", ...isi);
}
