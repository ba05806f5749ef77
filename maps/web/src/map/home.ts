/** Where the map is until the reader moves it: everything in sight, clear of the panels, however they grow. */
import { effect } from "@preact/signals";
import type { Map as MapLibre } from "maplibre-gl";
import { assetZoom, withoutAreas } from "../state/data";
import { homeBounds } from "../state/home";
import { choice } from "../state/store";
import { freePadding } from "./camera";

/** Follows areas, view and the size of every panel; stops nothing that the reader does. */
export function keepHome(map: MapLibre): () => void {
  const sizes = new ResizeObserver(() => {
    if (choice.camera.peek() === null && !hasPlace()) goHome(map);
  });
  const stop = effect(() => {
    choice.view.value;
    homeBounds.value;
    if (choice.camera.value !== null) return;
    // The panels of a view are there one frame after it was chosen; to observe them is to be told their size.
    const frame = requestAnimationFrame(() => {
      sizes.disconnect();
      sizes.observe(map.getContainer());
      for (const panel of document.querySelectorAll("[data-covers]")) sizes.observe(panel);
    });
    return () => cancelAnimationFrame(frame);
  });
  return () => {
    sizes.disconnect();
    stop();
  };
}

/** Zooms that a first look may be closer than all of the stock. */
const NEARLY = 1.2;
/** As close as the smallest squares, which stand in for areas, are still seen whole around few assets. */
const SQUARES_ZOOM = 15;

/** What is chosen has a place of its own; see `goTo`. */
function hasPlace(): boolean {
  const view = choice.view.peek();
  return view === "stock" ? choice.sel.peek() !== null : view === "offers" && choice.work.peek() !== null;
}

export function goHome(map: MapLibre): void {
  const bounds = homeBounds.peek();
  if (!bounds) return;
  const stock = choice.view.peek() === "stock";
  const maxZoom = !stock && withoutAreas.peek() ? SQUARES_ZOOM : map.getMaxZoom();
  map.fitBounds(bounds, { padding: freePadding(), animate: false, maxZoom });
  // A first look at the stock of one town goes where assets can be seen, even when the whole does not quite fit.
  const missing = assetZoom.peek() - map.getZoom();
  if (stock && missing > 0 && missing <= NEARLY) map.setZoom(assetZoom.peek());
}

/** The map goes where an address says that the reader came back to. */
export function followCamera(map: MapLibre): () => void {
  return effect(() => {
    const wanted = choice.camera.value;
    if (!wanted || map.isMoving()) return;
    const { lng, lat } = map.getCenter();
    const there = lng === wanted.lon && lat === wanted.lat && map.getZoom() === wanted.zoom;
    if (!there) map.jumpTo({ center: [wanted.lon, wanted.lat], zoom: wanted.zoom });
  });
}
