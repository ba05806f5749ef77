/** A quantity for people, with the exact number for machines in `value`. */
import { mass, massRange } from "../i18n/format";
import { lang } from "../state/store";

export function Mass({ kg }: { kg: number }) {
  return <data value={kg}>{mass(lang.value, kg)}</data>;
}

export function MassRange({ low, high }: { low: number; high: number }) {
  return <data value={`${low}/${high}`}>{massRange(lang.value, low, high)}</data>;
}
