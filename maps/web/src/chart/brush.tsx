/** Two native range inputs under the columns: the years by mouse, touch and keyboard alike. */
import { MARGIN } from "./stacked";

interface Props {
  first: number;
  last: number;
  from: number;
  to: number;
  fromLabel: string;
  toLabel: string;
  onYears: (from: number, to: number, done: boolean) => void;
}

/** A thumb's width in pixels, as in the style sheet; with it the thumbs stand under the middle of their columns. */
const THUMB = 20;

export function YearBrush({ first, last, from, to, fromLabel, toLabel, onYears }: Props) {
  const count = last - first + 1;
  const share = (years: number) => `calc((100% - ${MARGIN.left + MARGIN.right}px) * ${years / count})`;
  const place = {
    left: `calc(${MARGIN.left}px + ${share(0.5)} - ${THUMB / 2}px)`,
    width: `calc(${share(count - 1)} + ${THUMB}px)`,
  };
  const input = (value: number, label: string, change: (year: number) => [number, number], name: string) => (
    <input
      type="range"
      min={first}
      max={last}
      step={1}
      value={value}
      aria-label={label}
      data-years={name}
      style={place}
      onInput={(event) => onYears(...change(event.currentTarget.valueAsNumber), false)}
      onChange={(event) => onYears(...change(event.currentTarget.valueAsNumber), true)}
    />
  );
  return (
    <div class="brush">
      <div class="track" style={{ left: `${MARGIN.left}px`, right: `${MARGIN.right}px` }} />
      <div
        class="filled"
        style={{
          left: `calc(${MARGIN.left}px + ${share(from - first + 0.5)})`,
          width: share(to - from),
        }}
      />
      {/* A thumb that meets the other pushes it on, so neither can get stuck. */}
      {input(from, fromLabel, (year) => [year, Math.max(year, to)], "from")}
      {input(to, toLabel, (year) => [Math.min(year, from), year], "to")}
    </div>
  );
}
