/** The areas as a list: sortable, and the keyboard's way to what a click on the map does. */
import { signal } from "@preact/signals";
import { t } from "../i18n";
import { compare, figures, integer } from "../i18n/format";
import { chooseArea } from "../state/place";
import { choice, hoveredArea, lang } from "../state/store";
import {
  type AreaSupply,
  areaShades,
  areaSupply,
  eachTotal,
  eachYear,
  rangesWait,
  rowOf,
} from "../state/supply";
import { Icon } from "../ui/icons";
import { Mass, MassRange } from "../ui/mass";
import { Failure, Loading } from "../ui/states";

type Column = "name" | "mass" | "density";
/** Of thousands of squares nobody reads more. */
const MOST_ROWS = 400;
const COLUMNS: readonly Column[] = ["name", "mass", "density"];
const order = signal<{ by: Column; down: boolean }>({ by: "mass", down: true });

export function AreaList() {
  if (eachYear.error.value) return <Failure error={eachYear.error.value} retry={eachYear.retry} />;
  const rows = sorted(areaSupply.value);
  if (rows.length === 0) return <Loading lines={6} />;
  const most = Math.max(...rows.map((row) => row.expectedKg), 1);
  return (
    <>
      <a class="skip" href="#years">
        {t("supply.skipList")}
      </a>
      <table class="areas">
        <caption class="visually-hidden">{t("supply.list")}</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <Head key={column} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row) => (
            <Row key={row.area.properties.code} row={row} most={most} />
          ))}
          {rows.length > MOST_ROWS && (
            <tr>
              <td colSpan={COLUMNS.length} class="soft">
                {t("supply.more", { count: integer(lang.value, rows.length - MOST_ROWS) })}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </>
  );
}

function Head({ column }: { column: Column }) {
  const { by, down } = order.value;
  const active = by === column;
  return (
    <th scope="col" aria-sort={active ? (down ? "descending" : "ascending") : "none"}>
      <button
        type="button"
        onClick={() => {
          order.value = { by: column, down: active ? !down : column !== "name" };
        }}
      >
        {t(`supply.sort.${column}`)}
        {active && <Icon name={down ? "down" : "up"} />}
      </button>
    </th>
  );
}

function Row({ row, most }: { row: AreaSupply; most: number }) {
  const { code, name } = row.area.properties;
  const chosen = choice.area.value === code;
  const range = rangesWait.value ? null : rowOf(eachTotal.data.value, code);
  const at = areaShades.value.get(code) ?? -1;
  const hover = (on: boolean) => () => {
    hoveredArea.value = on ? code : null;
  };
  return (
    <tr
      data-area={code}
      class={`${chosen ? "chosen" : ""} ${hoveredArea.value === code ? "hovered" : ""}`}
      onMouseEnter={hover(true)}
      onMouseLeave={hover(false)}
    >
      <th scope="row">
        <button
          type="button"
          aria-pressed={chosen}
          onFocus={hover(true)}
          onBlur={hover(false)}
          onClick={() => {
            chooseArea(chosen ? null : code);
          }}
        >
          <span
            class="swatch"
            style={{ "--colour": at < 0 ? "var(--map-none)" : `var(--map-ramp-${at})` }}
            aria-hidden="true"
          />
          {name}
        </button>
        <i class="bar" style={{ width: `${(100 * row.expectedKg) / most}%` }} aria-hidden="true" />
      </th>
      <td>
        <Mass kg={row.expectedKg} beside={range?.p90Kg} />
        <small>{range ? <MassRange low={range.p10Kg} high={range.p90Kg} /> : "\u00a0"}</small>
      </td>
      <td>
        <data value={row.rate.density}>{figures(lang.value, row.rate.density)}</data>
      </td>
    </tr>
  );
}

function sorted(rows: readonly AreaSupply[]): AreaSupply[] {
  const { by, down } = order.value;
  const text = compare(lang.value);
  const values: Record<Column, (a: AreaSupply, b: AreaSupply) => number> = {
    name: (a, b) => text(a.area.properties.name, b.area.properties.name),
    mass: (a, b) => a.expectedKg - b.expectedKg,
    density: (a, b) => a.rate.density - b.rate.density,
  };
  return [...rows].sort((a, b) => (down ? -1 : 1) * values[by](a, b));
}
