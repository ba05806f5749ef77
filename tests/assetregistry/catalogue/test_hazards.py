"""What is suspect: asphalt and foundations from before 2001, asbestos cement of any year."""

from __future__ import annotations

from assetregistry.catalogue import Catalogue


def test_years(catalogue: Catalogue) -> None:
    assert catalogue.hazards["tar-suspect"].suspect_before == 2001
    assert catalogue.hazards["asbestos-suspect"].suspect_before is None


def test_suspicion_follows_the_material(catalogue: Catalogue) -> None:
    suspicion = {"asphalt": "tar-suspect", "granulate": "tar-suspect", "asbestos_cement": "asbestos-suspect"}
    for asset_type in catalogue.asset_types.values():
        for layer in asset_type.layers:
            assert layer.hazard == suspicion.get(layer.material), (asset_type.code, layer.name)


def test_asbestos_is_never_reused(catalogue: Catalogue) -> None:
    material = catalogue.materials["asbestos_cement"]
    assert material.routes.landfill == 1
    assert material.eural.endswith("*")


def test_sewer_of_unknown_material_is_partly_suspect(catalogue: Catalogue) -> None:
    for system in ("gravity", "pressure"):
        share = catalogue.mix(f"sewer_{system}_unknown")[f"sewer_{system}_asbestos_cement"]
        assert 0 < share < 0.1


def test_lamp_post_and_luminaire_have_their_own_clocks(catalogue: Catalogue) -> None:
    for metal in ("steel", "aluminium"):
        lifetimes = {layer.name: layer.lifetime for layer in catalogue.asset_types[f"lamp_post_{metal}"].layers}
        assert lifetimes["post"] == "lamp_post"
        assert {value for name, value in lifetimes.items() if name != "post"} == {"luminaire"}


def test_road_layers_have_their_own_clocks(catalogue: Catalogue) -> None:
    layers = catalogue.asset_types["road_asphalt_regional"].layers
    assert [layer.name for layer in layers] == ["surface", "binder", "base", "foundation_regional", "sand_500mm"]
    assert len({layer.lifetime for layer in layers}) == len(layers)
