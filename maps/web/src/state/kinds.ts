/** Which kind of areas can be read at which zoom. */
import type { Bounds } from "./screen";

/** From small to large; others come after. */
const ORDER = ["neighbourhood", "district", "municipality"];

/** Kinds of area that the registry need not hold: squares of a grid, by the metres of their sides. */
export const SQUARES = ["square-250", "square-1000", "square-4000"] as const;
export const isSquares = (kind: string | null) => SQUARES.some((each) => each === kind);
export const SQUARE_HA = { "square-250": 6.25, "square-1000": 100, "square-4000": 1_600 };
/** More at once the server refuses. */
const MOST_SQUARES = 5_000;

/** As wide as a typical area must be on the screen for its colour and number to be read. */
export const READABLE_PX = 60;
/** By how much it must be wider, or narrower, for another kind to take over: at the limit nothing flickers. */
const SLACK = 1.15;

const METRES_PER_PIXEL = 78_271.517; // at zoom 0 on the equator, tiles of 512 pixels
const METRES_PER_DEGREE = 111_320;
const MAP_PX = 700; // about as long as the free part of a map is

export function smallestFirst(kinds: readonly string[]): string[] {
  const rank = (kind: string) => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return [...kinds].sort((a, b) => rank(a) - rank(b));
}

/** Those that cover the land one inside the other, so that the zoom can choose. */
export const nested = (kinds: readonly string[]) => kinds.filter((kind) => ORDER.includes(kind));

export function metresPerPixel(zoom: number, latitude: number): number {
  return (METRES_PER_PIXEL * Math.cos((latitude * Math.PI) / 180)) / 2 ** zoom;
}

/** About as many as a map will have that shows all of a registry. */
export const metresPerPixelOf = (bounds: Bounds) => Math.max(...sidesM(bounds)) / MAP_PX;

/** The squares of which no more than the server gives can lie in a registry: the largest always, from small to large. */
export function squaresIn(bounds: Bounds): readonly string[] {
  const [width, height] = sidesM(bounds);
  return SQUARES.filter((kind) => {
    const side = Math.sqrt(SQUARE_HA[kind] * 10_000);
    return kind === "square-4000" || (width / side + 1) * (height / side + 1) <= MOST_SQUARES;
  });
}

function sidesM([west, south, east, north]: Bounds): [number, number] {
  const shrunk = Math.cos((((south + north) / 2) * Math.PI) / 180);
  return [(east - west) * METRES_PER_DEGREE * shrunk, (north - south) * METRES_PER_DEGREE];
}

/** The smallest of the kinds (the smallest first) that is wide enough to read, else the largest; `now` has the odds. */
export function kindAt(
  kinds: readonly string[],
  medianHa: Readonly<Record<string, number>>,
  metresPerPixel: number,
  now: string | null,
): string | null {
  const at = now === null ? -1 : kinds.indexOf(now);
  const found = kinds.find((kind, i) => {
    const px = Math.sqrt((medianHa[kind] ?? 0) * 10_000) / metresPerPixel;
    return px >= READABLE_PX * (at < 0 ? 1 : i < at ? SLACK : 1 / SLACK);
  });
  return found ?? kinds.at(-1) ?? null;
}
