"""Which materials come out of public space: where, when, how much and how surely."""

__version__ = "0.1.0"
