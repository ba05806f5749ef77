/** The scenario, and what the number is compared with: the difference in words and in numbers. */
import type { Area } from "../api/types";
import { named, t } from "../i18n";
import { mass, percent } from "../i18n/format";
import { type Other, other, otherArea, otherExpectedKg, otherRow, otherTotal } from "../state/compare";
import { areas, scenarios } from "../state/data";
import { choice, lang } from "../state/store";
import { expectedKg, rangesWait, rowOf, total } from "../state/supply";
import { Mass, MassRange } from "../ui/mass";
import { Failure } from "../ui/states";
import { placeName } from "./place";

export function CompareControls() {
  const known = scenarios.value;
  const here = choice.scenario.value ?? known[0]?.code ?? "";
  return (
    <div class="fields">
      <label class="field">
        <span>{t("scenario.label")}</span>
        <select
          value={here}
          data-scenario
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            choice.scenario.value = chosen === known[0]?.code ? null : chosen;
          }}
        >
          {known.map((each) => (
            <option key={each.code} value={each.code}>
              {named(each)}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        <span>{t("compare.label")}</span>
        <select
          value={choice.compare.value ?? ""}
          data-compare
          onChange={(event) => {
            choice.compare.value = event.currentTarget.value || null;
          }}
        >
          <option value="">{t("compare.none")}</option>
          <optgroup label={t("compare.scenarios")}>
            {known
              .filter((each) => each.code !== here)
              .map((each) => (
                <option key={each.code} value={`scenario:${each.code}`}>
                  {named(each)}
                </option>
              ))}
          </optgroup>
          <optgroup label={t("compare.areas")}>
            {comparable()
              .filter((area) => area.properties.code !== choice.area.value)
              .map(({ properties: { code, name } }) => (
                <option key={code} value={`area:${code}`}>
                  {name}
                </option>
              ))}
          </optgroup>
        </select>
      </label>
    </div>
  );
}

/** The areas on the map, and the one that is compared with already. */
function comparable(): readonly Area[] {
  const shown = areas.data.value?.features ?? [];
  const now = otherArea.data.value;
  return !now || shown.some((area) => area.properties.code === now.properties.code) ? shown : [now, ...shown];
}

function scenarioName(code: string): string {
  const found = scenarios.value.find((each) => each.code === code);
  return found ? named(found) : code;
}

export function otherName({ kind, code }: Other): string {
  if (kind === "scenario") return scenarioName(code);
  return otherArea.data.value?.properties.name ?? code;
}

function hereName(than: Other): string {
  return than.kind === "area" ? placeName() : scenarioName(choice.scenario.value ?? "baseline");
}

export function Comparison() {
  const than = other.value;
  const here = expectedKg.value;
  const there = otherExpectedKg.value;
  if (!than) return null;
  if (otherTotal.error.value) return <Failure error={otherTotal.error.value} retry={otherTotal.retry} />;
  if (here === null || there === null) return null;
  const waits = rangesWait.value || otherTotal.loading.value;
  const lines = [
    { name: hereName(than), kg: here, row: rowOf(total.data.value) },
    { name: otherName(than), kg: there, row: otherRow.value },
  ];
  return (
    <section class="comparison" aria-label={t("compare.label")}>
      <p aria-live="polite" data-difference={here - there}>
        {sentence(than, here, there)}
      </p>
      <dl>
        {lines.map(({ name, kg, row }, i) => (
          <div key={name} data-compared={i === 0 ? "here" : "there"}>
            <dt>{name}</dt>
            <dd>
              <Mass kg={kg} beside={row?.p90Kg} />
              <small>
                {waits || !row ? t("supply.rangeWaits") : <MassRange low={row.p10Kg} high={row.p90Kg} />}
              </small>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function sentence(than: Other, here: number, there: number): string {
  const names = { here: hereName(than), there: otherName(than) };
  const difference = Math.abs(here - there);
  const values = {
    ...names,
    mass: mass(lang.value, difference),
    share: there > 0 ? percent(lang.value, difference / there) : "",
  };
  if (mass(lang.value, here) === mass(lang.value, there)) return t("compare.same", values);
  if (there === 0) return t("compare.only", values);
  return t(here > there ? "compare.more" : "compare.less", values);
}
