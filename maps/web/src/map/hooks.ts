/** Deterministic handles for the browser tests; they read, they never act. */
import type { Map as MapLibre } from "maplibre-gl";
import { awaiting } from "../api/client";
import { registry } from "../state/data";
import { mapStatus } from "../state/screen";
import { snapshot } from "../state/store";

/** Panels that take their size and maps that follow them do so a frame after the data came. */
const CALM_FRAMES = 2;

let current: MapLibre | null = null;

export function expose(map: MapLibre | null): void {
  current = map;
}

export function installHooks(): void {
  const hooks = {
    /** Resolves when nothing is awaited from the server and the map (if there is one) is drawn and stays so. */
    ready: async (): Promise<true> => {
      for (let calm = 0; calm < CALM_FRAMES; ) {
        await new Promise(requestAnimationFrame);
        calm = settled() ? calm + 1 : 0;
      }
      return true;
    },
    get state() {
      return snapshot();
    },
    /** Ids of the features that a style layer shows now. */
    queryVisible: (layer: string): number[] => {
      if (!current?.getLayer(layer)) return [];
      return [
        ...new Set(current.queryRenderedFeatures({ layers: [layer] }).map((feature) => Number(feature.id))),
      ];
    },
    /** Where a place is on the page, in pixels. */
    project: (lon: number, lat: number): { x: number; y: number } | null => {
      if (!current) return null;
      const box = current.getContainer().getBoundingClientRect();
      const { x, y } = current.project([lon, lat]);
      return { x: x + box.left, y: y + box.top };
    },
  };
  Object.assign(window, { __explorer: hooks });
}

function settled(): boolean {
  if (awaiting.value > 0) return false;
  if (registry.error.value) return true;
  if (mapStatus.value === "loading") return false;
  if (mapStatus.value !== "ready" || !current) return true;
  return current.loaded() && current.areTilesLoaded() && !current.isMoving();
}
