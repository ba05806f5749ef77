"""What goes wrong in a way that its user can mend."""


class RegistryError(Exception):
    """Refused: the message is one line that says what, where and what to do; nothing was changed."""


class ConflictError(RegistryError):
    """Refused because of the state that the thing is in."""


class NotFoundError(RegistryError):
    """Refused because the thing that was named does not exist."""


class BusyError(RegistryError):
    """Refused for the moment: the same may be tried again soon."""
