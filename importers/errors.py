"""What is wrong with a source as a whole. A bad row is a result; a bad file is an error."""


class SourceError(Exception):
    """The source cannot be read: the message is one line that says what, where and what to do."""
