/** By which areas the map is shaded: by zoom, by a kind that the registry holds, or by squares. */
import { t, word } from "../i18n";
import { followsZoom, kind, kindByZoom, kinds, kindsByZoom, withoutAreas } from "../state/data";
import { SQUARES } from "../state/kinds";
import { choice } from "../state/store";

export function KindControl() {
  const byZoom = kindsByZoom.value.length > 1;
  return (
    <>
      <label class="field">
        <span>{t("supply.kindLabel")}</span>
        <select
          value={followsZoom.value ? "" : (kind.value ?? "")}
          data-kind={kind.value}
          onChange={(event) => {
            choice.kind.value = event.currentTarget.value || null;
          }}
        >
          {byZoom && (
            <option value="">
              {t("supply.kind.byZoom", { kind: word("supply.kind", kindByZoom.value ?? "").toLowerCase() })}
            </option>
          )}
          {kinds.value.map((each) => (
            <option key={each} value={each}>
              {word("supply.kind", each)}
            </option>
          ))}
          {SQUARES.map((each) => (
            <option key={each} value={each}>
              {word("supply.kind", each)}
            </option>
          ))}
        </select>
      </label>
      {withoutAreas.value && <p class="soft">{t("supply.noAreas")}</p>}
    </>
  );
}
