"""doctor."""

from __future__ import annotations

import sys
from dataclasses import asdict

from assetregistry.cli.loading import loading
from assetregistry.cli.options import Json
from assetregistry.cli.output import print_json, print_table
from assetregistry.settings import Settings


def doctor(as_json: Json = False) -> None:
    """Show what is installed, found and reachable, and what to do about what is not."""
    with loading():
        from assetregistry.cli.examining import examined
    findings = examined(Settings())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        rows = [(each.what, "ok" if each.well else "NO", each.found, each.advice) for each in findings]
        print_table(["what", "", "found", "what to do"], rows)
    if not all(finding.well for finding in findings):
        sys.exit(1)
