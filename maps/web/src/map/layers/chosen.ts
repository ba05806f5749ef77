/** The chosen area and the one that it is compared with, of whatever kind the map is shaded by. */
import type { GeoJSONSource, LayerSpecification, Map as MapLibre } from "maplibre-gl";
import type { Area } from "../../api/types";
import type { Colour } from "../colours";

/** Drawn above everything else. */
export function chosenAreaLayers(): LayerSpecification[] {
  const line = (role: string) => ({
    type: "line" as const,
    source: "chosen",
    filter: ["==", ["get", "role"], role] as ["==", ["get", string], string],
    layout: { "line-join": "round" as const },
  });
  return [
    { id: "area-compared", ...line("compared"), paint: { "line-width": 3, "line-dasharray": [2, 1] } },
    { id: "area-chosen-halo", ...line("chosen"), paint: { "line-width": 5 } },
    { id: "area-chosen", ...line("chosen"), paint: { "line-width": 2.4 } },
  ];
}

export function showChosen(map: MapLibre, chosen: Area | null, compared: Area | null): void {
  const as = (role: string, area: Area | null) => (area ? [{ ...area, properties: { role } }] : []);
  const features = [...as("compared", compared), ...as("chosen", chosen)];
  map.getSource<GeoJSONSource>("chosen")?.setData({ type: "FeatureCollection", features });
}

export function paintChosen(map: MapLibre, colour: Colour): void {
  map.setPaintProperty("area-chosen-halo", "line-color", colour("--map-halo"));
  map.setPaintProperty("area-compared", "line-color", colour("--map-select"));
  map.setPaintProperty("area-chosen", "line-color", colour("--map-ink"));
}
