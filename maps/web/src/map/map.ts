/** The map itself: made once, then led by signals. The only folder that knows MapLibre. */
import { batch, computed, effect, signal } from "@preact/signals";
import {
  type GeoJSONSource,
  GPUInitializationError,
  Map as MapLibre,
  type MapOptions,
  prewarm,
  setWorkerUrl,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import { mayPass } from "../api/client";
import type { Meta } from "../api/types";
import { t } from "../i18n";
import { mass } from "../i18n/format";
import { afar, cellTiles } from "../state/afar";
import { asset } from "../state/asset";
import { otherArea } from "../state/compare";
import { areas, assetZoom, chosenArea, kind, registry } from "../state/data";
import { drawing } from "../state/drawing";
import { foundArea, street } from "../state/found";
import { bent, changeable, chosenHandle, handles } from "../state/handles";
import { isSquares } from "../state/kinds";
import { hiddenClasses, inView, legend } from "../state/legend";
import { offeredKg, offerShades, work, works } from "../state/offers";
import { away, listWhatIsSeen, mapStatus, mapWish, mapZoom, seenBounds } from "../state/screen";
import { shownAssets } from "../state/shown";
import { choice, dark, hoveredArea, lang, notice } from "../state/store";
import { areaShades, areaSupply, uncertainAreas } from "../state/supply";
import { hasBasemap, isBasemapError, paintBasemap, watchBasemap } from "./basemap";
import { approachAssets, freePadding, goTo, inSight, obey } from "./camera";
import { readColours } from "./colours";
import { countInView } from "./counts";
import { followCamera, goHome, keepHome } from "./home";
import { expose } from "./hooks";
import { AreaLabels } from "./labels";
import { doubtAreas, paintAreas, shadeAreas } from "./layers/areas";
import { filterAssets, paintAssets, STOCK_LAYERS } from "./layers/assets";
import { CELL_LAYER, fullestSquare, paintCells, showCells } from "./layers/cells";
import { paintChosen, showChosen } from "./layers/chosen";
import { handled, paintDrawn, showDrawn } from "./layers/drawn";
import { paintSelected, showSelected } from "./layers/selected";
import { paintWorks, showWorks } from "./layers/works";
import { drawPatterns } from "./patterns";
import { startPicking } from "./pick";
import { followPrinting } from "./print";
import { followTiles, mendTiles } from "./renewing";
import { buildStyle } from "./style";

/** Raised when the layers themselves have changed. */
const repaint = signal(0);

const isShaded = computed(() => choice.view.value === "supply" || choice.view.value === "offers");
/** What the colours and the numbers on the areas tell, by view: supply or offers. */
const shades = computed<ReadonlyMap<string, number>>(() =>
  choice.view.value === "supply"
    ? areaShades.value
    : choice.view.value === "offers"
      ? offerShades.value
      : new Map(),
);
const isDrawing = computed(() => drawing.value !== null);
/** The shapes of the area or the street that was found. */
const found = () =>
  [foundArea.data.value, ...(street.data.value?.data.features ?? [])].flatMap((each) => each?.geometry ?? []);
const isChangeable = computed(() => changeable.value !== null);
const labelled = computed<ReadonlyMap<string, number>>(() => {
  if (choice.view.value === "offers") return offeredKg.value;
  if (choice.view.value !== "supply") return new Map();
  return new Map(areaSupply.value.map((each) => [each.area.properties.code, each.expectedKg]));
});

/** Has the worker start while the page still asks what the registry holds. */
export function warmUp(): void {
  setWorkerUrl(workerUrl);
  prewarm();
}

/** Whether making the map failed for want of WebGL 2. (To ask beforehand costs a context of its own.) */
export const cannotDraw = (reason: unknown) => reason instanceof GPUInitializationError;

/** Makes the map in `container`; the answer takes it away again. */
export function createMap(container: HTMLElement, meta: Meta): () => void {
  const map = new MapLibre({
    container,
    style: buildStyle(meta, registry.data.peek()?.assetTiles ?? null),
    ...start(meta),
    fadeDuration: 0,
    maxZoom: 20,
    minZoom: 5,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    // The page itself tells whose base map it is.
    attributionControl: false,
    // The server may answer with addresses that lack its own name.
    transformRequest: (url) => ({ url: new URL(url, location.origin).href }),
    locale: { "Map.Title": t("map.label") },
  });
  map.touchZoomRotate.disableRotation();
  map.getCanvas().setAttribute("aria-describedby", "map-hint");
  const stops: (() => void)[] = [];
  // All that the signals say is told before the first tile comes: told later, every tile would be worked out twice.
  map.once("style.load", () => {
    drawPatterns(map, readColours());
    stops.push(...follow(map), ...report(map), followCamera(map), keepHome(map), followPrinting(map));
  });
  map.once("load", () => {
    expose(map);
    startPicking(map);
    mapStatus.value = "ready";
  });
  watchErrors(map);
  return () => {
    for (const stop of stops) stop();
    expose(null);
    map.remove();
  };
}

/** The first frame; `keepHome` mends it when the panels have their size. */
function start(meta: Meta): Partial<MapOptions> {
  const camera = choice.camera.value;
  if (camera) return { center: [camera.lon, camera.lat], zoom: camera.zoom };
  if (!meta.bounds) return { center: [6.8, 52.3], zoom: 9 };
  return { bounds: meta.bounds, fitBoundsOptions: { padding: freePadding() } };
}

const shown = (visible: boolean) => (visible ? "visible" : "none");

/** Each effect repaints what its signals concern and nothing else. */
function follow(map: MapLibre): (() => void)[] {
  const labels = new AreaLabels(map);
  let marked: number | null = null;
  // A link to an asset or a work without a place in it leads close to it.
  let approach = choice.camera.peek() === null && (choice.sel.peek() !== null || choice.work.peek() !== null);
  return [
    effect(() => {
      const supply = choice.view.value !== "stock";
      for (const layer of STOCK_LAYERS) map.setLayoutProperty(layer, "visibility", shown(!supply));
      labels.quiet(!supply);
    }),
    effect(() => {
      // Reading `dark` repaints on a change of theme; the colours themselves come from the tokens.
      repaint.value;
      paintBasemap(map, dark.value);
      const colour = readColours();
      map.setPaintProperty("ground", "background-color", colour("--map-ground"));
      paintAreas(map, colour, choice.view.value, hasBasemap(map), isSquares(kind.value));
      paintChosen(map, colour);
      paintAssets(map, legend.value, colour);
      paintSelected(map, colour);
      paintDrawn(map, colour);
      paintWorks(map, colour);
      paintCells(map, cellTiles.data.peek(), colour);
    }),
    effect(() => {
      showCells(map, cellTiles.data.value, readColours(), assetZoom.peek());
      if (map.getLayer(CELL_LAYER)) map.setLayoutProperty(CELL_LAYER, "visibility", shown(afar.value));
    }),
    effect(() => filterAssets(map, hiddenClasses.value, legend.value, shownAssets.value)),
    followTiles(map),
    mendTiles(map),
    effect(() => {
      const features = areas.data.value?.features ?? [];
      map.getSource<GeoJSONSource>("areas")?.setData({ type: "FeatureCollection", features });
      labels.show(features);
    }),
    effect(() => {
      // The stock has one colour for all; MapLibre fails at shades that change together with that.
      if (isShaded.value) shadeAreas(map, areas.data.value?.features ?? [], shades.value);
    }),
    effect(() => labels.classes(shades.value)),
    effect(() => showWorks(map, choice.view.value === "offers" ? works.data.value : null, choice.work.value)),
    effect(() => {
      const language = lang.value;
      const values = labelled.value;
      labels.values((code) => (values.get(code) ? mass(language, values.get(code) ?? 0) : ""));
    }),
    effect(() => doubtAreas(map, choice.view.value === "supply" ? uncertainAreas.value : [])),
    effect(() => showChosen(map, chosenArea.data.value, otherArea.data.value)),
    effect(() => {
      if (isDrawing.value) return;
      const shape = choice.view.value === "supply" ? (bent.value ?? choice.drawn.value) : null;
      showDrawn(map, shape ? handled(shape, handles.value, chosenHandle.value) : []);
    }),
    effect(() => {
      if (isDrawing.value) return whenFetched(import("./draw"), ({ startDraw }) => startDraw(map));
    }),
    effect(() => {
      if (isChangeable.value)
        return whenFetched(import("./handles"), ({ startHandles }) => startHandles(map));
    }),
    effect(() => {
      const code = hoveredArea.value;
      const found = areas.data.value?.features.find((area) => area.properties.code === code);
      if (marked !== null) map.setFeatureState({ source: "areas", id: marked }, { hov: false });
      marked = found?.id ?? null;
      if (marked !== null) map.setFeatureState({ source: "areas", id: marked }, { hov: true });
    }),
    effect(() => {
      const shown = choice.view.value === "stock" && choice.sel.value !== null ? asset.data.value : null;
      showSelected(map, shown ? [shown.geometry] : found());
      if (!shown) return;
      if (approach || !inSight(map, shown.point)) goTo(map, shown.geometry);
      approach = false;
    }),
    effect(() => {
      const shown = work.data.value;
      if (shown && approach) goTo(map, shown.geometry);
      if (shown) approach = false;
    }),
    effect(() => {
      if (mapWish.value === "home") goHome(map);
      else if (mapWish.value === "assets") approachAssets(map, fullestSquare(map));
      else obey(map, mapWish.value);
      mapWish.value = null;
    }),
  ];
}

/** Starts what is fetched, unless it is over by then; the answer ends it. */
function whenFetched<T>(fetched: Promise<T>, begin: (found: T) => () => void): () => void {
  let stop: (() => void) | null = null;
  let over = false;
  void fetched.then((found) => {
    if (!over) stop = begin(found);
  });
  return () => {
    over = true;
    stop?.();
  };
}

/** Tells the page where the map is and what it shows. */
function report(map: MapLibre): (() => void)[] {
  const moved = (look: boolean) => {
    const box = map.getBounds();
    batch(() => {
      seenBounds.value = [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()];
      if (!look) listWhatIsSeen();
    });
    mapZoom.value = map.getZoom();
  };
  const count = () => {
    if (choice.view.peek() !== "stock") return;
    inView.value = map.getZoom() < assetZoom.peek() ? new Map() : countInView(map, legend.peek());
  };
  moved(false);
  // What the first turn of a wheel moves does not tell that the reader did it.
  let turned = false;
  map.on("wheel", () => {
    turned = true;
  });
  map.on("moveend", (event) => {
    moved("look" in event);
    const { lng, lat } = map.getCenter();
    // Only the reader's own moves go into the link; the first fit does not.
    if (turned || event.originalEvent || choice.camera.peek())
      choice.camera.value = { zoom: map.getZoom(), lat, lon: lng };
    turned = false;
  });
  map.on("idle", count);
  return [effect(() => void (legend.value && map.triggerRepaint()))];
}

/** A base map out of reach is told once; a missing tile of ours is an error of ours. */
function watchErrors(map: MapLibre): void {
  watchBasemap(map, () => {
    notice.value ??= { text: t("notice.basemap"), passing: true };
    repaint.value += 1;
  });
  map.on("error", (event) => {
    if (isBasemapError(event)) return;
    // The browser itself tells of what got no answer.
    if (mayPass((event.error as { status?: number }).status)) away.value = true;
    else console.error(event.error);
    if (mapStatus.peek() === "loading" && /webgl|gpu/i.test(String(event.error))) mapStatus.value = "failed";
  });
}
