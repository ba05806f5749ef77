/** Stacked columns by year with the range of each total; pure: data in, SVG out, choices reported. */
import { useRef, useState } from "preact/hooks";
import { type Column, type Frame, layers, plot, type Series, yearTicks } from "./scale";
import { useWidth } from "./size";

export interface Words {
  label: string;
  hint: string;
  /** What an axis up to so many kg is in, and a mass on it. */
  unit: (topKg: number) => string;
  axis: (kg: number, topKg: number) => string;
  range: string;
  /** With its unit. */
  mass: (kg: number) => string;
  spread: (lowKg: number, highKg: number) => string;
  clipped: (kg: number) => string;
  /** Whose numbers are compared with; null when none are. */
  other: string | null;
}

interface Props {
  series: readonly Series[];
  columns: readonly Column[];
  from: number;
  to: number;
  height: number;
  words: Words;
  onYears: (from: number, to: number, done: boolean) => void;
}

const GAP = 0.22;
const NARROW = 9;
export const MARGIN = { top: 18, right: 8, bottom: 20, left: 46 };

export function StackedColumns(props: Props) {
  const { columns, words, height } = props;
  const [figure, width] = useWidth<HTMLElement>();
  const [cursor, setCursor] = useState<number | null>(null);
  const anchor = useRef<number | null>(null);
  const frame: Frame = { ...MARGIN, width, height };
  const geometry = plot(columns, frame);
  const shown = columns.find((column) => column.year === cursor) ?? null;

  const spoken = shown ?? columns.find((column) => column.year === props.from) ?? columns[0];
  if (!spoken) return null;

  const yearOf = (event: PointerEvent & { currentTarget: Element }) =>
    geometry.yearAt(event.clientX - event.currentTarget.getBoundingClientRect().left);

  const move = (event: PointerEvent & { currentTarget: Element }) => {
    const year = yearOf(event);
    setCursor(year);
    if (anchor.current !== null) report(anchor.current, year, false);
  };
  const report = (a: number, b: number, done: boolean) => props.onYears(Math.min(a, b), Math.max(a, b), done);

  const keys = (event: KeyboardEvent) => {
    const first = columns[0]?.year ?? 0;
    const last = columns.at(-1)?.year ?? first;
    const at = cursor ?? props.from;
    const next = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: first, End: last }[event.key];
    if (next !== undefined) setCursor(Math.min(last, Math.max(first, next)));
    else if (event.key === "Enter" || event.key === " ") report(at, at, true);
    else return;
    event.preventDefault();
  };

  return (
    <figure class="chart" ref={figure} aria-label={words.label}>
      <div
        class="plot"
        tabIndex={0}
        role="slider"
        aria-label={`${words.label}. ${words.hint}`}
        aria-valuemin={columns[0]?.year}
        aria-valuemax={columns.at(-1)?.year}
        aria-valuenow={spoken.year}
        aria-valuetext={`${spoken.year}: ${words.mass(spoken.total)}${rangeText(spoken, words)}${otherText(spoken, words)}`}
        onKeyDown={keys}
        onBlur={() => setCursor(null)}
        onPointerDown={(event) => {
          anchor.current = yearOf(event);
          event.currentTarget.setPointerCapture(event.pointerId);
          report(anchor.current, anchor.current, false);
        }}
        onPointerMove={move}
        onPointerUp={(event) => {
          if (anchor.current !== null) report(anchor.current, yearOf(event), true);
          anchor.current = null;
        }}
        onPointerCancel={() => {
          anchor.current = null;
          report(props.from, props.to, true);
        }}
        onPointerLeave={() => setCursor(null)}
      >
        <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
          <Axes columns={columns} frame={frame} words={words} />
          <Columns {...props} frame={frame} cursor={cursor} />
        </svg>
      </div>
      {shown && (
        <Tip
          column={shown}
          series={props.series}
          words={words}
          at={geometry.middle(shown.year)}
          width={width}
        />
      )}
    </figure>
  );
}

function rangeText(column: Column, words: Words): string {
  return column.p10 === null || column.p90 === null
    ? ""
    : `, ${words.range} ${words.spread(column.p10, column.p90)}`;
}

function otherText(column: Column, words: Words): string {
  return words.other === null || column.other === undefined
    ? ""
    : `; ${words.other}: ${words.mass(column.other)}`;
}

/** What is compared with: a step at the total of each year, over the columns. */
function Compared({ columns, frame }: { columns: readonly Column[]; frame: Frame }) {
  const geometry = plot(columns, frame);
  const y = (kg: number) => Math.max(frame.top - 4, geometry.y(kg));
  const steps = columns
    .filter((column) => column.other !== undefined)
    .map((column, i) => {
      const x = geometry.x(column.year);
      return `${i === 0 ? "M" : "L"}${x},${y(column.other ?? 0)}H${x + geometry.step}`;
    });
  return steps.length === 0 ? null : (
    <>
      <path class="compared halo" d={steps.join("")} />
      <path class="compared" d={steps.join("")} />
    </>
  );
}

function Axes({ columns, frame, words }: { columns: readonly Column[]; frame: Frame; words: Words }) {
  const geometry = plot(columns, frame);
  const first = columns[0]?.year ?? 0;
  const last = columns.at(-1)?.year ?? first;
  const foot = frame.height - frame.bottom;
  return (
    <g class="axes">
      <text class="unit" x={frame.left} y={10}>
        {words.unit(geometry.top)}
      </text>
      {geometry.ticks.map((tick) => (
        <g key={tick}>
          <line x1={frame.left} x2={frame.width - frame.right} y1={geometry.y(tick)} y2={geometry.y(tick)} />
          <text x={frame.left - 7} y={geometry.y(tick) + 4} text-anchor="end">
            {words.axis(tick, geometry.top)}
          </text>
        </g>
      ))}
      {yearTicks(first, last, geometry.step).map((year) => (
        <text key={year} x={geometry.middle(year)} y={foot + 15} text-anchor="middle">
          {year}
        </text>
      ))}
    </g>
  );
}

function Columns(props: Props & { frame: Frame; cursor: number | null }) {
  const { columns, series, frame, from, to, cursor } = props;
  const geometry = plot(columns, frame);
  const foot = frame.height - frame.bottom;
  const bar = geometry.step * (1 - GAP);
  const inset = (geometry.step * GAP) / 2;
  const y = (kg: number) => Math.max(frame.top - 4, geometry.y(kg));
  const top = geometry.y.domain()[1] ?? 0;
  const chosen = (year: number) => (year >= from && year <= to ? "in" : "out");
  return (
    <>
      <rect
        class="window"
        x={geometry.x(from)}
        width={(to - from + 1) * geometry.step}
        y={frame.top - 6}
        height={foot - frame.top + 6}
      />
      {layers(columns, series.length).map((pairs, i) => (
        <g key={series[i]?.code} fill={series[i]?.colour}>
          {columns.map((column, j) => {
            const [low = 0, high = 0] = pairs[j] ?? [];
            const size = y(low) - y(high);
            if (size <= 0) return null;
            const x = geometry.x(column.year) + inset;
            return (
              <rect
                key={column.year}
                class={chosen(column.year)}
                x={x}
                width={bar}
                y={y(high)}
                height={size}
              />
            );
          })}
        </g>
      ))}
      {columns.map((column) => {
        const middle = geometry.middle(column.year);
        if (column.total > top)
          return <Cut key={column.year} x={middle} y={frame.top - 4} words={props.words} kg={column.total} />;
        if (column.p10 === null || column.p90 === null || column.total <= 0) return null;
        return (
          <line
            key={column.year}
            class={`range ${chosen(column.year)} ${geometry.step < NARROW ? "fine" : ""}`}
            x1={middle}
            x2={middle}
            y1={y(column.p10)}
            y2={y(column.p90)}
          />
        );
      })}
      <Compared columns={columns} frame={frame} />
      {cursor !== null && (
        <rect
          class="cursor"
          x={geometry.x(cursor)}
          width={geometry.step}
          y={frame.top - 6}
          height={foot - frame.top + 6}
        />
      )}
    </>
  );
}

/** The mark on a column that goes on beyond the axis. */
function Cut({ x, y, words, kg }: { x: number; y: number; words: Words; kg: number }) {
  return (
    <g class="cut">
      <path d={`M${x - 9},${y + 9}l6,-4l6,4l6,-4`} />
      <text x={x + 12} y={y + 14}>
        {words.clipped(kg)}
      </text>
    </g>
  );
}

const TIP_WIDTH = 210;
const TIP_ROWS = 6;

function Tip(props: { column: Column; series: readonly Series[]; words: Words; at: number; width: number }) {
  const { column, series, words } = props;
  const left = props.at + TIP_WIDTH + 14 > props.width ? props.at - TIP_WIDTH - 10 : props.at + 10;
  const parts = series
    .map((each, i) => ({ ...each, kg: column.parts[i] ?? 0 }))
    .filter((each) => each.kg > 0)
    .sort((a, b) => b.kg - a.kg)
    .slice(0, TIP_ROWS);
  return (
    <div class="tip" style={{ left: `${Math.max(0, left)}px`, width: `${TIP_WIDTH}px` }} aria-hidden="true">
      <p>
        <strong>{column.year}</strong>
        <b>{words.mass(column.total)}</b>
      </p>
      {column.p10 !== null && column.p90 !== null && (
        <p class="soft">
          <span>{words.range}</span>
          <span>{words.spread(column.p10, column.p90)}</span>
        </p>
      )}
      {words.other !== null && column.other !== undefined && (
        <p>
          <span>{words.other}</span>
          <span>{words.mass(column.other)}</span>
        </p>
      )}
      {parts.map((each) => (
        <p key={each.code}>
          <span class="key" style={{ "--colour": each.colour }}>
            {each.label}
          </span>
          <span>{words.mass(each.kg)}</span>
        </p>
      ))}
    </div>
  );
}
