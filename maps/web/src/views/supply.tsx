/** Supply: how much material comes free where, in the chosen years. */
import { named, t, word } from "../i18n";
import { years } from "../i18n/format";
import { areas, materials } from "../state/data";
import { period } from "../state/period";
import { chooseArea } from "../state/place";
import { choice } from "../state/store";
import { expectedKg, rangesWait, rowOf, total } from "../state/supply";
import { Icon, IconButton } from "../ui/icons";
import { lazy } from "../ui/lazy";
import { Mass, MassRange } from "../ui/mass";
import { Segmented } from "../ui/segmented";
import { Failure, Loading } from "../ui/states";
import { CompareControls, Comparison } from "./compare";
import { Downloads } from "./downloads";
import { DrawControls, DrawnFacts } from "./draw";
import { KindControl } from "./kinds";
import { AreaList } from "./list";
import { Only } from "./only";
import { placeName } from "./place";
import { Shading } from "./shading";

const explain = lazy(() => import("./explain"));

export function SupplyPanel() {
  const ExplainDialog = choice.show.value === "why" ? explain()?.ExplainDialog : undefined;
  return (
    <aside class="panel" id="panel" data-covers="left" aria-label={t("view.supply")}>
      <div class="panel-head">
        <Place />
        <DrawnFacts />
        <Headline />
        <div class="actions">
          <button
            type="button"
            class="button quiet"
            data-why
            onClick={() => {
              choice.show.value = "why";
            }}
          >
            {t("why.title")}
          </button>
          <Downloads />
        </div>
      </div>
      <div class="panel-body">
        <Only />
        <Comparison />
        <Withheld />
        <div class="controls">
          <CompareControls />
          <DrawControls />
          <KindControl />
          <Segmented
            legend={t("supply.unit")}
            options={[
              { value: "density", label: t("supply.unit.density") },
              { value: "mass", label: t("supply.unit.mass") },
            ]}
            value={choice.unit.value}
            onChange={(value) => {
              choice.unit.value = value;
            }}
          />
        </div>
        <Shading />
        {areas.error.value ? <Failure error={areas.error.value} retry={areas.retry} /> : <AreaList />}
      </div>
      {ExplainDialog && <ExplainDialog />}
    </aside>
  );
}

function Place() {
  return (
    <div class="place">
      <h1>{placeName()}</h1>
      {(choice.area.value !== null || choice.drawn.value !== null) && (
        <IconButton
          icon="close"
          label={t("supply.clear")}
          onClick={() => {
            chooseArea(null);
          }}
        />
      )}
    </div>
  );
}

function Headline() {
  const expected = expectedKg.value;
  const now = period.value;
  if (total.error.value) return <Failure error={total.error.value} retry={total.retry} />;
  if (expected === null || !now) return <Loading lines={2} />;
  const row = rowOf(total.data.value);
  return (
    <div class="headline big" aria-live="polite">
      <strong data-headline>
        <Mass kg={expected} />
      </strong>
      <p>
        {t("supply.expected")}, <b>{years(now.from, now.to)}</b>
      </p>
      <p class="soft" data-range>
        {expected === 0 ? (
          t("supply.nothing")
        ) : rangesWait.value || !row ? (
          t("supply.rangeWaits")
        ) : (
          <>
            {t("supply.range")} <MassRange low={row.p10Kg} high={row.p90Kg} />
          </>
        )}
      </p>
    </div>
  );
}

function Withheld() {
  const held = (total.data.value?.withheld ?? []).filter((each) => each.expectedKg > 0);
  if (held.length === 0 || rangesWait.value) return null;
  return (
    <ul class="hazards">
      {held.map((each) => {
        const known = materials.value.get(each.material);
        return (
          <li key={`${each.material}${each.reason}`}>
            <Icon name="warning" />
            <span>
              <Mass kg={each.expectedKg} />{" "}
              {t("supply.withheld", {
                material: (known ? named(known) : each.material).toLowerCase(),
                reason: word("hazard", each.reason),
              })}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
