/** The map on paper: a copy of what is in sight, clear of the panels, as wide as the sheet. */
import type { Map as MapLibre } from "maplibre-gl";
import { freePadding } from "./camera";

/** What fits on an upright A4 within its margins, in CSS pixels: all its width, half its height. */
const SHEET = { width: 687, height: 500 };

/** Until the answer is called, whoever prints the page has the map on it. */
export function followPrinting(map: MapLibre): () => void {
  const place = map.getContainer().parentElement;
  let copy: HTMLCanvasElement | null = null;
  const begin = () => {
    if (!place) return;
    copy?.remove();
    copy = copyOf(map);
    const part = partInSight(map);
    for (const [name, value] of Object.entries(part)) place.style.setProperty(`--${name}`, String(value));
    place.dataset.printed = "";
  };
  const end = () => {
    copy?.remove();
    delete place?.dataset.printed;
  };
  addEventListener("beforeprint", begin);
  addEventListener("afterprint", end);
  return () => {
    removeEventListener("beforeprint", begin);
    removeEventListener("afterprint", end);
    end();
  };
}

/** What WebGL has drawn is gone once it was shown, and not all browsers print it; a plain canvas stays. */
function copyOf(map: MapLibre): HTMLCanvasElement {
  const drawn = map.redraw().getCanvas();
  const copy = document.createElement("canvas");
  copy.width = drawn.width;
  copy.height = drawn.height;
  copy.className = "map-copy";
  copy.getContext("2d")?.drawImage(drawn, 0, 0);
  drawn.after(copy);
  return copy;
}

function partInSight(map: MapLibre): Record<string, number> {
  const { clientWidth: width, clientHeight: height } = map.getContainer();
  const { left, right, top, bottom } = freePadding(0);
  const part = { width: width - left - right, height: height - top - bottom };
  return {
    "map-width": width,
    "map-height": height,
    "part-left": left,
    "part-top": top,
    "part-width": part.width,
    "part-height": part.height,
    "part-scale": Math.min(SHEET.width / part.width, SHEET.height / part.height),
  };
}
