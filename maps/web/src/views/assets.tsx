/** Assets as a list: the way to a card without a mouse, and without a map. */
import { signal } from "@preact/signals";
import { getJson } from "../api/client";
import type { AssetRows } from "../api/types";
import { named, t } from "../i18n";
import { stack } from "../state/asset";
import { assetTypes } from "../state/data";
import { only } from "../state/only";
import { resource } from "../state/resource";
import { mapBounds, mapStatus } from "../state/screen";
import { choice } from "../state/store";
import { Mass } from "../ui/mass";
import { Failure, Loading } from "../ui/states";

const PAGE = 50;
const open = signal(false);
const count = signal(PAGE);

/** The box is cut to five decimals (a metre), so equal views are equal questions. */
const listed = resource<AssetRows>(
  () => {
    if (!open.value || choice.view.value !== "stock") return null;
    const box = mapStatus.value === "ready" ? mapBounds.value : null;
    return JSON.stringify({
      bbox: box?.map((degree) => degree.toFixed(5)).join(",") ?? null,
      areaCode: choice.area.value,
      owner: only.value.owner,
      assetType: only.value.assetType,
      material: choice.material.value,
      hazard: choice.hazard.value,
      limit: count.value,
    });
  },
  (key, abort) => getJson<AssetRows>("/v1/assets", JSON.parse(key) as Record<string, string>, abort),
);

export function AssetList() {
  return (
    <details
      class="asset-list"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open;
        count.value = PAGE;
      }}
    >
      <summary>{t("stock.listOpen")}</summary>
      {open.value && <Rows />}
    </details>
  );
}

function Rows() {
  const failed = listed.error.value;
  const rows = listed.data.value?.features;
  if (failed) return <Failure error={failed} retry={listed.retry} />;
  if (!rows) return <Loading />;
  if (rows.length === 0) return <p class="soft">{t("stock.nothingInView")}</p>;
  return (
    <>
      <p class="soft">{t("stock.listHint")}</p>
      <ul class="rows">
        {rows.map(({ id, properties }) => {
          const type = assetTypes.value.get(properties.assetType);
          return (
            <li key={id}>
              <button
                type="button"
                data-asset={id}
                aria-pressed={choice.sel.value === id}
                onClick={() => choose(id)}
              >
                <span class="key" style={{ "--colour": type?.colour ?? "var(--map-unknown)" }}>
                  {type ? named(type) : properties.assetType}
                </span>
                <span class="soft">{properties.name ?? properties.builtFrom ?? ""}</span>
                {properties.kg !== null && <Mass kg={properties.kg} />}
              </button>
            </li>
          );
        })}
      </ul>
      {rows.length === count.value && (
        <button
          type="button"
          class="button quiet"
          onClick={() => {
            count.value = Math.min(1000, count.value + 150);
          }}
        >
          {t("stock.listMore")}
        </button>
      )}
    </>
  );
}

function choose(id: number): void {
  stack.value = [];
  choice.sel.value = id;
}
