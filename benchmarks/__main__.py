"""`python -m benchmarks [--rows N] [--runs N]`: runs all, prints the table of `benchmarks/README.md`."""

from __future__ import annotations

import argparse

from benchmarks import import_roads


def main() -> None:
    """Run every benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(import_roads.table(options.rows, options.runs))


if __name__ == "__main__":
    main()
