/** Class limits that people can read and remember. */

const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];
/** Five limits make six classes; the shares are closer together where few areas yield much. */
const SHARES = [0.15, 0.35, 0.55, 0.75, 0.92];

/** Ascending round limits between the classes of the positive values; empty when there is nothing to divide. */
export function classBreaks(values: readonly number[]): number[] {
  const sorted = values.filter((value) => value > 0 && Number.isFinite(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return [];
  const limits = SHARES.map((share) => round(quantile(sorted, share)));
  return [...new Set(limits)];
}

/** 0 for the lowest class; -1 for nothing at all. */
export function classOf(value: number, limits: readonly number[]): number {
  if (!(value > 0)) return -1;
  const above = limits.findIndex((limit) => value < limit);
  return above === -1 ? limits.length : above;
}

/** Shades that the style sheet has, from little to much. */
export const SHADES = 6;

/** The shade of a class: however many classes there are, they reach from the lightest to the deepest. */
export function shadeOf(index: number, classes: number): number {
  if (index < 0 || classes < 2) return index < 0 ? -1 : SHADES - 1;
  return Math.round((index * (SHADES - 1)) / (classes - 1));
}

function quantile(sorted: readonly number[], share: number): number {
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

/** The nearest of 1, 1.5, 2, 3 … times a power of ten. */
export function round(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const nearest = STEPS.reduce((best, step) =>
    Math.abs(step - value / power) < Math.abs(best - value / power) ? step : best,
  );
  return Number((nearest * power).toPrecision(2));
}
