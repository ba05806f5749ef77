"""Sources on other machines, brought here as a file or folder that is then read as any other.

`bringing` asks for them; it is loaded when something is asked for, as its HTTP client takes long to load.
"""

from importers.remote.reach import Area, Limits, Reach, is_remote, is_service

__all__ = ["Area", "Limits", "Reach", "is_remote", "is_service"]
