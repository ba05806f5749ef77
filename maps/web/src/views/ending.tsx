/** When the asset's layers are expected to end. */
import type { Asset, End } from "../api/types";
import { Ends } from "../chart/ends";
import { t } from "../i18n";
import { years } from "../i18n/format";
import { layerName, meta } from "../state/data";
import { candidates, colourOf, nameOf } from "./making";

/** The calendar year in which an instant falls. */
const yearOf = Math.floor;

function endText(end: End): string {
  return `${yearOf(end.p50)} (${years(yearOf(end.p10), yearOf(end.p90))})`;
}

/** Of a mix the most likely candidate is shown: the year above is its too. */
export function Ending({ shown }: { shown: Asset }) {
  const layers = candidates(shown.layers)[0]?.layers ?? [];
  const rows = layers.flatMap((layer) =>
    layer.end
      ? [{ name: nameOf(layer), colour: colourOf(layer), ...layer.end, text: endText(layer.end) }]
      : [],
  );
  if (!shown.end || rows.length === 0) return null;
  return (
    <section aria-labelledby="card-end">
      <h2 id="card-end">{t("card.end")}</h2>
      <p class="headline">
        <strong>
          <data value={shown.end.p50}>{yearOf(shown.end.p50)}</data>
        </strong>
        <span class="soft">{years(yearOf(shown.end.p10), yearOf(shown.end.p90))}</span>
      </p>
      {rows.length > 1 && <p class="soft">{t("card.endBy", { layer: layerName(shown.end.layer) })}</p>}
      <Ends rows={rows} now={Number(meta.value?.asOf.slice(0, 4))} label={t("card.end")} />
      <ul class="end-rows">
        {rows.map((row) => (
          <li key={row.name}>
            <span class="key" style={{ "--colour": row.colour }}>
              {row.name}
            </span>
            <span>{row.text}</span>
          </li>
        ))}
      </ul>
      <p class="soft">{t("card.endHint")}</p>
    </section>
  );
}
