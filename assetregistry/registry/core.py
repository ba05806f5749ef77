"""The Registry: one method per thing that people do with it, one module per walk."""

from __future__ import annotations

from assetregistry.registry.accounting import Accounting
from assetregistry.registry.deriving import Deriving
from assetregistry.registry.editing import Editing
from assetregistry.registry.exploring import Exploring
from assetregistry.registry.finding import Finding
from assetregistry.registry.jobs import Jobs
from assetregistry.registry.learning import Learning
from assetregistry.registry.offering import Offering
from assetregistry.registry.passporting import Passporting
from assetregistry.registry.planning import Planning
from assetregistry.registry.raking import Raking
from assetregistry.registry.remembering import Remembering
from assetregistry.registry.reporting import Reporting
from assetregistry.registry.stocking import Stocking
from assetregistry.registry.versions import Versions


class Registry(
    Jobs,
    Editing,
    Remembering,
    Learning,
    Reporting,
    Stocking,
    Accounting,
    Exploring,
    Finding,
    Offering,
    Passporting,
    Planning,
    Raking,
    Versions,
    Deriving,
):
    """A registry on one database, as of one day. Hold it as long as you like; it connects when it needs to."""
