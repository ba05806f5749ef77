/** The place of the map in the page; MapLibre itself is fetched while the panels already work. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { meta } from "../state/data";
import { mapStatus } from "../state/screen";
import { hasWebGl2 } from "./webgl";

export function MapCanvas() {
  const place = useRef<HTMLDivElement>(null);
  // A map of its own for each ground that is covered; data that change on it only change its tiles.
  const ground = meta.value && JSON.stringify(meta.value.bounds);

  useEffect(() => {
    const container = place.current;
    const known = meta.peek();
    if (!container || !known) return;
    if (!hasWebGl2()) {
      mapStatus.value = "no-webgl";
      return;
    }
    let stop: (() => void) | null = null;
    let gone = false;
    import("./map")
      .then(({ createMap }) => {
        if (!gone) stop = createMap(container, known);
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
