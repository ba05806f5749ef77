/** What a colour on the stock map means: one list that feeds the map's expressions and the legend alike. */
import { batch, computed, signal } from "@preact/signals";
import type { AssetType, Material } from "../api/types";
import { named, t } from "../i18n";
import { CONDITIONS, isInspected, numbersOf } from "./condition";
import { assetGroups, assetTypes, materials, meta } from "./data";
import { choice } from "./store";

export interface LegendClass {
  /** Stands in the address when hidden. */
  code: string;
  /** The tile property and the values of it that belong here. */
  property: "t" | "m" | "b" | "e" | "s";
  /** A code number, or from-to (both included); null: the property tells nothing. */
  values: number | [number, number] | null;
  /** A CSS colour, or the name of a token. */
  colour: string;
  label: () => string;
  group: string | null;
}

/** The last year of each class of expected ends, counted from the running year; the last class is open. */
const END_STEPS = [0, 5, 10, 20, 40];
const FAR = 9999;

export function typeClasses(types: readonly AssetType[]): LegendClass[] {
  return types.map((type) => ({ ...entry("t", type), label: () => named(type) }));
}

export function materialClasses(materials: readonly Material[]): LegendClass[] {
  return materials.map((material) => ({
    ...entry("m", material),
    group: null,
    label: () => named(material),
  }));
}

/** The last year of each class of years of building. */
const BUILT_LASTS = [1949, 1969, 1989, 2009, FAR];

export function builtClasses(): LegendClass[] {
  const classes = BUILT_LASTS.map((last, i): LegendClass => {
    const from = i === 0 ? 0 : (BUILT_LASTS[i - 1] ?? 0) + 1;
    const label = i === 0 ? `< ${last + 1}` : last === FAR ? `${from} +` : `${from}–${last}`;
    return {
      code: `built-${i}`,
      property: "b",
      values: [from, last],
      colour: `--map-ramp-${BUILT_LASTS.length - i}`,
      label: () => label,
      group: null,
    };
  });
  const none: LegendClass = {
    code: "built-none",
    property: "b",
    values: null,
    colour: "--map-end-none",
    label: () => t("built.none"),
    group: null,
  };
  return [...classes, none];
}

function entry(property: "t" | "m", thing: AssetType | Material): Omit<LegendClass, "label"> {
  return { code: thing.code, property, values: thing.number, colour: thing.colour, group: thing.group };
}

export function endClasses(year: number): LegendClass[] {
  const lasts = [...END_STEPS.map((step) => year + step), FAR];
  const classes = lasts.map((last, i) => endClass(i, i === 0 ? 0 : (lasts[i - 1] ?? 0) + 1, last));
  classes.push({
    code: "end-none",
    property: "e",
    values: null,
    colour: "--map-end-none",
    label: () => t("end.none"),
    group: null,
  });
  return classes;
}

function endClass(index: number, from: number, to: number): LegendClass {
  const label = () => {
    if (index === 0) return t("end.past");
    return to === FAR ? `${from} +` : `${from}–${to}`;
  };
  return {
    code: `end-${index}`,
    property: "e",
    values: [from, to],
    colour: `--map-end-${index}`,
    label,
    group: null,
  };
}

export function conditionClasses(): LegendClass[] {
  const classes = CONDITIONS.map(
    (condition): LegendClass => ({
      code: `condition-${condition}`,
      property: "s",
      values: numbersOf(condition),
      colour: `--map-condition-${condition}`,
      label: () => t(`condition.${condition}`),
      group: null,
    }),
  );
  classes.push({
    code: "condition-none",
    property: "s",
    values: null,
    colour: "--map-end-none",
    label: () => t("condition.none"),
    group: null,
  });
  return classes;
}

const asOfYear = computed(() => Number(meta.value?.asOf.slice(0, 4) ?? 0));

/** All classes by what they are classes of; a class hidden in one stays hidden when coloured by another. */
const every = computed(() => ({
  type: typeClasses([...assetTypes.value.values()]),
  material: materialClasses([...materials.value.values()]),
  built: builtClasses(),
  end: endClasses(asOfYear.value),
  condition: conditionClasses(),
}));

export const legend = computed<LegendClass[]>(() => every.value[choice.colour.value]);

export const hiddenClasses = computed<LegendClass[]>(() => {
  const hidden = new Set(choice.hide.value);
  return Object.values(every.value)
    .flat()
    .filter((each) => hidden.has(each.code));
});

/**
 * The last year of the ends that are shown, where all later ones are hidden, and what has no known end; else null.
 * A list can be narrowed to that.
 */
export const lastEnd = computed<number | null>(() => {
  const shown = every.value.end.findLast((each) => !choice.hide.value.includes(each.code));
  return Array.isArray(shown?.values) ? shown.values[1] : null;
});

/** The years that it may be set to. */
export const lastEnds = computed(() =>
  every.value.end.flatMap(({ values }) => (Array.isArray(values) && values[1] < FAR ? values[1] : [])),
);

/** Shows ends up to a year alone, and by their colours; null: all of them. */
export function showEndsUntil(year: number | null): void {
  const { end } = every.value;
  const later = end.filter(({ values }) => year !== null && !(Array.isArray(values) && values[1] <= year));
  const others = choice.hide.value.filter((code) => !end.some((each) => each.code === code));
  batch(() => {
    choice.hide.value = [...others, ...later.map(({ code }) => code)].sort();
    if (year !== null) choice.colour.value = "end";
  });
}

/** How many assets of each class the map shows now; null while there is no map. Set by the map alone. */
export const inView = signal<ReadonlyMap<string, number> | null>(null);

/** Whether a value of a property tells anything of what its classes are of. */
const isTold = (property: LegendClass["property"], value: number | undefined): value is number =>
  property === "s" ? isInspected(value) : value !== undefined;

export function belongs(each: LegendClass, value: number | undefined): boolean {
  if (!isTold(each.property, value)) return each.values === null;
  if (each.values === null) return false;
  if (Array.isArray(each.values)) return value >= each.values[0] && value <= each.values[1];
  return value === each.values;
}

function groupLabel(code: string): string {
  const group = assetGroups.value.get(code);
  return group ? named(group) : code.replaceAll("_", " ");
}

export interface LegendGroup {
  code: string;
  label: string;
  classes: LegendClass[];
}

/** The legend by group, in the catalogue's order of groups. */
export function grouped(classes: readonly LegendClass[]): LegendGroup[] {
  const order = [...assetGroups.value.keys()];
  const groups = new Map<string, LegendClass[]>(order.map((code) => [code, []]));
  for (const each of classes) {
    const code = each.group ?? "";
    groups.set(code, [...(groups.get(code) ?? []), each]);
  }
  return [...groups]
    .filter(([, members]) => members.length > 0)
    .map(([code, members]) => ({ code, label: groupLabel(code), classes: members }));
}
