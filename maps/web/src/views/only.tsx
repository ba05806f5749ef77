/** The filter: of what alone the view tells. Closed, it says so in chips that can be taken away. */
import { batch } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { named, t } from "../i18n";
import { compare, years } from "../i18n/format";
import { areas, assetGroups, assetTypes, chosenArea, materials, meta, routeName } from "../state/data";
import { chosenYears, windows } from "../state/offers";
import { knownHere, type OnlyName } from "../state/only";
import type { Period } from "../state/period";
import { chooseArea, narrowToArea } from "../state/place";
import { choice, lang } from "../state/store";
import { ROUTES, type Route } from "../state/url";
import { Icon } from "../ui/icons";
import { Addition, Choice, type Option } from "./fields";

const add = (codes: readonly string[], ...more: string[]) => [...new Set([...codes, ...more])].sort();
const without = (codes: readonly string[], ...gone: string[]) => codes.filter((each) => !gone.includes(each));
/** Before the code of a group, where all its types are meant. */
const WHOLE = "group:";
const sorted = (options: Option[]) => options.sort((a, b) => compare(lang.value)(a.label, b.label));

function ownerName(code: string): string {
  return meta.value?.owners.find((owner) => owner.code === code)?.name ?? code;
}

function typeName(code: string): string {
  const type = assetTypes.value.get(code);
  return type ? named(type) : code;
}

function materialName(code: string): string {
  const material = materials.value.get(code);
  return material ? named(material) : code;
}

export function Only() {
  const here = knownHere.value;
  const chips = active().filter((each) => here.includes(each.name));
  return (
    <div class="only">
      <details data-only>
        <summary class="button quiet">
          <Icon name="filter" /> {t("only.label")}
          {chips.length > 0 && <span class="badge">{chips.length}</span>}
        </summary>
        <div class="only-fields">{here.map((name) => FIELDS[name]())}</div>
      </details>
      {chips.length > 0 && (
        <div class="chips">
          {chips.map(({ label, clear, name }) => (
            <button
              type="button"
              class="chip removable"
              key={`${name}${label}`}
              data-chip={name}
              aria-label={t("only.remove", { what: label })}
              onClick={clear}
            >
              {label} <Icon name="close" />
            </button>
          ))}
        </div>
      )}
    </div>
  );
}

interface Active {
  name: OnlyName;
  label: string;
  clear: () => void;
}

function active(): Active[] {
  const { area, owners, types, material, route, hazard } = choice;
  const found: Active[] = [];
  if (area.value !== null) {
    const label = chosenArea.data.value?.properties.name ?? area.value;
    found.push({ name: "area", label, clear: () => chooseArea(null) });
  }
  for (const code of owners.value) {
    const clear = () => {
      owners.value = without(owners.value, code);
    };
    found.push({ name: "owners", label: ownerName(code), clear });
  }
  for (const { label, codes } of inGroups(types.value)) {
    const clear = () => {
      types.value = without(types.value, ...codes);
    };
    found.push({ name: "types", label, clear });
  }
  const one = <T,>(name: OnlyName, chosen: { value: T | null }, label: (value: T) => string) => {
    if (chosen.value === null) return;
    const clear = () => {
      chosen.value = null;
    };
    found.push({ name, label: label(chosen.value), clear });
  };
  one("material", material, materialName);
  one("route", route, routeName);
  one("hazard", hazard, () => t("stock.suspect"));
  if (chosenYears.value) {
    const { from, to } = chosenYears.value;
    found.push({ name: "years", label: years(from, to), clear: () => chooseYears(null) });
  }
  return found;
}

const typesOf = (group: string) =>
  [...assetTypes.value.values()].flatMap((type) => (type.group === group ? type.code : []));

/** Of a group that is chosen whole one thing is said, of other types each is named. */
function inGroups(chosen: readonly string[]): { label: string; codes: string[] }[] {
  const whole = [...assetGroups.value.values()]
    .map((group) => ({ label: named(group), codes: typesOf(group.code) }))
    .filter(({ codes }) => codes.length > 0 && codes.every((code) => chosen.includes(code)));
  const single = without(chosen, ...whole.flatMap(({ codes }) => codes));
  return [...whole, ...single.map((code) => ({ label: typeName(code), codes: [code] }))];
}

function chooseYears(text: string | null): void {
  const [from = null, to = null] = text?.split("-").map(Number) ?? [];
  batch(() => {
    choice.from.value = from;
    choice.to.value = to;
  });
}

/** The windows of the lots; years that were chosen elsewhere need not be one of them. */
function Years() {
  const textOf = ({ from, to }: Period) => `${from}-${to}`;
  const chosen = chosenYears.value;
  const known = windows.value;
  const isKnown = known.some((each) => chosen !== null && textOf(each) === textOf(chosen));
  const shown = chosen && !isKnown ? [chosen, ...known] : known;
  return (
    <Choice
      name="years"
      value={chosen && textOf(chosen)}
      options={shown.map((each) => ({ value: textOf(each), label: years(each.from, each.to) }))}
      onChange={chooseYears}
    />
  );
}

const FIELDS: Record<OnlyName, () => ComponentChildren> = {
  area: () => {
    const options = (areas.data.value?.features ?? []).map(({ properties }) => ({
      value: properties.code,
      label: properties.name,
    }));
    const chosen = choice.area.value;
    if (chosen !== null && !options.some(({ value }) => value === chosen))
      options.push({ value: chosen, label: chosenArea.data.value?.properties.name ?? chosen });
    return (
      options.length > 0 && (
        <Choice name="area" value={chosen} options={sorted(options)} onChange={narrowToArea} />
      )
    );
  },
  owners: () => {
    const known = meta.value?.owners ?? [];
    const options = known.map(({ code, name }) => ({ value: code, label: name }));
    return (
      known.length > 1 && (
        <Addition
          name="owners"
          options={sorted(options.filter(({ value }) => !choice.owners.value.includes(value)))}
          onAdd={(code) => {
            choice.owners.value = add(choice.owners.value, code);
          }}
        />
      )
    );
  },
  types: () => <Types key="types" />,
  years: () => <Years key="years" />,
  material: () => {
    const options = [...materials.value.values()].map((each) => ({ value: each.code, label: named(each) }));
    return (
      <Choice
        name="material"
        value={choice.material.value}
        options={sorted(options)}
        onChange={(code) => {
          choice.material.value = code;
        }}
      />
    );
  },
  route: () => (
    <Choice
      name="route"
      value={choice.route.value}
      options={ROUTES.map((route) => ({ value: route, label: routeName(route) }))}
      onChange={(route) => {
        choice.route.value = route as Route | null;
      }}
    />
  ),
  hazard: () => (
    <label class="check" key="hazard">
      <input
        type="checkbox"
        checked={choice.hazard.value !== null}
        onChange={(event) => {
          choice.hazard.value = event.currentTarget.checked ? "suspect" : null;
        }}
      />
      {t("only.hazard")}
    </label>
  ),
};

function Types() {
  const free = [...assetTypes.value.values()].filter(({ code }) => !choice.types.value.includes(code));
  return (
    <Addition
      name="types"
      onAdd={(code) => {
        const group = code.startsWith(WHOLE) ? typesOf(code.slice(WHOLE.length)) : [code];
        choice.types.value = add(choice.types.value, ...group);
      }}
    >
      {[...assetGroups.value.values()].map((group) => (
        <optgroup key={group.code} label={named(group)}>
          <option value={WHOLE + group.code}>{t("only.group", { group: named(group) })}</option>
          {free
            .filter((type) => type.group === group.code)
            .map((type) => (
              <option key={type.code} value={type.code}>
                {named(type)}
              </option>
            ))}
        </optgroup>
      ))}
    </Addition>
  );
}
