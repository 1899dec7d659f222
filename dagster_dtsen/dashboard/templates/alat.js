// Small makers of elements; texts are set as text, never as HTML.
const SVG = "http://www.w3.org/2000/svg";

function buat(nama, sifat = {}, ...isi) {
  const unsur = document.createElement(nama);
  for (const [kata, nilai] of Object.entries(sifat)) unsur.setAttribute(kata, nilai);
  unsur.append(...isi);
  return unsur;
}

function gambar(nama, sifat = {}, ...isi) {
  const unsur = document.createElementNS(SVG, nama);
  for (const [kata, nilai] of Object.entries(sifat)) unsur.setAttribute(kata, nilai);
  unsur.append(...isi);
  return unsur;
}

const tempat = (id) => document.getElementById(id);
const ganti = (id, ...isi) => tempat(id).replaceChildren(...isi);

// a table that stays one for readers of screens when the style stacks its rows
function tabel(kelas, keterangan, kepala, baris) {
  const judul = kepala.map(([kata, rata]) =>
    buat("th", { role: "columnheader", scope: "col", class: rata || "" }, kata));
  return buat("table", { role: "table", class: kelas },
    buat("caption", {}, keterangan),
    buat("thead", { role: "rowgroup" }, buat("tr", { role: "row" }, ...judul)),
    buat("tbody", { role: "rowgroup" }, ...baris));
}

const baris_tabel = (sifat, nama, ...sel) =>
  buat("tr", { role: "row", ...sifat }, buat("th", { role: "rowheader", scope: "row" }, ...[nama].flat()), ...sel);
const sel_tabel = (isi, sifat = {}) => buat("td", { role: "cell", class: "n", ...sifat }, isi);

const rincian = (kata, terbuka, isi) => {
  const unsur = buat("details", {}, buat("summary", {}, kata), isi);
  unsur.open = terbuka;
  return unsur;
};

const lebar = (id) => Math.max(280, Math.round(tempat(id).clientWidth));
