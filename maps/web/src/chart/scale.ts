/** Geometry of the year chart, apart from drawing it. */
import { scaleLinear } from "d3-scale";
import { stack, stackOrderNone } from "d3-shape";

export interface Series {
  code: string;
  label: string;
  colour: string;
}

export interface Column {
  year: number;
  /** One value per series, bottom first. */
  parts: number[];
  total: number;
  /** Of the total; null when unknown. */
  p10: number | null;
  p90: number | null;
  /** The total of what it is compared with. */
  other?: number;
}

export interface Frame {
  width: number;
  height: number;
  top: number;
  right: number;
  bottom: number;
  left: number;
}

/** A column that would flatten all others is cut off when it is this many times as high as the next. */
const OUTLIER = 2.2;

/** The upper end of the axis; 0 where there is nothing to draw. One outlier (what is overdue falls in the first year) does not squeeze the rest. */
export function upperLimit(columns: readonly Column[]): number {
  const tops = columns
    .map((column) => Math.max(column.total, column.p90 ?? 0, column.other ?? 0))
    .sort((a, b) => b - a);
  const [first = 0, second = 0] = tops;
  const top = second > 0 && first > OUTLIER * second ? second * 1.15 : first;
  return top;
}

export function plot(columns: readonly Column[], frame: Frame) {
  const left = frame.left;
  const step = (frame.width - frame.left - frame.right) / Math.max(1, columns.length);
  const top = upperLimit(columns);
  const y = scaleLinear()
    .domain([0, top || 1])
    .range([frame.height - frame.bottom, frame.top]);
  const first = columns[0]?.year ?? 0;
  return {
    step,
    top,
    y,
    x: (year: number) => left + (year - first) * step,
    middle: (year: number) => left + (year - first + 0.5) * step,
    /** The year under a pixel, within the chart's years. */
    yearAt: (pixel: number) => {
      const index = Math.floor((pixel - left) / step);
      return first + Math.min(columns.length - 1, Math.max(0, index));
    },
    ticks: top > 0 ? y.ticks(frame.height > 160 ? 4 : 3) : [0],
  };
}

/** For each series its [low, high] in each column. */
export function layers(columns: readonly Column[], count: number): [number, number][][] {
  const keys = Array.from({ length: count }, (_, i) => i);
  return stack<Column, number>()
    .keys(keys)
    .value((column, key) => column.parts[key] ?? 0)
    .order(stackOrderNone)(columns as Column[])
    .map((series) => series.map((pair) => [pair[0], pair[1]]));
}

/** Years to write under the axis: round ones, as many as fit. */
export function yearTicks(first: number, last: number, step: number): number[] {
  const every = step > 34 ? 1 : step * 5 > 38 ? 5 : 10;
  const ticks: number[] = [];
  for (let year = Math.ceil(first / every) * every; year <= last; year += every) ticks.push(year);
  return ticks;
}
