"""`python -m benchmarks [--rows N] [--runs N] [--only NAME] [--tile-rows N]`: the tables of the README."""

from __future__ import annotations

import argparse

from benchmarks import composition, explorer, forecast, import_roads, tiles


def main() -> None:
    """Run every benchmark, or the one that is named, and print its table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=("import", "tiles", "forecast", "composition", "explorer"))
    parser.add_argument("--tile-rows", type=int, default=1_000_000)
    options = parser.parse_args()
    tables = {
        "import": lambda: import_roads.table(options.rows, options.runs),
        "tiles": lambda: tiles.table(options.tile_rows),
        "forecast": lambda: forecast.table(options.runs),
        "composition": lambda: composition.table(options.tile_rows, options.runs),
        "explorer": lambda: explorer.table(options.runs),
    }
    for name, table in tables.items():
        if options.only in (None, name):
            print(table())


if __name__ == "__main__":
    main()
