/** What lies over the map: its buttons, its state, and the name of what the pointer is on. */
import { many, named, t } from "../i18n";
import { figures, years } from "../i18n/format";
import { afar } from "../state/afar";
import { areas, chosenArea, meta, typeOf } from "../state/data";
import { offeredKg, works } from "../state/offers";
import { boundsOf, hover, mapStatus, mapWish } from "../state/screen";
import { ringOf } from "../state/shape";
import { choice, lang } from "../state/store";
import { areaSupply } from "../state/supply";
import { IconButton } from "../ui/icons";
import { Mass } from "../ui/mass";
import { DrawBar } from "./draw";

export function MapControls() {
  const status = mapStatus.value;
  if (status === "no-webgl" || status === "failed") {
    return (
      <div class="map-message">
        <h2>{t("map.noWebgl.title")}</h2>
        <p>{t(status === "failed" ? "map.failed" : "map.noWebgl.body")}</p>
      </div>
    );
  }
  return (
    <>
      <div class="map-buttons">
        <IconButton icon="plus" label={t("map.zoomInControl")} onClick={() => zoom(1)} />
        <IconButton icon="minus" label={t("map.zoomOutControl")} onClick={() => zoom(-1)} />
        <IconButton icon="fit" label={t("map.fit")} onClick={fit} />
      </div>
      {meta.value?.basemapUrl && meta.value.attribution && (
        <p class="map-attribution">{meta.value.attribution}</p>
      )}
      <DrawBar />
      {status === "loading" && meta.value && <p class="map-loading">{t("map.loading")}</p>}
      {afar.value && (
        <button
          type="button"
          class="button map-zoom-in"
          onClick={() => {
            mapWish.value = "assets";
          }}
        >
          {t("map.zoomIn")}
        </button>
      )}
    </>
  );
}

function zoom(by: number): void {
  mapWish.value = { zoomBy: by };
}

/** To the chosen area where one is looked at, else back to where the map began. */
function fit(): void {
  const shape = choice.view.value === "supply" ? choice.drawn.value : null;
  const area = choice.view.value === "stock" ? null : chosenArea.data.value;
  if (shape) mapWish.value = { fit: boundsOf({ coordinates: ringOf(shape) }) };
  else if (area) mapWish.value = { fit: boundsOf(area.geometry) };
  else {
    choice.camera.value = null;
    mapWish.value = "home";
  }
}

export function MapHover() {
  const over = hover.value;
  if (!over) return null;
  return (
    <div class="tip map-tip" style={{ left: `${over.x + 14}px`, top: `${over.y + 14}px` }} aria-hidden="true">
      {"area" in over && <AreaTip code={over.area} />}
      {"type" in over && <TypeTip number={over.type} />}
      {"squareAssets" in over && <p>{many("search.assets", over.squareAssets)}</p>}
      {"work" in over && <WorkTip id={over.work} />}
    </div>
  );
}

function TypeTip({ number }: { number: number }) {
  const type = typeOf(number);
  return type ? (
    <p>
      <span class="key" style={{ "--colour": type.colour }}>
        {named(type)}
      </span>
    </p>
  ) : null;
}

function AreaTip({ code }: { code: string }) {
  if (choice.view.value === "offers") return <OfferTip code={code} />;
  const found = areaSupply.value.find((each) => each.area.properties.code === code);
  if (!found) return null;
  return (
    <>
      <p>
        <strong>{found.area.properties.name}</strong>
        <Mass kg={found.expectedKg} />
      </p>
      <p class="soft">
        <span>{t("supply.legend.density")}</span>
        <span>{figures(lang.value, found.rate.density)}</span>
      </p>
    </>
  );
}

function WorkTip({ id }: { id: number }) {
  const work = works.data.value?.features.find((each) => each.id === id)?.properties;
  return work ? (
    <p>
      <strong>{work.name ?? work.sourceId}</strong>
      <span>{years(work.yearFrom, work.yearTo)}</span>
    </p>
  ) : null;
}

function OfferTip({ code }: { code: string }) {
  const area = areas.data.value?.features.find((each) => each.properties.code === code);
  return area ? (
    <p>
      <strong>{area.properties.name}</strong>
      <Mass kg={offeredKg.value.get(code) ?? 0} />
    </p>
  ) : null;
}
