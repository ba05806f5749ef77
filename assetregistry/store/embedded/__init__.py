"""The registry's own PostGIS: private to one data folder, on a unix socket, started when needed."""

from assetregistry.store.embedded.binaries import Binaries, find_binaries, require_binaries
from assetregistry.store.embedded.cluster import ClusterStatus, EmbeddedCluster

__all__ = ["Binaries", "ClusterStatus", "EmbeddedCluster", "find_binaries", "require_binaries"]
