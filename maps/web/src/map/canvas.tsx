/** The place of the map in the page; MapLibre itself is fetched while the panels already work. */
import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n";
import { meta } from "../state/data";
import { mapStatus } from "../state/screen";
import { hasWebGl2 } from "./webgl";

export function MapCanvas() {
  const place = useRef<HTMLDivElement>(null);
  const known = meta.value;

  useEffect(() => {
    const container = place.current;
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
  }, [known]);

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
