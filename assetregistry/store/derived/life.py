"""When each asset was built and what clock it runs on, derived from its own source and from statements.

Everything that is known is kept as evidence, the best of it becomes the asset's life. Only what stands in `sql/life/`
knows how each rung is climbed, only `life_rules.toml` how far. A rung that has nothing to stand on is not looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, CursorResult, delete, select, text, update

from assetregistry.catalogue.clock_rules import load_clock_rules
from assetregistry.catalogue.life_rules import LifeRules, load_rules
from assetregistry.store.derived.life_models import RetoldAsset
from assetregistry.store.engine import composed, run, source
from assetregistry.store.models import RegistryState

LINING_SAID = "life/lining_said"
DERIVED = ("asset_evidence", "asset_works", "asset_life")
COUNTED = ("asset_works", "asset_life")  # those that layers and their clocks are made of
MOST_CHANGED = 1_000  # of more assets than these, it is not told which have changed
STAGING = ("staging_evidence", "staging_told", "staging_work", *(f"staging_{table}" for table in DERIVED))
WALKS = ("seqscan", "hashjoin", "mergejoin")  # plans that read a whole table
STATE = select(
    RegistryState.data_version,
    RegistryState.life_version,
    RegistryState.life_year,
    RegistryState.told_version,
    RegistryState.whole_version,
)


@dataclass(frozen=True)
class _Scope:
    """The assets that lives are derived of: all, or what is in `staging_scope`.

    `assets` is a table of them, `around` the box that they lie in (null: everywhere), `these` a condition of those
    whose life may become another one: the others are only looked at for what they tell of these.
    """

    assets: str = "asset"
    around: str | None = None
    these: str = ""

    def run(self, connection: Connection, statement: str, /, **parameters: Any) -> CursorResult[Any]:
        """Execute a statement in which {assets} stands for the table."""
        return connection.execute(text(statement.replace("{assets}", self.assets)), parameters)


EVERYTHING = _Scope()


def turn_year(connection: Connection, as_of: dt.date) -> None:
    """In another year than lives were derived for, the data mean something else: that counts as a change of them.

    The row of `registry_state` must be locked.
    """
    year = connection.execute(select(RegistryState.life_year)).scalar_one()
    if year not in (None, as_of.year):
        connection.execute(update(RegistryState).values(data_version=RegistryState.data_version + 1))


def derive(connection: Connection, as_of: dt.date) -> None:
    """Make evidence and lives fit the data, unless they do. The row of `registry_state` must be locked.

    What stands already is not written again. Where something was said of a few assets by name, only lives that this may
    change are derived.
    """
    state = connection.execute(STATE).one()
    if state.life_version == state.data_version:
        return
    may_be_few = state.life_version >= state.told_version and state.life_year in (None, as_of.year)
    scope = _few(connection, state.life_version) if may_be_few else EVERYTHING
    run(connection, "life/staging")
    scope.run(connection, source("life/corrections"))
    scope.run(connection, source("life/told"))
    connection.execute(text("ANALYZE staging_told"))
    rules = load_rules()
    _climb(connection, rules, as_of.year, scope)
    ranked = run(connection, "life/ranked", year=as_of.year).rowcount
    connection.execute(text("ANALYZE staging_asset_evidence"))
    scale = rules.inspection
    run(connection, "life/settled", year=as_of.year, best=scale.best, worst=scale.worst)
    _put(connection, scope, noted=COUNTED if state.life_version >= state.whole_version else ())
    connection.execute(text(f"DROP TABLE {', '.join(STAGING)}"))
    connection.execute(text("DROP TABLE IF EXISTS staging_scope"))
    connection.execute(delete(RetoldAsset))
    year = as_of.year if ranked else state.life_year if may_be_few else None
    connection.execute(update(RegistryState).values(life_version=RegistryState.data_version, life_year=year))


def _few(connection: Connection, since: int) -> _Scope:
    """What was said of by name since a data version, and what that tells of."""
    _plan(connection, "off", *WALKS)  # few are looked up among many, of which the planner cannot know
    run(connection, "life/retold", version=since, area_kind=load_rules().neighbourhood.kind)
    _plan(connection, "on", *WALKS)
    connection.execute(text("ANALYZE staging_scope"))
    return _Scope(
        assets=source("life/in_scope"),
        around=run(connection, "life/around").scalar_one(),
        these="asset_id IN (SELECT asset_id FROM staging_scope WHERE changes) AND",
    )


def _put(connection: Connection, scope: _Scope, noted: Sequence[str]) -> None:
    """Write what has become another one; `noted`: of which tables that is told."""
    if scope is EVERYTHING:
        # A table that was empty when it was last looked at is planned for as if it were, and walked once per row.
        _plan(connection, "off", "nestloop")
    for table in DERIVED:
        for step in ("forget", "keep"):
            change = source(f"life/{step}").format(table=table, these=scope.these)
            if table in noted:
                change = source("life/note").replace("{change}", change)
                connection.execute(text(change), {"most": MOST_CHANGED})
            else:
                connection.execute(text(change))
        if scope is EVERYTHING:
            connection.execute(text(f"ANALYZE {table}"))
    run(connection, "life/many", most=MOST_CHANGED if noted else 0)
    _plan(connection, "on", "nestloop")


def _plan(connection: Connection, allowed: str, *ways: str) -> None:
    for way in ways:
        connection.execute(text(f"SET LOCAL enable_{way} = {allowed}"))


def _climb(connection: Connection, rules: LifeRules, year: int, scope: _Scope) -> None:
    """Every rung that there is something for, into `staging_evidence`."""
    area_kind = rules.neighbourhood.kind
    lining, pipes = rules.lining, list(rules.lining.groups)
    asked = {"sewer_prefix": rules.sewer.prefix, "area_kind": area_kind, "pipes": pipes}
    present = run(connection, "life/present", **asked).one()
    least_share = rules.works.least_share
    planned = load_clock_rules().planned_works
    run(connection, "life/reasons", **planned.by_word(), **planned.taken())
    if present.pipes:
        linings = composed("life/linings", row="asset", lining_said=LINING_SAID).text
        scope.run(connection, linings, **lining.told(), year=year)
    if "inspections" in present.kinds:
        given = rules.inspection.model_dump()
        inspections = source("life/inspections")
        scope.run(connection, inspections, **given, least_share=least_share, around=scope.around)
    if "planned_works" in present.kinds:
        words, groups = (list(each) for each in zip(*rules.works.by_word(), strict=True))
        lists = {"words": words, "groups": groups, "lined_groups": pipes}
        works = source("life/works")
        scope.run(connection, works, **lists, year=year, least_share=least_share, around=scope.around)
    if present.undated and "buildings" in present.kinds:
        buildings = _numbers(rules.buildings)
        run(connection, "life/buildings", **buildings, block=rules.block_years, year=year, around=scope.around)
    if present.undated and present.neighbourhoods:
        run(connection, "life/neighbourhood", **_numbers(rules.neighbourhood), block=rules.block_years)
    if present.sewers:
        connection.execute(text("ANALYZE staging_evidence"))
        blocks = {"block": rules.block_years, "sewer_block": rules.sewer_block_years}
        run(connection, "life/sewers", **_numbers(rules.sewer), **blocks, year=year)
        run(connection, "life/works_above", reasons=planned.reaching_above())
    run(connection, "life/taken")


def _numbers(rule: Any) -> dict[str, Any]:
    """A rule as parameters: tuples as arrays, spreads by one name, an area's kind apart from a statement's."""
    names = {"spread_years": "spread", "kind": "area_kind"}
    given = rule.model_dump()
    return {names.get(name, name): list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def evidence(connection: Connection, asset_id: int) -> list[dict[str, Any]]:
    """All that is known of an asset besides its source's word, with what each statement said; the best first."""
    return [dict(row) for row in run(connection, "life/evidence", id=asset_id).mappings()]
