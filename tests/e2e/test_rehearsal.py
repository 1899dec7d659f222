"""A release that was built for real is ranked anew to the last place by its own model and rules."""

from __future__ import annotations

from pathlib import Path

import pytest

from dagster_dtsen import rehearsal, warehouse
from dagster_dtsen.ranking import policy
from dagster_dtsen.release import store
from dagster_dtsen.settings import Settings


def test_its_own_model_and_rules_move_nobody(home: Settings) -> None:
    """Deciles and limits are those of the manifest; the register keeps no trace of it."""
    manifest = store.stored(home)[-1].manifest
    told = rehearsal.rehearse(home, "kesejahteraan_v3", None)
    assert told["ringkasan"]["desil_berubah"] == 0
    sizes = {row["dari"]: row["jumlah"] for row in told["matriks"] if row["dari"] == row["ke"]}
    published = {row["desil"]: row["keluarga"] for row in manifest["ringkasan"]["desil"]}
    assert len(sizes) == len(told["matriks"])
    assert sizes == {desil: "<5" if 0 < n < 5 else n for desil, n in published.items()}
    assert not (home.scratch_dir / "gladi").exists()
    assert store.stored(home)[-1].manifest == manifest


def test_what_verdicts_do_is_made_anew_as_it_was_sealed(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The base is ranked with families made anew from the sealed verdicts: size and suspension."""
    with warehouse.connect(home, read_only=True) as con:
        heads = con.execute(
            "select verdik_kepala, count(*) from snapshot.keluarga as k "
            "inner join ranking.peringkat_keluarga as p on k.id_keluarga = p.id_keluarga "
            "where verdik_kepala is not null and p.desil_nasional is not null group by all"
        ).fetchall()
    verdict, count = max(heads, key=lambda row: row[1])
    assert verdict in policy.in_force(home, "keluarga").aturan_validasi
    file = tmp_path / "kebijakan.yml"
    file.write_text(f"aturan_validasi: {{{verdict}: {{bila_kepala: tangguhkan}}}}\n")
    # every count as it is
    monkeypatch.setattr("dagster_dtsen.ranking.rehearsal_counts.SMALLEST", 1)
    told = rehearsal.rehearse(home, None, file)
    own = told["ringkasan"]
    assert own["berperingkat_dari"] - own["berperingkat_ke"] == count > 0
