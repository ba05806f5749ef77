"""The walks, told in a few calls: the one object that command line, API and notebooks hold."""

from assetregistry.registry.core import Registry
from assetregistry.registry.forecasting import SupplyAnswer, SupplyQuestion
from assetregistry.registry.importing import ImportOptions

__all__ = ["ImportOptions", "Registry", "SupplyAnswer", "SupplyQuestion"]
