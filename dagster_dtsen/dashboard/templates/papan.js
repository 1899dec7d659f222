// What is chosen is kept behind # in the address; every change draws the page anew from the tables.
(() => {
  const papan = JSON.parse(tempat("keterangan").textContent);
  const indikator = new Map(papan.indikator.map((satu) => [satu.kode, satu]));
  const wilayah = new Map(papan.wilayah.map((satu) => [satu.kode, satu]));
  const nama = (kode) => (wilayah.has(kode) ? pilihan(wilayah.get(kode).nama) : kode);
  const SEMUA = "semua:semua";
  const kini = { bahasa: "id", indikator: "", kelompok: SEMUA, wilayah: "ID", satuan: "keluarga" };
  let data = null;

  const boleh = {
    bahasa: (nilai) => ["id", "en"].includes(nilai),
    indikator: (nilai) => indikator.has(nilai),
    kelompok: (nilai) => nilai === SEMUA || papan.kelompok.some((satu) => `${satu.kelompok}:${satu.nilai}` === nilai),
    wilayah: (nilai) => wilayah.has(nilai),
    satuan: (nilai) => nilai in SATUAN,
  };

  function baca_alamat() {
    for (const [kata, nilai] of new URLSearchParams(location.hash.slice(1))) {
      if (boleh[kata]?.(nilai)) kini[kata] = nilai;
    }
  }

  function tulis_alamat() {
    const tanda = `#${new URLSearchParams(kini)}`;
    if (location.hash !== tanda) history.replaceState(null, "", tanda);
  }

  const kelompok_ada = () => papan.kelompok.filter((satu) => data.indikator.has(kunci(kini.indikator, satu.kelompok, satu.nilai)));

  function isi_pilihan(id, nilai, golongan) {
    const butir = ([kode, kata]) => { const satu = buat("option", { value: kode }, kata); satu.selected = kode === nilai; return satu; };
    ganti(id, ...golongan.flatMap(([judul, butirnya]) => (judul ? [buat("optgroup", { label: judul }, ...butirnya.map(butir))] : butirnya.map(butir))));
  }

  function golongkan(deret, kunci_golongan, butir) {
    const peta = new Map();
    for (const satu of deret) {
      const judul = kunci_golongan(satu);
      if (!peta.has(judul)) peta.set(judul, []);
      peta.get(judul).push(butir(satu));
    }
    return [...peta];
  }

  function pilihan_pilihan() {
    const judul = { nasional: "", kelompok_provinsi: t("kelompok_wilayah"), provinsi: t("provinsi") };
    isi_pilihan("indikator", kini.indikator, golongkan(papan.indikator, (satu) => satu.prioritas,
      (satu) => [satu.kode, pilihan(satu.nama) + (satu.ada ? "" : ` (${t("tiada")})`)]));
    isi_pilihan("kelompok", kini.kelompok, [["", [[SEMUA, t("semua")]]], ...golongkan(kelompok_ada(), (satu) => satu.kelompok.replaceAll("_", " "),
      (satu) => [`${satu.kelompok}:${satu.nilai}`, pilihan(satu.label)])]);
    tempat("kelompok").disabled = !kelompok_ada().length;
    isi_pilihan("wilayah", kini.wilayah, golongkan(papan.wilayah, (satu) => judul[satu.tingkat], (satu) => [satu.kode, pilihan(satu.nama)]));
  }

  function lukis() {
    bahasa = kini.bahasa;
    document.documentElement.lang = bahasa;
    if (!kelompok_ada().some((satu) => `${satu.kelompok}:${satu.nilai}` === kini.kelompok)) kini.kelompok = SEMUA;
    tulis_alamat();
    const dipilih = indikator.get(kini.indikator);
    const kelompok = papan.kelompok.find((satu) => `${satu.kelompok}:${satu.nilai}` === kini.kelompok);
    const lembar = {
      indikator: dipilih, wilayah: kini.wilayah, satuan: kini.satuan, ubin: papan.ubin, wilayah_semua: papan.wilayah,
      nama_wilayah: nama(kini.wilayah), nama_kelompok: kelompok ? pilihan(kelompok.label) : "",
    };
    const sel = data.indikator.get(kunci(kini.indikator, ...kini.kelompok.split(":"))) || new Map();
    pilihan_pilihan();
    kartu(lembar, sel, nama);
    lukis_peta(lembar, sel, nama, (kode) => ubah({ wilayah: kode }));
    urutan(lembar, sel, nama);
    desil(lembar, data.sebaran);
    desil_provinsi(lembar, data.sebaran, nama);
    piramida(lembar, data.sebaran);
    teks_tetap();
  }

  // what stands in the page as text: only language and numbers change
  function teks_tetap() {
    document.title = `${t("judul")} ${papan.terbitan}`;
    for (const tombol of document.querySelectorAll("[data-bahasa]")) tombol.setAttribute("aria-pressed", String(tombol.dataset.bahasa === bahasa));
    for (const unsur of document.querySelectorAll(".nama-wilayah")) unsur.textContent = nama(kini.wilayah);
    for (const unsur of document.querySelectorAll("[data-angka]")) {
      if (unsur.dataset.angka !== "") unsur.textContent = bilangan(Number(unsur.dataset.angka), Number(unsur.dataset.desimal || 0));
    }
    for (const radio of document.getElementsByName("satuan")) radio.checked = radio.value === kini.satuan;
    const hari = document.querySelector("time");
    hari.textContent = new Date(`${papan.tanggal}T00:00:00Z`).toLocaleDateString(bahasa === "en" ? "en-GB" : "id-ID", { dateStyle: "long", timeZone: "UTC" });
  }

  function ubah(baru) {
    Object.assign(kini, baru);
    lukis();
  }

  function dengarkan() {
    for (const id of ["indikator", "kelompok", "wilayah"]) tempat(id).addEventListener("change", (kejadian) => ubah({ [id]: kejadian.target.value }));
    for (const radio of document.getElementsByName("satuan")) radio.addEventListener("change", () => ubah({ satuan: radio.value }));
    for (const tombol of document.querySelectorAll("[data-bahasa]")) tombol.addEventListener("click", () => ubah({ bahasa: tombol.dataset.bahasa }));
    tempat("lompat").addEventListener("click", (kejadian) => { kejadian.preventDefault(); tempat("isi").focus(); });
    addEventListener("hashchange", () => { baca_alamat(); lukis(); });
    let lama = innerWidth;
    addEventListener("resize", () => { if (innerWidth !== lama) { lama = innerWidth; requestAnimationFrame(lukis); } });
    addEventListener("beforeprint", () => { for (const satu of document.querySelectorAll("details")) satu.open = true; });
  }

  async function mulai() {
    kini.indikator = (papan.indikator.find((satu) => satu.ada) || papan.indikator[0]).kode;
    baca_alamat();
    data = await muat();
    document.documentElement.classList.add("js");
    tempat("pokok").open = false;
    for (const unsur of document.querySelectorAll(".berskrip")) unsur.hidden = false;
    lukis();
    dengarkan();
    document.body.dataset.siap = "ya";
  }

  mulai().catch((galat) => {
    document.documentElement.classList.remove("js");
    for (const unsur of document.querySelectorAll(".berskrip")) unsur.hidden = true;
    tempat("galat").hidden = false;
    console.error(galat);
  });
})();
