// The tile map: one tile per province, five steps of one hue that also differ in lightness.
const WARNA = ["#e6eff8", "#b9d4ec", "#83b1da", "#2f6ea3", "#123f66"];
const GELAP = 3; // from this step on letters are white
const KOSONG = "#ffffff";

// limits of the steps so that each holds about as many provinces
function tingkatan(nilai) {
  const urut = [...nilai].sort((a, b) => a - b);
  const batas = [];
  for (let bagian = 1; bagian < WARNA.length; bagian += 1) {
    const pisah = urut[Math.ceil((bagian * urut.length) / WARNA.length)];
    if (pisah !== undefined && pisah > urut[0] && pisah !== batas.at(-1)) batas.push(pisah);
  }
  return batas;
}

const langkah = (batas, nilai) => {
  const tingkat = batas.filter((satu) => nilai >= satu).length;
  return batas.length ? Math.round((tingkat * (WARNA.length - 1)) / batas.length) : 1;
};

const dikatakan = (indikator, sel) => {
  if (!sel) return t("kosong");
  return sel.keadaan === "terbit" && sel.nilai !== null ? bersatuan(indikator, sel.nilai) : t(sel.keadaan === "terbit" ? "kosong" : sel.keadaan);
};
const tandanya = (sel) => (sel && sel.keadaan === "tertutup" ? "×" : "–");

function satu_ubin(ubin, nama, sel, batas, kini) {
  const indikator = kini.indikator;
  const ada = sel && sel.keadaan === "terbit" && sel.nilai !== null;
  const tingkat = ada ? langkah(batas, sel.nilai) : -1;
  const kelas = ["ubin", ada ? (tingkat >= GELAP ? "gelap" : "terang") : "kosong terang"];
  if (ubin.kode === kini.wilayah) kelas.push("dipilih");
  const [x, y] = [ubin.kolom * 100 + 6, ubin.baris * 100 + 6];
  const teks = gambar("text", { x: x + 44, y: y + 41 }, ubin.singkatan);
  const nilai = gambar("text", { x: x + 44, y: y + 69, class: "angka" }, ada ? ringkas(indikator, sel.nilai) : tandanya(sel));
  return gambar("g", {
    class: kelas.join(" "), role: "button", tabindex: "-1", "data-kode": ubin.kode,
    "aria-pressed": String(ubin.kode === kini.wilayah), "aria-label": `${nama}: ${dikatakan(indikator, sel)}`,
  }, gambar("rect", { x, y, width: 88, height: 88, rx: 10, fill: ada ? WARNA[tingkat] : KOSONG }), teks, nilai);
}

function lukis_peta(kini, sel, nama, pilih) {
  const ada = kini.ubin.map((ubin) => sel.get(ubin.kode)).filter((satu) => satu && satu.keadaan === "terbit" && satu.nilai !== null);
  const batas = tingkatan(ada.map((satu) => satu.nilai));
  const [kolom, baris] = ["kolom", "baris"].map((sisi) => Math.max(...kini.ubin.map((ubin) => ubin[sisi])) + 1);
  const fokus = document.activeElement?.dataset?.kode;
  const lembar = gambar("svg", {
    viewBox: `0 0 ${kolom * 100} ${baris * 100}`, role: "group", "aria-label": `${t("peta")}: ${pilihan(kini.indikator.nama)}`,
  }, ...kini.ubin.map((ubin) => satu_ubin(ubin, nama(ubin.kode), sel.get(ubin.kode), batas, kini)));
  ganti("peta", lembar);
  const ubinnya = [...lembar.querySelectorAll(".ubin")];
  const baca = (unsur) => { tempat("baca").textContent = unsur ? unsur.getAttribute("aria-label") : t("arahkan"); };
  const masuk = ubinnya.find((satu) => satu.dataset.kode === (fokus || kini.wilayah)) || ubinnya[0];
  masuk.setAttribute("tabindex", "0");
  if (fokus && masuk.dataset.kode === fokus) masuk.focus();
  baca(masuk.dataset.kode === kini.wilayah || fokus ? masuk : null);
  for (const satu of ubinnya) {
    satu.addEventListener("pointerenter", () => baca(satu));
    satu.addEventListener("focus", () => baca(satu));
    satu.addEventListener("click", () => { satu.focus(); pilih(satu.dataset.kode); });
  }
  lembar.addEventListener("keydown", (kejadian) => tekan(kejadian, kini.ubin, ubinnya, pilih));
  legenda(kini, batas, ada);
}

const ARAH = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function tekan(kejadian, ubin, ubinnya, pilih) {
  const dari = ubin.find((satu) => satu.kode === kejadian.target.dataset.kode);
  if (!dari || kejadian.ctrlKey || kejadian.altKey || kejadian.metaKey) return;
  if (kejadian.key === "Enter" || kejadian.key === " ") {
    kejadian.preventDefault();
    pilih(dari.kode);
    return;
  }
  const urut = [...ubin].sort((a, b) => a.baris - b.baris || a.kolom - b.kolom);
  let ke = { Home: urut[0], End: urut.at(-1) }[kejadian.key];
  if (ARAH[kejadian.key]) ke = tetangga(dari, ubin, ARAH[kejadian.key]);
  if (!ke) return;
  kejadian.preventDefault();
  for (const satu of ubinnya) satu.setAttribute("tabindex", satu.dataset.kode === ke.kode ? "0" : "-1");
  ubinnya.find((satu) => satu.dataset.kode === ke.kode).focus();
}

// the nearest tile in a direction; to the side counts three times as far
function tetangga(dari, ubin, [x, y]) {
  const jarak = (satu) => {
    const [maju, samping] = x ? [(satu.kolom - dari.kolom) * x, satu.baris - dari.baris] : [(satu.baris - dari.baris) * y, satu.kolom - dari.kolom];
    return maju > 0 ? maju + 3 * Math.abs(samping) : Infinity;
  };
  const dekat = [...ubin].sort((a, b) => jarak(a) - jarak(b))[0];
  return jarak(dekat) < Infinity ? dekat : undefined;
}

function legenda(kini, batas, ada) {
  const kotak = (warna, kata, garis) => buat("li", {},
    gambar("svg", { viewBox: "0 0 20 20", "aria-hidden": "true" },
      gambar("rect", { x: 1, y: 1, width: 18, height: 18, rx: 3, fill: warna, stroke: "#5d6775", "stroke-dasharray": garis || "" })), kata);
  const isi = [];
  const nilai = ada.map((satu) => satu.nilai).sort((a, b) => a - b);
  for (let mulai = 0; nilai.length && mulai <= batas.length; mulai += 1) {
    const dalam = nilai.filter((satu) => batas.filter((tepi) => satu >= tepi).length === mulai);
    const [bawah, atas] = [dalam[0], dalam.at(-1)].map((satu) => bersatuan(kini.indikator, satu));
    isi.push(kotak(WARNA[langkah(batas, dalam[0])], bawah === atas ? bawah : `${bawah} – ${atas}`));
  }
  isi.push(kotak(KOSONG, `– ${t("terlalu_kecil")} / ${t("kosong")}; × ${t("tertutup")}`, "3 2"));
  ganti("legenda", ...isi);
}
