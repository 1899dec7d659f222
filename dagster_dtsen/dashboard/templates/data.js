// The two tables: unpacked from the links that also download them, then looked up by cell.
const bita = (alamat) => Uint8Array.from(atob(alamat.slice(alamat.indexOf(",") + 1)), (huruf) => huruf.charCodeAt(0));

async function buka(isi) {
  const aliran = new Blob([isi]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(aliran).text();
}

function pecah(baris) {
  if (!baris.includes('"')) return baris.split(",");
  const sel = [];
  for (const [, kutip, polos] of baris.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    sel.push(kutip === undefined ? polos : kutip.replaceAll('""', '"'));
  }
  return sel;
}

function* barisan(teks) {
  const semua = teks.trimEnd().split("\n");
  const kolom = semua[0].split(",");
  for (const baris of semua.slice(1)) {
    const sel = pecah(baris);
    yield Object.fromEntries(kolom.map((nama, urut) => [nama, sel[urut]]));
  }
}

const angka = (teks) => (teks === "" ? null : Number(teks));
const kunci = (...bagian) => bagian.join("|");

// indicator, subgroup → region → its cell
function nilai_indikator(teks) {
  const peta = new Map();
  for (const baris of barisan(teks)) {
    const tempat = kunci(baris.indikator, baris.kelompok, baris.nilai_kelompok);
    if (!peta.has(tempat)) peta.set(tempat, new Map());
    peta.get(tempat).set(baris.kode_wilayah, {
      keadaan: baris.keadaan,
      nilai: angka(baris.nilai),
      pembilang: angka(baris.pembilang),
      penyebut: angka(baris.penyebut),
      target: angka(baris.target),
      selisih: angka(baris.selisih_target),
      rilis_lalu: baris.rilis_lalu,
      perubahan: angka(baris.perubahan),
    });
  }
  return peta;
}

// measure and region → category → count, of everybody; a closed cell is null
function sebaran(teks) {
  const peta = new Map();
  for (const baris of barisan(teks)) {
    if (baris.kelompok !== "semua" || !["desil", "desil_individu", "penduduk"].includes(baris.ukuran)) continue;
    const tempat = kunci(baris.ukuran, baris.kode_wilayah);
    if (!peta.has(tempat)) peta.set(tempat, new Map());
    peta.get(tempat).set(baris.kategori, angka(baris.jumlah));
  }
  return peta;
}

// with a script a CSV is handed out unpacked, and addresses are short
function unduhan(id, isi, jenis, nama) {
  const tautan = document.getElementById(id);
  tautan.href = URL.createObjectURL(new Blob([isi], { type: jenis }));
  tautan.download = nama;
  tautan.textContent = nama;
}

async function muat() {
  const teks = {};
  for (const tautan of document.querySelectorAll(".unduhan a")) {
    const isi = bita(tautan.getAttribute("href"));
    const nama = tautan.download;
    if (nama.endsWith(".csv.gz")) {
      teks[tautan.id] = await buka(isi);
      unduhan(tautan.id, teks[tautan.id], "text/csv;charset=utf-8", nama.slice(0, -3));
    } else {
      unduhan(tautan.id, isi, nama.endsWith(".txt") ? "text/plain;charset=utf-8" : "application/octet-stream", nama);
    }
  }
  return {
    indikator: nilai_indikator(teks["berkas-indikator_provinsi-csv"]),
    sebaran: sebaran(teks["berkas-sel_provinsi-csv"]),
  };
}
