/** What the place is called that the supply is of. */
import { t } from "../i18n";
import { metres } from "../i18n/format";
import { chosenArea } from "../state/data";
import { isSquares } from "../state/kinds";
import { choice, lang } from "../state/store";

export function placeName(): string {
  const shape = choice.drawn.value;
  if (shape?.kind === "circle") return t("draw.place.circle", { radius: metres(lang.value, shape.radiusM) });
  if (shape) return t("draw.place.polygon");
  if (choice.area.value === null) return t("supply.whole");
  const known = chosenArea.data.value?.properties;
  if (known && isSquares(known.kind)) return t("supply.square", { code: known.code });
  return known?.name ?? choice.area.value;
}
