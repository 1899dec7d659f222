"""The page as people use it: by keyboard, in two languages, without a network."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from dagster_dtsen.dashboard.published import COLUMNS
from tests.dashboard import synthetic
from tests.dashboard.csv_of import csv_text
from tests.dashboard.tabs import addresses, faults, press, show, shown
from tests.review.chromium import BROWSER, Tab

pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium (.ci/run installs it)")


def test_nothing_is_asked_of_any_place_whatever_is_chosen(tab: Tab, page: Path) -> None:
    show(tab, page)
    for choice in ("bahasa=en", "indikator=pekerja_industri", "kelompok=jenis_kelamin:1",
                   "wilayah=96", "satuan=individu", "indikator=stunting"):  # fmt: skip
        tab.ask(f"location.hash = '{choice}'")
        name, value = choice.split("=")
        tab.wait(lambda n=name, v=value: f"{n}={v}" in str(tab.ask("location.hash")).replace(
            "%3A", ":"))  # fmt: skip
    assert addresses(tab) == {f"file://{page}"}
    assert faults(tab) == []


def test_the_policy_stops_what_somebody_put_into_the_page(tab: Tab, page: Path) -> None:
    changed = page.with_name("diubah.html")
    evil = '<script>window.jahat = 1</script><img src="http://127.0.0.1:9/x.png"><p id="akhir">'
    changed.write_text(page.read_text().replace('<main id="isi"', evil + '<main id="isi"'))
    show(tab, changed)
    assert tab.ask("window.jahat") is None
    said = " ".join(str(event) for event in tab.events if event["method"] == "Log.entryAdded")
    assert "Content Security Policy" in said
    failed = [e["params"] for e in tab.events if e["method"] == "Network.loadingFailed"]
    assert all(each.get("blockedReason") == "csp" for each in failed)


def test_a_choice_is_in_the_address_and_comes_back_with_it(tab: Tab, page: Path) -> None:
    show(tab, page, "#bahasa=en&indikator=air_minum_layak&kelompok=jenis_kelamin:2&wilayah=32")
    assert tab.ask("document.documentElement.lang") == "en"
    assert shown(tab, "nama-indikator") == "Safe water"
    assert "Jawa Barat · Women" in shown(tab, "kartu")
    assert "No distance to toilet" in shown(tab, "kartu")
    assert "Hibah Air <Limbah>" in shown(tab, "kartu")
    # what is not known is left alone
    tab.open("about:blank")
    tab.wait(lambda: tab.ask("location.href") == "about:blank")
    show(tab, page, "#bahasa=fr&indikator=rahasia&wilayah=3201")
    assert tab.ask("document.documentElement.lang") == "id"
    assert shown(tab, "nama-indikator") == "Air minum layak"
    tab.ask("document.querySelector('[data-bahasa=en]').click()")
    assert "bahasa=en" in str(tab.ask("location.hash"))
    assert "Quality and protection" in str(tab.ask("document.body.innerText"))
    assert "Mutu dan perlindungan" not in str(tab.ask("document.body.innerText"))


def test_map_table_and_card_show_the_published_values(tab: Tab, page: Path) -> None:
    show(tab, page, "#bahasa=en")
    own = {
        row["kode_wilayah"]: row
        for row in synthetic.cells()
        if row["indikator"] == "air_minum_layak" and row["kelompok"] == "semua"
    }
    labels = dict(tab.ask(
        "[...document.querySelectorAll('.ubin')].map(u => [u.dataset.kode, u.ariaLabel])"
    ))  # fmt: skip
    assert len(labels) == 38
    rows = tab.ask("[...document.querySelectorAll('#urutan tr')].map(r => r.innerText)")
    for code, label in labels.items():
        row = own[code]
        value = f"{row['nilai']}%" if row["keadaan"] == "terbit" else {
            "terlalu_kecil": "too small", "tertutup": "closed"}[row["keadaan"]]  # fmt: skip
        name = label.rsplit(": ", 1)[0]
        assert label == f"{name}: {value}"
        line = next(line for line in rows if re.match(rf"(\d+\. )?{name} [A-Z]{{2}}\t", line))
        assert value in line
    shares = [float(each[:-1]) for line in rows if (each := line.split("\t")[1]).endswith("%")]
    assert shares[:36] == sorted(shares[:36], reverse=True)
    assert f"{own['ID']['nilai']}%" in shown(tab, "kartu")


def test_everything_can_be_done_by_keyboard(tab: Tab, page: Path) -> None:
    show(tab, page)
    assert press(tab, "Tab") == "lompat"
    assert press(tab, "Tab") == "id"
    assert press(tab, "Tab") == "en"
    press(tab, "Enter")
    assert tab.ask("document.documentElement.lang") == "en"
    assert [press(tab, "Tab") for _ in range(3)] == ["indikator", "kelompok", "wilayah"]
    assert press(tab, "Tab") == "11"  # Aceh: the map is one stop
    assert press(tab, "ArrowDown") == "12"
    assert press(tab, "ArrowRight") == "14"
    assert shown(tab, "baca").startswith("Riau: ")
    assert tab.ask("getComputedStyle(document.querySelector('.ubin:focus rect')).strokeWidth") == (
        "10px"
    )
    assert press(tab, "Enter") == "14"
    assert "wilayah=14" in str(tab.ask("location.hash"))
    assert shown(tab, "judul-piramida").endswith("Riau")
    rest = []
    for _ in range(14):
        rest.append(press(tab, "Tab"))
        if rest[-1] == "satuan":
            press(tab, "ArrowRight")
    assert rest.count("SUMMARY") >= 3
    assert "satuan=individu" in str(tab.ask("location.hash"))
    assert "berkas-indikator_provinsi-csv" in rest
    assert "berkas-lisensi" in rest


def test_what_can_be_operated_has_a_name(tab: Tab, page: Path) -> None:
    show(tab, page)
    tab.call("Accessibility.enable")
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    roles = {"button", "link", "combobox", "radio", "group", "image", "table", "region"}
    seen = [node for node in nodes if node.get("role", {}).get("value") in roles]
    assert len(seen) > 50
    charts = [node for node in seen if node["role"]["value"] in ("image", "table")]
    assert len(charts) >= 5
    # a table is named by its caption; details are groups without a name of their own
    bare = [
        node["role"]["value"]
        for node in seen
        if not node.get("name", {}).get("value") and node["role"]["value"] not in ("group", "table")
    ]
    assert bare == []


def test_the_files_taken_away_are_the_published_ones(
    tab: Tab, page: Path, folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / "unduhan"
    target.mkdir()
    show(tab, page)
    tab.call("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(target))
    names = tab.ask("[...document.querySelectorAll('.unduhan a')].map(a => a.download)")
    assert len(names) == 5
    for name in names:
        tab.ask(f"document.querySelector('a[download=\"{name}\"]').click()")
        tab.wait(lambda n=name: (target / n).exists())
    told = json.loads((folder / "manifes.json").read_text())
    for table, rows in (
        ("sel_provinsi", synthetic.counts()),
        ("indikator_provinsi", synthetic.cells()),
    ):
        stem = f"dtsen_{table}_2026T2.v1.1"
        content = (target / f"{stem}.parquet").read_bytes()
        assert hashlib.sha256(content).hexdigest() == told["tabel"][table]["sha256"]
        assert (target / f"{stem}.csv").read_text() == csv_text(COLUMNS[table], rows)
    assert "Sumber:" in (target / "dtsen_lisensi_2026T2.v1.1.txt").read_text()


def test_without_a_script_the_main_figures_are_there(tab: Tab, page: Path) -> None:
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    tab.open(f"file://{page}")
    tab.wait(
        lambda: tab.ask("document.readyState === 'complete' && !!document.querySelector('footer')")
    )
    text = str(tab.ask("document.body.innerText"))
    national = next(row for row in synthetic.cells() if row["kode_wilayah"] == "ID")
    assert str(national["nilai"]).replace(".", ",") in text
    assert "Perlu ukuran tinggi balita" in text
    assert "Peta ubin" not in text
    assert tab.ask("document.querySelectorAll('.unduhan a[href]').length") == 3


def test_a_closed_count_has_a_sign_and_no_bar(tab: Tab, page: Path) -> None:
    show(tab, page, f"#wilayah={synthetic.CLOSED}")
    tab.ask("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    table = shown(tab, "tabel-piramida")
    closed = next(line for line in table.split("\n") if line.startswith("75+"))
    assert closed.endswith("\t×")
    bars = "document.querySelectorAll('#piramida rect').length"
    assert tab.ask(bars) == 2 * len(synthetic.BANDS) - 1
    show(tab, page, "#wilayah=11")
    tab.wait(lambda: tab.ask(bars) == 2 * len(synthetic.BANDS))


def test_an_indicator_of_one_part_of_the_country_is_told_for_that_part(
    tab: Tab, page: Path
) -> None:
    show(tab, page, f"#bahasa=en&indikator={synthetic.REGIONAL}")
    own = {
        row["kode_wilayah"]: f"{row['nilai']}%"
        for row in synthetic.cells()
        if row["indikator"] == synthetic.REGIONAL and row["kelompok"] == "semua"
    }
    assert f"Kawasan Barat (en)\n\n{own['KBI']}" in shown(tab, "kartu")
    assert own["11"] in shown(tab, "urutan")
    assert tab.ask("document.querySelectorAll('.ubin.kosong').length") == 37
