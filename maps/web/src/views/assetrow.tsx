/** What rows and tables of assets share: the name of a type with its colour, and the choice of one asset. */
import type { AssetRow, AssetRows } from "../api/types";
import { named, t } from "../i18n";
import { years } from "../i18n/format";
import { choose } from "../state/asset";
import { assetTypes } from "../state/data";
import { sorting } from "../state/listing";
import { choice } from "../state/store";
import { Mass } from "../ui/mass";

export function Kind({ code }: { code: string }) {
  const type = assetTypes.value.get(code);
  return (
    <span class="key" style={{ "--colour": type?.colour ?? "var(--map-unknown)" }}>
      {type ? named(type) : code}
    </span>
  );
}

/** Assets as buttons that open their cards. `nameless`: all have the name that stands above them. */
export function AssetRowList({ rows, nameless }: { rows: AssetRows["features"]; nameless?: boolean }) {
  return (
    <ul class="rows">
      {rows.map(({ id, properties }) => (
        <li key={id}>
          <button
            type="button"
            data-asset={id}
            aria-pressed={choice.sel.value === id}
            onClick={() => choose(id)}
          >
            <Kind code={properties.assetType} />
            <span class="soft">
              {[nameless ? null : properties.name, yearOf(properties), conditionOf(properties)]
                .filter((each) => each !== null)
                .join(" · ")}
            </span>
            {properties.kg !== null && <Mass kg={properties.kg} />}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Its end, and how sure that is, where ends are looked at; else when it was built. */
function yearOf({ builtFrom, endYear, endFrom, endTo }: AssetRow): string | null {
  if (choice.colour.value === "end" || sorting.value.key === "endYear") {
    return endYear === null
      ? null
      : t("list.ends", { year: endYear, years: years(endFrom ?? endYear, endTo ?? endYear) });
  }
  return builtFrom === null ? null : t("list.built", { year: builtFrom });
}

const conditionOf = ({ condition }: AssetRow) =>
  condition === null ? null : t("list.condition", { condition });
