/** The place of the map in the page; MapLibre itself is fetched while the panels already work. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { meta } from "../state/data";
import { mapStatus } from "../state/screen";

let loading: ReturnType<typeof fetchMap> | null = null;

async function fetchMap() {
  const map = await import("./map");
  map.warmUp();
  return map;
}

/** Fetched once; what fails is tried again. */
function loadMap() {
  loading ??= fetchMap().catch((reason: unknown) => {
    loading = null;
    throw reason;
  });
  return loading;
}

/** Begins to fetch the map before anything else is known: it is what takes longest. */
export function fetchAhead(): void {
  loadMap().catch(() => undefined);
}

export function MapCanvas() {
  const place = useRef<HTMLDivElement>(null);
  // A map of its own for each ground that is covered; data that change on it only change its tiles.
  const ground = meta.value && JSON.stringify(meta.value.bounds);

  useEffect(() => {
    const container = place.current;
    const known = meta.peek();
    if (!container || !known) return;
    let stop: (() => void) | null = null;
    let gone = false;
    loadMap()
      .then(({ createMap, cannotDraw }) => {
        if (gone) return;
        try {
          stop = createMap(container, known);
        } catch (reason) {
          // Thin clients and locked-down desktops often have no WebGL 2.
          if (!cannotDraw(reason)) throw reason;
          mapStatus.value = "no-webgl";
        }
      })
      .catch((reason: unknown) => {
        console.error(reason);
        mapStatus.value = "failed";
      });
    return () => {
      gone = true;
      mapStatus.value = "loading";
      stop?.();
    };
  }, [ground]);

  const shown = mapStatus.value === "loading" || mapStatus.value === "ready";
  return (
    <>
      <p id="map-hint" class="visually-hidden">
        {t("map.hint")}
      </p>
      <div class="map-canvas" data-map hidden={!shown} ref={place} />
    </>
  );
}
