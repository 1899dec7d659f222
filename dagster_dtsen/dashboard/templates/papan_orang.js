// Welfare distribution and population pyramid of a region, each with its table.
const DESIL = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
const SATUAN = { keluarga: ["desil", "#2f6ea3"], individu: ["desil_individu", "#bf6a1a"] };
// null is a closed count, undefined one that is not told; so with shares of it
const persen = (bagian, seluruh) => (typeof bagian === "number" && seluruh ? (100 * bagian) / seluruh : bagian === undefined ? undefined : null);
const tanda = (nilai) => (nilai === undefined ? "–" : "×");
const tertulis = (nilai, angka = 1, akhir = "%") => (typeof nilai === "number" ? `${bilangan(nilai, angka)}${akhir}` : tanda(nilai));

// what has no figure has a sign and no bar
const tanpa_batang = (x, y, nilai) => gambar("text", { x, y, "text-anchor": "middle", "font-size": 14 }, tanda(nilai));

function desil(kini, sebaran) {
  const dua = Object.keys(SATUAN).map((satuan) => [satuan, sebaran.get(kunci(SATUAN[satuan][0], kini.wilayah)) || new Map()]);
  if (!dua.some(([, cacah]) => cacah.size)) {
    ganti("desil", buat("p", {}, t("tak_ada_desil")));
    ganti("tabel-desil");
    return;
  }
  const bagian = (cacah, kategori) => persen(cacah.get(kategori), cacah.get("jumlah"));
  const [panjang, tinggi, bawah] = [lebar("desil"), 240, 200];
  const puncak = 10 * Math.ceil(Math.max(...dua.flatMap(([, cacah]) => DESIL.map((satu) => bagian(cacah, satu) || 0)), 10) / 10);
  const langkahnya = (panjang - 40) / DESIL.length;
  const y = (nilai) => bawah - (nilai / puncak) * 170;
  const lembar = gambar("svg", { viewBox: `0 0 ${panjang} ${tinggi}`, role: "img", "aria-label": `${t("desil")}, ${kini.nama_wilayah}` });
  for (const garis of [0, puncak / 2, puncak]) {
    lembar.append(gambar("line", { x1: 36, x2: panjang, y1: y(garis), y2: y(garis), stroke: "#d3d9e1" }),
      gambar("text", { x: 32, y: y(garis) + 4, "text-anchor": "end", "font-size": 12 }, tertulis(garis, 0)));
  }
  DESIL.forEach((satu, urut) => {
    dua.forEach(([satuan, cacah], ke) => {
      const nilai = bagian(cacah, satu);
      const x = 40 + urut * langkahnya + 2 + ke * (langkahnya / 2 - 2);
      lembar.append(typeof nilai !== "number" ? tanpa_batang(x + langkahnya / 4 - 2, bawah - 4, nilai)
        : gambar("rect", { x, y: y(nilai), width: langkahnya / 2 - 4, height: bawah - y(nilai), fill: SATUAN[satuan][1] }));
    });
    lembar.append(gambar("text", { x: 40 + (urut + 0.5) * langkahnya, y: bawah + 17, "text-anchor": "middle", "font-size": 13 }, satu));
  });
  dua.forEach(([satuan], ke) => {
    lembar.append(gambar("rect", { x: 40 + ke * 110, y: 224, width: 13, height: 13, fill: SATUAN[satuan][1] }),
      gambar("text", { x: 58 + ke * 110, y: 235, "font-size": 13 }, t(satuan)));
  });
  ganti("desil", lembar);
  const kolom = dua.flatMap(([satuan]) => [[t(satuan), "n"], ["%", "n"]]);
  const baris = [...DESIL, "tanpa", "jumlah"].map((kategori) => baris_tabel({}, { tanpa: t("tanpa_desil"), jumlah: t("jumlah") }[kategori] || kategori,
    ...dua.flatMap(([satuan, cacah]) => [
      sel_tabel(tertulis(cacah.get(kategori), 0, ""), { class: "n rinci", "data-n": t(satuan) }),
      sel_tabel(tertulis(bagian(cacah, kategori)), { class: "n rinci", "data-n": "%" }),
    ])));
  ganti("tabel-desil", rincian(t("tabel"), false, tabel("tumpuk cacah", `${t("desil")}, ${kini.nama_wilayah}`, [[t("desil")], ...kolom], baris)));
}

function desil_provinsi(kini, sebaran, nama) {
  const [ukuran] = SATUAN[kini.satuan];
  const baris = kini.ubin.filter((ubin) => sebaran.has(kunci(ukuran, ubin.kode))).map((ubin) => {
    const cacah = sebaran.get(kunci(ukuran, ubin.kode));
    return baris_tabel({}, [buat("span", { class: "panjang" }, nama(ubin.kode)), buat("span", { class: "pendek", "aria-hidden": "true" }, ubin.singkatan)],
      ...[...DESIL, "tanpa"].map((kategori) => {
        const nilai = persen(cacah.get(kategori), cacah.get("jumlah"));
        const sel = buat("td", { role: "cell" }, tertulis(nilai, 0, ""));
        const kuat = kategori === "tanpa" || typeof nilai !== "number" ? 0 : Math.min(nilai / 25, 1) * 0.7;
        sel.style.backgroundColor = `rgba(47, 110, 163, ${kuat.toFixed(3)})`;
        return sel;
      }));
  });
  const kepala = [[buat("span", { class: "panjang" }, t("provinsi"))], ...DESIL.map((satu) => [satu]), [buat("span", {}, buat("span", { class: "panjang" }, t("tanpa")), buat("span", { class: "pendek", "aria-hidden": "true" }, "–"))]];
  ganti("desil-provinsi", baris.length ? tabel("panas", `${t(kini.satuan)}, %; – ${t("tanpa_desil")}`, kepala, baris) : buat("p", {}, t("tak_ada_desil")));
}

function piramida(kini, sebaran) {
  const cacah = sebaran.get(kunci("penduduk", kini.wilayah)) || new Map();
  const pita = [...new Set([...cacah.keys()].filter((kategori) => /^[LP]_\d\d_/.test(kategori)).map((kategori) => kategori.slice(2)))].sort();
  if (!pita.length) {
    ganti("piramida", buat("p", {}, t("tak_ada_umur")));
    ganti("tabel-piramida");
    return;
  }
  const umur = (satu) => { const [dari, ke] = satu.split("_"); return ke ? `${Number(dari)}–${Number(ke)}` : `${Number(dari)}+`; };
  const puncak = Math.max(...pita.flatMap((satu) => ["L", "P"].map((jenis) => cacah.get(`${jenis}_${satu}`) || 0)), 1);
  const [panjang, tebal] = [lebar("piramida"), 20];
  const [sisi, tengah] = [(panjang - 64) / 2, panjang / 2];
  const lembar = gambar("svg", { viewBox: `0 0 ${panjang} ${pita.length * tebal + 46}`, role: "img", "aria-label": `${t("umur")}, ${kini.nama_wilayah}` },
    gambar("text", { x: tengah - 36, y: 16, "text-anchor": "end", "font-size": 14 }, t("laki")),
    gambar("text", { x: tengah + 36, y: 16, "font-size": 14 }, t("perempuan")));
  [...pita].reverse().forEach((satu, urut) => {
    const y = 26 + urut * tebal;
    const [kiri, kanan] = ["L", "P"].map((jenis) => cacah.get(`${jenis}_${satu}`));
    const panjangnya = (nilai) => (nilai / puncak) * sisi;
    lembar.append(
      typeof kiri !== "number" ? tanpa_batang(tengah - 40, y + 13, kiri) : gambar("rect", { x: tengah - 32 - panjangnya(kiri), y, width: panjangnya(kiri), height: tebal - 3, fill: "#2f6ea3" }),
      typeof kanan !== "number" ? tanpa_batang(tengah + 40, y + 13, kanan) : gambar("rect", { x: tengah + 32, y, width: panjangnya(kanan), height: tebal - 3, fill: "#bf6a1a" }),
      gambar("text", { x: tengah, y: y + 13, "text-anchor": "middle", "font-size": 12 }, umur(satu)));
  });
  const bawah = pita.length * tebal + 42;
  lembar.append(gambar("text", { x: 0, y: bawah, "font-size": 12 }, bilangan(puncak)), gambar("text", { x: panjang, y: bawah, "text-anchor": "end", "font-size": 12 }, bilangan(puncak)));
  ganti("piramida", lembar);
  const satuan = (kategori) => sel_tabel(tertulis(cacah.get(kategori), 0, ""));
  const kosong = () => sel_tabel("");
  const baris = pita.map((satu) => baris_tabel({}, umur(satu), satuan(`L_${satu}`), satuan(`P_${satu}`)));
  for (const [kategori, kata] of [["tidak_diketahui", "tidak_diketahui"], ["jumlah", "jumlah"]]) {
    if (cacah.has(kategori)) baris.push(baris_tabel({}, t(kata), satuan(kategori), kosong()));
  }
  ganti("tabel-piramida", rincian(t("tabel"), false, tabel("", `${t("umur")}, ${kini.nama_wilayah}`, [[t("umur")], [t("laki"), "n"], [t("perempuan"), "n"]], baris)));
}
