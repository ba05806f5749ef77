/** Stock: what lies and stands there, by type, material, age, expected end or condition. */
import { useState } from "preact/hooks";
import { t } from "../i18n";
import { distance, integer } from "../i18n/format";
import { afar, cellTiles, squares } from "../state/afar";
import { meta } from "../state/data";
import { hideAll, toggle } from "../state/history";
import { grouped, inView, type LegendClass, type LegendGroup, legend } from "../state/legend";
import { isNarrowed } from "../state/only";
import { away, mapStatus, narrow } from "../state/screen";
import { choice, lang } from "../state/store";
import { Icon } from "../ui/icons";
import { lazy } from "../ui/lazy";
import { Segmented } from "../ui/segmented";
import { Failure, Loading } from "../ui/states";
import { AssetList } from "./assets";
import { Only } from "./only";
import { Ramp } from "./shading";
import { StockHeadline } from "./stockhead";

const COLOURS = ["type", "material", "built", "end", "condition"] as const;

const table = lazy(() => import("./assettable"));
const found = lazy(() => import("./found"));

export function StockPanel() {
  if (!meta.value) return null;
  const Found = choice.name.value === null && choice.found.value === null ? null : found()?.Found;
  // Where there is no room for the table, the list that a link asks for comes before the legend.
  const listFirst = choice.show.value === "list" && narrow.value;
  if (choice.show.value === "list" && !narrow.value) {
    const AssetTable = table()?.AssetTable;
    if (AssetTable) return <AssetTable />;
  }
  return (
    <aside class="panel" id="panel" data-covers="left" aria-label={t("view.stock")}>
      <div class="panel-head">
        <h1>{t("stock.title")}</h1>
        <StockHeadline />
        <Segmented
          legend={t("stock.colourBy")}
          showLegend
          options={COLOURS.map((value) => ({ value, label: t(`stock.by.${value}`) }))}
          value={choice.colour.value}
          onChange={(value) => {
            choice.colour.value = value;
          }}
        />
      </div>
      <div class="panel-body">
        {Found && <Found />}
        <Only />
        {listFirst && <AssetList />}
        <Legend />
        {!listFirst && <AssetList />}
      </div>
    </aside>
  );
}

function Legend() {
  const [every, setEvery] = useState(false);
  const counts = inView.value;
  const hidden = choice.hide.value;
  if (afar.value) return <Squares />;
  const onlySeen = counts !== null && mapStatus.value === "ready" && !every;
  const classes = legend.value.filter(
    (each) => !onlySeen || counts.has(each.code) || hidden.includes(each.code),
  );
  return (
    <section class="legend" aria-label={t("stock.legend")}>
      <div class="section-head">
        <h2>{t("stock.legend")}</h2>
        {hidden.length > 0 && (
          <button
            type="button"
            class="link"
            onClick={() => {
              choice.hide.value = [];
            }}
          >
            {t("stock.showAll")}
          </button>
        )}
      </div>
      <a class="skip" href="#list">
        {t("stock.skipLegend")}
      </a>
      {classes.length === 0 && <p class="soft">{t(away.value ? "stock.offline" : "stock.nothingInView")}</p>}
      {grouped(classes).map((group) => (
        <Group key={group.code} group={group} />
      ))}
      <p class="soft pattern-key">
        <span class="swatch hatched" aria-hidden="true" />
        {t("stock.suspect")}
      </p>
      <p class="soft">
        <span class="only-on-screen">{t("stock.legendHint")} </span>
        {t("stock.legendCounts")}
      </p>
      {counts !== null && (
        <label class="check">
          <input type="checkbox" checked={!every} onChange={() => setEvery(!every)} />
          {t("stock.onlyInView")}
        </label>
      )}
    </section>
  );
}

/** The legend of what is shown in place of assets. */
function Squares() {
  const shown = squares.value;
  return (
    <section class="legend" aria-label={t("stock.legend")}>
      <h2>{t("stock.legend")}</h2>
      {shown ? (
        <Ramp title={t("stock.squares", { size: distance(lang.value, shown.sizeM) })} limits={shown.limits}>
          <p class="soft">{t(isNarrowed.value ? "only.notAfar" : "stock.squaresHint")}</p>
        </Ramp>
      ) : cellTiles.error.value ? (
        <Failure error={cellTiles.error.value} retry={cellTiles.retry} />
      ) : (
        <Loading />
      )}
    </section>
  );
}

function Group({ group }: { group: LegendGroup }) {
  const hidden = choice.hide.value;
  const codes = group.classes.map((each) => each.code);
  const allHidden = codes.every((code) => hidden.includes(code));
  return (
    <div class="legend-group">
      {group.label && (
        <h3>
          <span>{group.label}</span>
          <button
            type="button"
            class="eye"
            aria-pressed={!allHidden}
            aria-label={t(allHidden ? "stock.showGroup" : "stock.hideGroup", { group: group.label })}
            onClick={() => hideAll(codes, !allHidden)}
          >
            <Icon name="eye" />
          </button>
        </h3>
      )}
      <ul>
        {group.classes.map((each) => (
          <Entry key={each.code} entry={each} hidden={hidden.includes(each.code)} />
        ))}
      </ul>
    </div>
  );
}

function Entry({ entry, hidden }: { entry: LegendClass; hidden: boolean }) {
  const count = inView.value?.get(entry.code);
  const colour = entry.colour.startsWith("--") ? `var(${entry.colour})` : entry.colour;
  return (
    <li>
      <button
        type="button"
        class="entry"
        aria-pressed={!hidden}
        data-class={entry.code}
        onClick={() => {
          choice.hide.value = toggle(entry.code, choice.hide.value);
        }}
      >
        <span
          class={entry.values === null ? "swatch dotted" : "swatch"}
          style={{ "--colour": colour }}
          aria-hidden="true"
        />
        <span class="name">{entry.label()}</span>
        {count !== undefined && !hidden && <span class="count">{integer(lang.value, count)}</span>}
      </button>
    </li>
  );
}
