"""Learning from what happened: lifetimes fitted to the removals that were seen, and forecasts held against them."""

from assetregistry.learning.backtest import backtest, score, since, until
from assetregistry.learning.fitting import Fit, fit
from assetregistry.learning.lives import Outcomes, prepared
from assetregistry.learning.observed import kaplan_meier, observed_curve

__all__ = [
    "Fit",
    "Outcomes",
    "backtest",
    "fit",
    "kaplan_meier",
    "observed_curve",
    "prepared",
    "score",
    "since",
    "until",
]
