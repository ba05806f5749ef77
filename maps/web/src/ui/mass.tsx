/** A quantity for people, with the exact number for machines in `value`. */
import { mass, massRange } from "../i18n/format";
import { lang } from "../state/store";

/** `beside`: the upper end of the range that is told with it. */
export function Mass({ kg, beside }: { kg: number; beside?: number }) {
  return <data value={kg}>{mass(lang.value, kg, beside)}</data>;
}

export function MassRange({ low, high }: { low: number; high: number }) {
  return <data value={`${low}/${high}`}>{massRange(lang.value, low, high)}</data>;
}
