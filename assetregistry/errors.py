"""What goes wrong in a way that its user can mend."""


class RegistryError(Exception):
    """Refused: the message is one line that says what, where and what to do; nothing was changed.

    `code`, with its `values`, says the same to programs, which may tell it in other words. The explorer has words for
    every code (`maps/web/src/i18n/nl.refused.ts`); what a door of its own can be refused has one.
    """

    def __init__(self, message: str = "", *, code: str | None = None, **values: float | str) -> None:
        super().__init__(message)
        self.code = code
        self.values = values


class ConflictError(RegistryError):
    """Refused because of the state that the thing is in."""


class NotFoundError(RegistryError):
    """Refused because the thing that was named does not exist."""


class BusyError(RegistryError):
    """Refused for the moment: the same may be tried again soon."""
