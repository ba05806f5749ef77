/** Shapes that the reader draws: a polygon by its corners, a circle by its middle and radius. Pure. */

/** Longitude, latitude. */
export type Corner = readonly [number, number];
export type Polygon = { kind: "polygon"; corners: readonly Corner[] };
export type Circle = { kind: "circle"; middle: Corner; radiusM: number };
export type Shape = Polygon | Circle;

/** So that a link to a drawing stays one that mail programs keep whole. */
export const MOST_CORNERS = 100;
export const FEWEST_CORNERS = 3;
export const RADIUS_M = { least: 5, most: 100_000 };
/** Five decimals of a degree are a metre. */
const DIGITS = 5;
/** A circle is asked of the server as a polygon of so many corners, of the same area. */
const ROUND = 64;

export const rounded = ([lon, lat]: Corner): Corner => [
  Number(lon.toFixed(DIGITS)),
  Number(lat.toFixed(DIGITS)),
];

/** "lon,lat,lon,lat,…", or "circle,lon,lat,metres". */
export function formatShape(shape: Shape): string {
  return shape.kind === "circle"
    ? ["circle", ...rounded(shape.middle), Math.round(shape.radiusM)].join(",")
    : shape.corners.flatMap(rounded).join(",");
}

export function parseShape(text: string): Shape | undefined {
  const [first, ...rest] = text.split(",");
  const circle = first === "circle";
  const numbers = (circle ? rest : [first ?? "", ...rest]).map(degrees);
  if (!numbers.every(Number.isFinite)) return undefined;
  if (circle) {
    const [lon = 0, lat = 0, radiusM = 0] = numbers;
    const fits = numbers.length === 3 && radiusM >= RADIUS_M.least && radiusM <= RADIUS_M.most;
    return fits && onEarth([lon, lat]) ? { kind: "circle", middle: [lon, lat], radiusM } : undefined;
  }
  const corners = pairs(numbers);
  const fits = numbers.length % 2 === 0 && corners.length >= FEWEST_CORNERS && corners.length <= MOST_CORNERS;
  return fits && corners.every(onEarth) ? { kind: "polygon", corners } : undefined;
}

const degrees = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN);
const onEarth = ([lon, lat]: Corner) => Math.abs(lon) <= 180 && Math.abs(lat) <= 85;

function pairs(numbers: readonly number[]): Corner[] {
  const found: Corner[] = [];
  for (let i = 0; i + 1 < numbers.length; i += 2) found.push([numbers[i] ?? 0, numbers[i + 1] ?? 0]);
  return found;
}

/** Metres in a degree of latitude and of longitude, on the ellipsoid of WGS 84. */
function metresPerDegree(lat: number): { north: number; east: number } {
  const phi = (lat * Math.PI) / 180;
  return {
    north: 111_132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi),
    east: 111_412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi),
  };
}

export function metresBetween(a: Corner, b: Corner): number {
  const { north, east } = metresPerDegree((a[1] + b[1]) / 2);
  return Math.hypot((b[0] - a[0]) * east, (b[1] - a[1]) * north);
}

/** The direction from one place to another: an angle from the east, turning to the north. */
export function angleTo(from: Corner, to: Corner): number {
  const { north, east } = metresPerDegree(from[1]);
  return Math.atan2((to[1] - from[1]) * north, (to[0] - from[0]) * east);
}

/** The place so many metres away in a direction. */
export function placeAt(from: Corner, angle: number, metres: number): Corner {
  const { north, east } = metresPerDegree(from[1]);
  return [from[0] + (metres * Math.cos(angle)) / east, from[1] + (metres * Math.sin(angle)) / north];
}

/** The outline, closed. */
export function ringOf(shape: Shape): Corner[] {
  if (shape.kind === "polygon") return [...shape.corners, ...shape.corners.slice(0, 1)];
  const step = (2 * Math.PI) / ROUND;
  const reach = shape.radiusM * Math.sqrt(step / Math.sin(step));
  return Array.from({ length: ROUND + 1 }, (_, i) => placeAt(shape.middle, (i % ROUND) * step, reach));
}

/** The middle of the edge that begins at a corner. */
export function middleOf({ corners }: Polygon, index: number): Corner {
  const [from, to] = [corners.at(index), corners.at((index + 1) % corners.length)];
  if (!from || !to) throw new RangeError(`no corner ${index}`);
  return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
}

/** As the server takes it: well-known text, to a tenth of a metre. */
export function wktOf(shape: Shape): string {
  const corners = ringOf(shape).map(([lon, lat]) => `${lon.toFixed(6)} ${lat.toFixed(6)}`);
  return `POLYGON((${corners.join(",")}))`;
}
