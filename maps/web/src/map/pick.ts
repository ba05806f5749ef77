/** From pointer to choice: what is under it, and what a click means in each view. */
import type { Map as MapLibre, MapMouseEvent, PointLike } from "maplibre-gl";
import { afar } from "../state/afar";
import { type Picked, stack } from "../state/asset";
import { assetZoom } from "../state/data";
import { drawing } from "../state/drawing";
import { handleHeld } from "../state/handles";
import { chooseArea } from "../state/place";
import { hover, mapWish } from "../state/screen";
import { choice, hoveredArea } from "../state/store";
import { AREA_LAYER } from "./layers/areas";
import { CELL_LAYER } from "./layers/cells";
import { WORK_LAYERS } from "./layers/works";
import { ordered } from "./order";

const REACH_PX = 4;
/** More than this under one click is better sorted out by zooming in. */
const MOST = 6;
/** Zooms that a click on a square leads closer. */
const CLOSER = 3;

export function startPicking(map: MapLibre): void {
  map.on("click", (event) => {
    // Whoever draws, or has a handle of what was drawn, chooses nothing.
    if (drawing.value || handleHeld.value) return;
    if (afar.value) approach(map, event);
    else if (choice.view.value === "stock") pickAsset(map, event);
    else if (choice.view.value === "offers") pickOffer(map, event);
    else pickArea(map, event);
  });
  let frame = 0;
  map.on("mousemove", (event) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => point(map, event));
  });
  map.on("mouseout", () => {
    cancelAnimationFrame(frame);
    hover.value = null;
    hoveredArea.value = null;
  });
}

function around(event: MapMouseEvent): [PointLike, PointLike] {
  const { x, y } = event.point;
  return [
    [x - REACH_PX, y - REACH_PX],
    [x + REACH_PX, y + REACH_PX],
  ];
}

/** Thin things may be missed by a few pixels; a surface has to be hit. */
function assetsAt(map: MapLibre, event: MapMouseEvent): Picked[] {
  const thin = map.queryRenderedFeatures(around(event), { layers: ["asset-point", "asset-line"] });
  const surfaces = map.queryRenderedFeatures(event.point, { layers: ["asset-polygon"] });
  return ordered([...thin, ...surfaces]).slice(0, MOST);
}

/** From afar a click leads closer to where it fell. */
function approach(map: MapLibre, event: MapMouseEvent): void {
  if (!squareAt(map, event)) return;
  const { lng, lat } = event.lngLat;
  mapWish.value = {
    fit: [lng, lat, lng, lat],
    maxZoom: Math.min(map.getZoom() + CLOSER, assetZoom.value + 1),
  };
}

function squareAt(map: MapLibre, event: MapMouseEvent): number | null {
  if (!map.getLayer(CELL_LAYER)) return null;
  const [feature] = map.queryRenderedFeatures(event.point, { layers: [CELL_LAYER] });
  return feature ? Number(feature.properties.n) : null;
}

function pickAsset(map: MapLibre, event: MapMouseEvent): void {
  const picked = assetsAt(map, event);
  const same =
    picked.length > 1 && picked.map(({ id }) => id).join() === stack.value.map(({ id }) => id).join();
  const now = picked.findIndex(({ id }) => id === choice.sel.value);
  stack.value = picked;
  choice.sel.value = picked[same ? (now + 1) % picked.length : 0]?.id ?? null;
}

function pickArea(map: MapLibre, event: MapMouseEvent): void {
  const code = areaAt(map, event);
  chooseArea(code === choice.area.value ? null : code);
}

/** A planned work lies on its area, so it goes first. */
function pickOffer(map: MapLibre, event: MapMouseEvent): void {
  const work = workAt(map, event);
  if (work === null && choice.work.value === null) pickArea(map, event);
  else choice.work.value = work;
}

function workAt(map: MapLibre, event: MapMouseEvent): number | null {
  const [feature] = map.queryRenderedFeatures(around(event), { layers: [...WORK_LAYERS] });
  return feature ? Number(feature.id) : null;
}

function areaAt(map: MapLibre, event: MapMouseEvent): string | null {
  const [feature] = map.queryRenderedFeatures(event.point, { layers: [AREA_LAYER] });
  return typeof feature?.properties.code === "string" ? feature.properties.code : null;
}

function point(map: MapLibre, event: MapMouseEvent): void {
  if (drawing.value) {
    hover.value = null;
    return;
  }
  const { x, y } = event.point;
  if (afar.value) {
    const squareAssets = squareAt(map, event);
    hover.value = squareAssets === null ? null : { x, y, squareAssets };
  } else if (choice.view.value === "stock") {
    const [first] = assetsAt(map, event);
    hover.value = first ? { x, y, type: first.type } : null;
  } else {
    const work = choice.view.value === "offers" ? workAt(map, event) : null;
    const area = work === null ? areaAt(map, event) : null;
    hoveredArea.value = area;
    if (work !== null) hover.value = { x, y, work };
    else hover.value = area === null ? null : { x, y, area };
  }
  map.getCanvas().style.cursor = hover.value ? "pointer" : "";
}
