"""`dtsen models calibrate`: brings a stored release, visits to families and a model together."""

from __future__ import annotations

from pathlib import Path

from dagster_dtsen.errors import DtsenError
from dagster_dtsen.ranking import store as models
from dagster_dtsen.ranking.calibration import calibrated, visits
from dagster_dtsen.ranking.model import Model
from dagster_dtsen.release import as_of, seal, store
from dagster_dtsen.settings import Settings

_RANKS = "fct_peringkat_kesejahteraan"
_SCORED = """
select v.*, p.skor_kesejahteraan as skor, p.id_keluarga is null as asing
from visited as v
left join {ranks} as p on v.id_keluarga = p.id_keluarga
order by v.id_keluarga
"""


def calibrate(settings: Settings, path: Path, release: str | None, by: str) -> Model:
    """A copy of the model of a stored release with the intervals of visited families.

    It enters the register of the home and is used once approved. Visited families without a rank
    do not count; a family that the release does not have is refused.
    Raises DtsenError E-KALIBRASI, E-RILIS-TIADA, those of opening a release, E-SEGEL-RUSAK.
    """
    table = visits(settings, path)
    held = store.stored(settings)
    if not held:
        raise DtsenError("E-RILIS-TIADA", home=settings.home)
    with as_of.opened(settings, release or held[-1].name) as found:
        sidik = found.stored.manifest["model"]["kesejahteraan"]
        model = models.of_fingerprint(settings, sidik)
        if model is None:
            raise DtsenError("E-KALIBRASI", reason=f"model {sidik[:12]} tiada / is not here")
        ranks = found.table(_RANKS)
        seal.same_bytes(found.stored, ranks.layer, ranks.name)
        found.con.register("visited", table)
        scored = found.con.execute(_SCORED.format(ranks=found.relation(ranks))).to_arrow_table()
        name = found.stored.name
    strange = sum(scored.column("asing").to_pylist())
    if strange:
        raise DtsenError("E-KALIBRASI", reason=f"keluarga asing / unknown families: {strange}")
    made = calibrated(model, scored.filter(scored.column("skor").is_valid()), name)
    models.keep(settings, made, by)
    return made
