"""Training of the two models, apart from every release (a release loads frozen models)."""

import dagster as dg

from dagster_dtsen import journal
from dagster_dtsen.components.common import POOL, TRAINED
from dagster_dtsen.components.home import Home
from dagster_dtsen.linkage import card as linkage_card
from dagster_dtsen.linkage import train as linkage_training
from dagster_dtsen.ranking import train as welfare_training
from dagster_dtsen.settings import get_settings

# pairs drawn for each estimate, and their choice (model card)
_LINKAGE_PAIRS = 5_000_000
_LINKAGE_SEED = 7


@dg.asset(key=[TRAINED, "kesejahteraan"], group_name=TRAINED, pool=POOL, kinds={"python"})
def train_welfare(home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
    """Welfare model of this home, from the accepted survey; releases use it once approved."""
    settings = get_settings()
    with home.training() as con:
        model = welfare_training.train(con)
    welfare_training.keep(settings, model, journal.account())
    return dg.MaterializeResult(metadata={"sidik": model.sidik})


@dg.asset(key=[TRAINED, "linkage"], group_name=TRAINED, pool=POOL, kinds={"splink"})
def train_linkage(home: dg.ResourceParam[Home]) -> dg.MaterializeResult[None]:
    """Linkage model of this home, from the standardised records; releases load it frozen."""
    settings = get_settings()
    with home.training() as con:
        model, card = linkage_training.train(
            con, settings, seed=_LINKAGE_SEED, sample=_LINKAGE_PAIRS
        )
    linkage_card.save(model, card, settings.models_dir)
    return dg.MaterializeResult(metadata={"nama": model["nama"]})
