"""The walks, told in a few calls: the one object that command line, API and notebooks hold."""

from assetregistry.questions import ImportOptions, SupplyQuestion
from assetregistry.registry.core import Registry
from assetregistry.registry.forecasting import SupplyAnswer

__all__ = ["ImportOptions", "Registry", "SupplyAnswer", "SupplyQuestion"]
