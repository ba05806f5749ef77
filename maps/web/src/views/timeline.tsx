/** The years: a chart that is also the control of the period. */
import { computed, type Signal, signal } from "@preact/signals";
import type { Naming } from "../api/types";
import { YearBrush } from "../chart/brush";
import { beside, OTHER, type Stacking, stackedColumns } from "../chart/columns";
import type { Series } from "../chart/scale";
import { StackedColumns, type Words } from "../chart/stacked";
import { YearTable } from "../chart/table";
import { many, t } from "../i18n";
import { figures, mass, massRange, years } from "../i18n/format";
import { other, otherByYear } from "../state/compare";
import { materials, nameIn, routes } from "../state/data";
import { dragging, period, playing, setPeriod, span } from "../state/period";
import { choice, lang } from "../state/store";
import { alone, byYear, parts, yearRows } from "../state/supply";
import { IconButton } from "../ui/icons";
import { Segmented } from "../ui/segmented";
import { Failure, Loading } from "../ui/states";
import { otherName } from "./compare";
import { placeName } from "./place";

const HEIGHT = 172;
const WINDOWS = [1, 5, 10, 25] as const;
const STACKS = ["material", "route"] as const;
const asTable = signal(false);

const stacking = (): Stacking => {
  const by = choice.stack.value;
  const known: ReadonlyMap<string, Naming & { colour: string }> =
    by === "route" ? routes.value : materials.value;
  return {
    by,
    ...(by === "route" && { order: [...known.keys()] }),
    label: (code) => nameIn(known, code),
    colour: (code) => known.get(code)?.colour ?? "var(--chart-other)",
    other: t("common.other"),
  };
};

const draw = (only: string | null) => {
  const all = span.value;
  const drawn = parts.value.data.value;
  const totals = yearRows.value;
  return all && drawn && totals && stackedColumns(drawn.rows, totals, all.from, all.to, stacking(), only);
};
const chart = computed(() => {
  const drawn = draw(alone.value);
  const compared = other.value && otherByYear.data.value;
  return drawn && compared ? { ...drawn, columns: beside(drawn.columns, compared.rows) } : drawn;
});
/** The keys name all that is stacked, also while one is looked at alone. */
const keys = computed(() => draw(null)?.series ?? []);

/** Numbers on the axis stay short and whole, of one asset as of a country. */
const AXES = [
  ["chart.unit.million", 1e9],
  ["chart.unit", 1000],
  ["chart.unit.kg", 1],
] as const;
const axisOf = (topKg: number) => AXES.find(([, size]) => topKg >= size) ?? AXES[2];

const words = computed<Words>(() => {
  const language = lang.value;
  return {
    label: t("chart.label", { area: placeName() }),
    hint: t("chart.hint"),
    unit: (top) => t(axisOf(top)[0]),
    axis: (kg, top) => figures(language, kg / axisOf(top)[1]),
    range: t("chart.range"),
    mass: (kg) => mass(language, kg),
    spread: (low, high) => massRange(language, low, high),
    other: other.value ? otherName(other.value) : null,
    clipped: (kg) => t("chart.clipped", { value: mass(language, kg) }),
  };
});

function choose(from: number, to: number, done: boolean): void {
  playing.value = false;
  dragging.value = !done;
  setPeriod(from, to);
}

export function Timeline() {
  const failed = [parts.value, byYear].find((each) => each.error.value);
  const all = span.value;
  const now = period.value;
  const drawn = chart.value;
  if (!all || !now) return null;
  return (
    <section class="dock" id="years" data-covers="bottom" aria-label={t("years.label")}>
      <div class="dock-head">
        <IconButton
          icon={playing.value ? "pause" : "play"}
          label={t(playing.value ? "years.pause" : "years.play")}
          class="play"
          onClick={() => {
            playing.value = !playing.value;
          }}
        />
        <output class="window-years" data-period>
          {years(now.from, now.to)}
        </output>
        <Windows width={now.to - now.from + 1} />
        <Segmented
          legend={t("chart.stack")}
          options={STACKS.map((value) => ({ value, label: t(`chart.stack.${value}`) }))}
          value={choice.stack.value}
          onChange={(value) => {
            choice.stack.value = value;
          }}
        />
        <IconButton
          icon={asTable.value ? "chart" : "table"}
          label={t(asTable.value ? "chart.graph" : "chart.table")}
          pressed={asTable.value}
          onClick={() => {
            asTable.value = !asTable.value;
          }}
        />
      </div>
      {failed?.error.value && <Failure error={failed.error.value} retry={failed.retry} />}
      {!failed && !drawn && <Loading lines={4} />}
      {drawn && asTable.value && (
        <YearTable
          {...drawn}
          words={words.value}
          yearLabel={t("chart.year")}
          totalLabel={t("common.total")}
          differenceLabel={t("compare.difference")}
        />
      )}
      {drawn && !asTable.value && (
        <StackedColumns {...drawn} {...now} height={HEIGHT} words={words.value} onYears={choose} />
      )}
      {!asTable.value && (
        <YearBrush
          first={all.from}
          last={all.to}
          {...now}
          fromLabel={t("years.from")}
          toLabel={t("years.to")}
          onYears={choose}
        />
      )}
      <Keys series={keys.value} />
    </section>
  );
}

/** Widths of the period at hand, kept within the forecast. */
function Windows({ width }: { width: number }) {
  const set = (count: number) => {
    const all = span.peek();
    const now = period.peek();
    if (!all || !now) return;
    const from = Math.max(all.from, Math.min(now.from, all.to - count + 1));
    choose(from, from + count - 1, true);
  };
  return (
    <div class="windows">
      {WINDOWS.map((count) => (
        <button
          key={count}
          type="button"
          class="chip"
          aria-pressed={count === width}
          onClick={() => set(count)}
        >
          {many("years.preset", count)}
        </button>
      ))}
    </div>
  );
}

function lookAtAlone(code: string | null): void {
  (choice[choice.stack.value] as Signal<string | null>).value = code;
}

/** The chart's legend; a material or route can be looked at alone, on the map and in the list too. */
function Keys({ series }: { series: readonly Series[] }) {
  return (
    <ul class="keys">
      {series.map((each) => (
        <li key={each.code}>
          {each.code === OTHER ? (
            <span class="key" style={{ "--colour": each.colour }}>
              {each.label}
            </span>
          ) : (
            <button
              type="button"
              aria-pressed={alone.value === each.code}
              data-part={each.code}
              onClick={() => lookAtAlone(alone.value === each.code ? null : each.code)}
            >
              <span class="key" style={{ "--colour": each.colour }}>
                {each.label}
              </span>
            </button>
          )}
        </li>
      ))}
      <li class="range-key">
        <i aria-hidden="true" />
        {t("chart.rangeKey")}
      </li>
      {words.value.other !== null && (
        <li class="compared-key">
          <i aria-hidden="true" />
          {words.value.other}
        </li>
      )}
    </ul>
  );
}
