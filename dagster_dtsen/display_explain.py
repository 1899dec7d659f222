"""What `dtsen explain` prints: Indonesian first, then English; values of persons only if asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rich.table import Table
from rich.text import Text

from dagster_dtsen.display import console, number
from dagster_dtsen.linkage import words

KEY = 12  # characters of a record key that are shown


def _both(pair: words.Pair) -> str:
    return pair[0] if pair[0] == pair[1] else " / ".join(pair)


def _say(text: str) -> None:
    """A line as it is: nothing in it is markup, and it is not folded."""
    console.print(text, markup=False, soft_wrap=True)


def _two(indonesian: str, english: str) -> None:
    _say(f"{indonesian}\n{english}")


def _source(row: dict[str, Any]) -> str:
    return f"{row['penyedia'] or '?'}/{row['dataset'] or '?'} {row['tanggal_acuan'] or ''}".rstrip()


def _bits(value: float) -> str:
    return f"{value:+.2f}"


def written(paths: list[Path]) -> None:
    """Where pages were written."""
    for path in paths:
        _say(f"Halaman / page: {path}")


def pair(told: dict[str, Any]) -> None:
    """Two records: facts, weights, rules, outcome."""
    console.rule(f"Penjelasan pasangan / explaining a pair — {told['rilis']}")
    for name, side in told["rekaman"].items():
        role = "utama / main" if side["peran"] == "utama" else "pendukung / supporting"
        _say(f"{name.upper()}  {side['record_key'][:KEY]}  {_source(side)}  {role}")
    if told["aturan_lain"]:
        _two(
            "Model atau aturan kini lain dari yang dipakai rilis ini; bobot dapat berbeda.",
            "Model or rules are others now than this release used; weights may differ.",
        )
    _weights(told)
    _rules(told)
    _outcome(told)
    if "nilai" in told:
        _values(told["nilai"])


def _weights(told: dict[str, Any]) -> None:
    table = Table(title="Bobot, bit / weight, bits", box=None, title_justify="left")
    for name in ("perbandingan / comparison", "tingkat / level"):
        table.add_column(name)
    table.add_column("bit", justify="right", no_wrap=True)
    for part in told["perbandingan"]:
        name = _both(words.said("perbandingan", part["nama"]))
        level = _both(words.level(part["nama"], part["tingkat"]))
        table.add_row(name, level, _bits(part["bobot"]))
        if part["frekuensi"] is not None:
            rare = "nama jarang / a rare name" if part["frekuensi"] > 0 else "nama lazim / common"
            table.add_row("", rare, _bits(part["frekuensi"]))
    count = number(told["jumlah_rekaman"])
    prior = f"di antara {count} rekaman / among {count} records"
    table.add_row("peluang awal / prior", prior, _bits(told["bobot_prior"]))
    table.add_row("jumlah / sum", "", _bits(told["bobot"]), style="bold")
    console.print(table)
    pairs, clusters = f"{told['ambang_pasangan']:.2f}", f"{told['ambang_klaster']:.2f}"
    _say(
        f"Ambang pasangan {pairs}, ambang klaster {clusters} / "
        f"pair threshold {pairs}, cluster threshold {clusters}"
    )


def _listed(indonesian: str, english: str, kind: str, codes: list[str]) -> None:
    """A heading, and every code with its words below."""
    _say(f"{indonesian} / {english}:")
    for code in codes:
        _say(f"  {code}: {_both(words.said(kind, code))}")


def _rules(told: dict[str, Any]) -> None:
    if told["blok"]:
        _listed(
            "Aturan blok yang menemukannya", "blocking rules that find it", "blok", told["blok"]
        )
    else:
        _two(
            "Tidak ada aturan blok yang menemukannya: pasangan ini tidak pernah dilihat.",
            "No blocking rule finds it: the pair is never looked at.",
        )
    if told["blok_veto"]:
        heads = ("Dihalangi veto NIK (lebih dari tiga angka beda)", "stopped by the NIK veto")
        _listed(*heads, "blok", told["blok_veto"])
    elif told["veto"]:
        _two(
            "Veto NIK: lebih dari tiga angka berbeda; pasangan hanya dilihat bila NIK sama.",
            "NIK veto: more than three digits differ; only an equal NIK would find the pair.",
        )
    else:
        _say("Veto NIK / NIK veto: tidak menghalangi / does not stop it")
    if told["larangan"]:
        _listed("Pertentangan", "contradiction", "pertentangan", told["larangan"])
    elif told["aturan"]:
        heads = ("Pertentangan yang akan berlaku bila dilihat", "contradiction, were it looked at")
        _listed(*heads, "pertentangan", [told["aturan"]])
    else:
        _say("Pertentangan / contradiction: tidak ada / none")
    if not told["nik_pinjaman"]:
        _say("NIK pinjaman / borrowed NIK: tidak ada / none")
    for item in told["nik_pinjaman"]:
        name = item["rekaman"].upper()
        other = "A" if name == "B" else "B"
        owner = (f", milik {other}", f", that of {other}") if item["milik_pasangan"] else ("", "")
        _two(
            f"NIK {name} milik orang lain{owner[0]} ({item['aturan']}): dianggap kosong.",
            f"The NIK of {name} is another person's{owner[1]} ({item['aturan']}): taken as empty.",
        )


def _decision(said: dict[str, Any]) -> str:
    return f"{said['id_keputusan']} {said['tindakan']}, {said['oleh']} {said['tanggal']}"


def _reasons(found: list[dict[str, Any]]) -> None:
    for item in found:
        codes = [*item.get("aturan", ()), *item.get("sumber", ())]
        codes += [_decision(said) for said in item.get("keputusan", ())]
        detail = f" ({', '.join(codes)})" if codes else ""
        indonesian, english = words.said("hasil", item["sebab"])
        _two(f"  – {indonesian}{detail}", f"    {english}")


def _outcome(told: dict[str, Any]) -> None:
    same = told["hasil"]["sama"]
    verdict = "ORANG YANG SAMA / same person" if same else "ORANG BERLAINAN / different persons"
    ids = [side["id_individu"] or "—" for side in told["rekaman"].values()]
    shown = ids[0] if same else f"A {ids[0]}, B {ids[1]}"
    _say(f"Hasil / outcome: {verdict} — {shown}")
    _reasons(told["hasil"]["sebab"])


def _values(values: dict[str, Any]) -> None:
    console.print("[bold red]AWAS: data pribadi di bawah ini / CAREFUL: personal data below[/]")
    table = Table(box=None)
    for name in ("kolom / column", "A", "B"):
        table.add_column(name)
    for column, left in values["a"].items():
        table.add_row(column, *(Text(value or "—") for value in (left, values["b"][column])))
    console.print(table)


def person(told: dict[str, Any]) -> None:
    """One person: records, joints, outside, supporting records, history."""
    console.rule(f"Penjelasan individu / explaining a person — {told['id_individu']}")
    _say(f"{_both(words.said('keadaan', told['keadaan']))} ({told['rilis']})")
    for identity in told["penerus"]:
        _say(f"  → {identity}")
    if told["keadaan"] == "aktif":
        nik = "ya / yes" if told["nik_sah"] else "tidak / no"
        _say(f"Keluarga / family: {told['id_keluarga'] or '—'}")
        _say(f"Memegang NIK sah / holds a valid NIK: {nik}")
    _records(told)
    _joints(told)
    _outside(told["keluar"])
    _history(told["peristiwa"])


def _records(told: dict[str, Any]) -> None:
    if told["rekaman"]:
        _say("Rekaman / records:")
    for row in told["rekaman"]:
        state = "" if row["aktif"] else "  tidak berlaku lagi / no longer in force"
        _say(f"  {row['record_key'][:KEY]}  {_source(row)}{state}")
    if told["pendukung"]:
        _say("Rekaman pendukung / supporting records:")
    for row in told["pendukung"]:
        weight = "" if row["bobot"] is None else f"  {_bits(row['bobot'])}"
        _say(f"  {row['record_key'][:KEY]}  {_source(row)}{weight}")
    if told["keputusan"]:
        _say("Keputusan petugas yang berlaku / decisions of stewards in force:")
    for said in told["keputusan"]:
        _say(f"  {_decision(said)}")


def _joints(told: dict[str, Any]) -> None:
    if not told["tepi"]:
        return
    _say(f"Tepi di dalam, ambang {told['ambang_klaster']:.2f} / edges within, threshold:")
    for edge in told["tepi"]:
        above = edge["bobot"] >= told["ambang_klaster"]
        role = "menguatkan / supports" if above else "di bawah ambang / below the threshold"
        role = "menyatukan / joins" if edge["menyatukan"] else role
        ends = f"{edge['a'][:KEY]} – {edge['b'][:KEY]}"
        _say(f"  {ends}  {_bits(edge['bobot']):>7}  {edge['kunci_blok']}  {role}")
    if weakest := told["sambungan_terlemah"]:
        ends = f"{weakest['a'][:KEY]} – {weakest['b'][:KEY]}"
        _say(f"Sambungan terlemah / weakest joint: {ends}  {_bits(weakest['bobot'])}")
    _families(told["lewat_keluarga"])


def _families(pairs: list[dict[str, Any]]) -> None:
    if pairs:
        _say("Disatukan keluarga / joined by families:")
    for pair in pairs:
        ends = f"{pair['a'][:KEY]} – {pair['b'][:KEY]}"
        _say(
            f"  {ends}  {_bits(pair['bobot']):>7} {_bits(pair['tambahan'])}  {pair['bersama']} "
            "orang terdaftar bersama keduanya / persons listed with both"
        )


def _outside(edges: list[dict[str, Any]]) -> None:
    if edges:
        _say("Tepi kuat ke orang lain yang ditolak / strong edges to others that were refused:")
    for edge in edges:
        ends = f"{edge['a'][:KEY]} – {edge['b'][:KEY]} ({edge['penyedia']}/{edge['dataset']})"
        _say(f"  {ends}  {_bits(edge['bobot'])}  {edge['id_individu']}")
        _reasons(edge["sebab"])


def _history(events: list[dict[str, Any]]) -> None:
    if events:
        _say("Riwayat / history:")
    for event in events:
        what, why = words.said("peristiwa", event["peristiwa"]), ("", "")
        if event["sebab"]:
            indonesian, english = words.said("sebab", event["sebab"])
            why = (f": {indonesian}", f": {english}")
        other = f" ({event['id_individu_lain']})" if event["id_individu_lain"] else ""
        open_ = "" if event["terbit"] else " (belum terbit / not published)"
        _say(f"  {event['rilis']}{open_}  {event['peristiwa']} {event['id_individu']}{other}")
        _two(f"    {what[0]}{why[0]}", f"    {what[1]}{why[1]}")
        for move in event["berpindah"]:
            ways = f"{move['dari'] or '—'} → {move['ke'] or '—'}"
            _say(f"      {move['record_key'][:KEY]}  {ways}")
