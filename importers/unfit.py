"""Why no layer of a source can be taken in, in one line that says what to do."""

from __future__ import annotations

from pathlib import Path

from importers.layers import Layer
from importers.profiles import Profile
from importers.reading import samples
from importers.suggesting.likely_rows import likely_statements
from importers.untaken import NO_PROFILE, told_once, why_untaken

SAMPLE_ROWS = 200  # that are looked at to say what a layer may be
# Of a table in which no geometry was found.
NO_COORDINATES = (
    "has no column in which coordinates were found: call them x and y, lon and lat, or wkt (well-known text); "
    "without them a table holds statements only (docs/importing.md)"
)


def fitting(layer: Layer, candidates: list[Profile]) -> list[Profile]:
    """The profiles whose fields a layer has; of assets too where it has no geometry."""
    return [each for each in candidates if each.fits(layer.name, layer.path.stem, layer.fields)]


def why_nothing(path: Path, layers: list[Layer], known: list[tuple[Layer, Profile]], named: list[Profile]) -> str:
    """known: layers that a profile fits, all empty; named: the profiles that somebody asked for."""
    names = ", ".join(each.name for each in layers)
    if known or not any(each.rows for each in layers):
        return (
            f"{path}: layer {', '.join(each.name for each, _ in known) or names} is empty: there is nothing to import"
        )
    bare = [each.name for each in layers if each.geometry_type is None and fitting(each, named)]
    if bare:
        return f"{path}: {', '.join(bare)} {NO_COORDINATES}"
    if named:
        needs = dict.fromkeys(_needs(each) for each in named)
        return f"{path}: the profile does not fit {names}: it needs the fields {' or '.join(needs)}"
    return f"{path}: {_unknown(layers)}"


def _unknown(layers: list[Layer]) -> str:
    """What is said of layers that no profile fits."""
    reasons = {each.name: why_untaken(each.name) for each in layers}
    unknown = [each for each in layers if reasons[each.name] == NO_PROFILE]
    names = ", ".join(each.name for each in unknown)
    statements = [(each.name, f"looks like {said}") for each in unknown if (said := _statements(each)) is not None]
    if statements:
        return f"no profile fits {names}; {told_once(statements)}: `assetregistry inspect` suggests a profile for it"
    if all(each.geometry_type is None for each in layers):
        return f"{', '.join(each.name for each in layers)} {NO_COORDINATES}"
    if not unknown:
        return told_once(reasons.items())
    return f"no profile fits {names}: see `assetregistry inspect`, and write a TOML for --profile (docs/importing.md)"


def _statements(layer: Layer) -> str | None:
    """Which statements the rows of a layer look like; None for any other."""
    if not layer.rows:
        return None
    found = likely_statements(layer.name, samples(layer, SAMPLE_ROWS), layer.geometry_type)
    return None if found is None else found.said


def _needs(profile: Profile) -> str:
    """The fields that a profile asks for, and the name of the layer."""
    fields = "+".join(ref.names[0] for ref in profile.requires)
    return f"{fields} in a layer called {profile.layers[0]}" if profile.layers else fields
