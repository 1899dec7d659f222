// The two tables: unpacked from the page, looked up by cell, and handed out as CSV.
const bita = (teks) => Uint8Array.from(atob(teks.slice(teks.indexOf(",") + 1)), (huruf) => huruf.charCodeAt(0));

async function buka(isi) {
  const aliran = new Blob([isi]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(aliran).text();
}

function* barisan({ kolom, isi }) {
  for (let urut = 0; urut < isi[0].length; urut += 1) {
    yield Object.fromEntries(kolom.map((nama, ke) => [nama, isi[ke][urut]]));
  }
}

// as spreadsheets and libraries write it: quotes only where a value needs them
function csv({ kolom, isi }) {
  const kutip = (nilai) => (/[",\r\n]/.test(nilai) ? `"${nilai.replaceAll('"', '""')}"` : nilai);
  const baris = [kolom.join(",")];
  for (let urut = 0; urut < isi[0].length; urut += 1) {
    baris.push(isi.map((satu) => (satu[urut] === null ? "" : kutip(satu[urut]))).join(","));
  }
  return `${baris.join("\n")}\n`;
}

const angka = (teks) => (teks === null ? null : Number(teks));
const kunci = (...bagian) => bagian.join("|");

// indicator, subgroup → region → its cell
function nilai_indikator(isi) {
  const peta = new Map();
  for (const baris of barisan(isi)) {
    const tempat = kunci(baris.indikator, baris.kelompok, baris.nilai_kelompok);
    if (!peta.has(tempat)) peta.set(tempat, new Map());
    peta.get(tempat).set(baris.kode_wilayah, {
      keadaan: baris.keadaan,
      nilai: angka(baris.nilai),
      pembilang: angka(baris.pembilang),
      penyebut: angka(baris.penyebut),
      target: angka(baris.target),
      selisih: angka(baris.selisih_target),
      rilis_lalu: baris.rilis_lalu || "",
      perubahan: angka(baris.perubahan),
    });
  }
  return peta;
}

// measure and region → category → count, of everybody; a closed cell is null
function sebaran(isi) {
  const peta = new Map();
  for (const baris of barisan(isi)) {
    if (baris.kelompok !== "semua" || !["desil", "desil_individu", "penduduk"].includes(baris.ukuran)) continue;
    const tempat = kunci(baris.ukuran, baris.kode_wilayah);
    if (!peta.has(tempat)) peta.set(tempat, new Map());
    peta.get(tempat).set(baris.kategori, angka(baris.jumlah));
  }
  return peta;
}

// what can be taken away gets a short address; a CSV is made only here
function unduhan(tautan, isi, jenis) {
  tautan.href = URL.createObjectURL(new Blob([isi], { type: jenis }));
}

async function muat() {
  const tabel = {};
  for (const tempatnya of document.querySelectorAll("[data-tabel]")) {
    const nama = tempatnya.dataset.tabel;
    tabel[nama] = JSON.parse(await buka(bita(tempatnya.textContent)));
    unduhan(tempat(`berkas-${nama}-csv`), csv(tabel[nama]), "text/csv;charset=utf-8");
  }
  for (const tautan of document.querySelectorAll(".unduhan a[href^='data:']")) {
    unduhan(tautan, bita(tautan.getAttribute("href")), tautan.download.endsWith(".txt") ? "text/plain;charset=utf-8" : "application/octet-stream");
  }
  return { indikator: nilai_indikator(tabel.indikator_provinsi), sebaran: sebaran(tabel.sel_provinsi) };
}
