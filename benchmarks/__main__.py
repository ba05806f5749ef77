"""`python -m benchmarks [--rows N] [--runs N] [--only import|tiles] [--tile-rows N]`: the tables of the README."""

from __future__ import annotations

import argparse

from benchmarks import import_roads, tiles


def main() -> None:
    """Run every benchmark and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=("import", "tiles"))
    parser.add_argument("--tile-rows", type=int, default=1_000_000)
    options = parser.parse_args()
    if options.only != "tiles":
        print(import_roads.table(options.rows, options.runs))
    if options.only != "import":
        print(tiles.table(options.tile_rows))


if __name__ == "__main__":
    main()
