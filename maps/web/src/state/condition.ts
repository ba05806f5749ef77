/**
 * Key `s` of the asset tiles tells two things in one number, and only this file knows how (as `store/tiles.toml` says):
 * condition (1-6 by NEN 2767; 0: not inspected) × 2, + 1 where some layer is suspected of a hazard. Missing: neither.
 */
const STEP = 2;
const number = ["coalesce", ["get", "s"], 0] as const;

export const CONDITIONS = [1, 2, 3, 4, 5, 6] as const;

/** The numbers of a condition, from and to: not suspected, suspected. */
export const numbersOf = (condition: number): [number, number] => [STEP * condition, STEP * condition + 1];

/** For the map's filters: the same as `isInspected`, and whether an asset is suspected. */
export const inspected = [">=", number, STEP] as const;
export const suspected = ["==", ["%", number, STEP], 1] as const;

export const isInspected = (value: number | undefined) => (value ?? 0) >= STEP;
