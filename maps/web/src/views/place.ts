/** What the place is called that the supply is of. */
import { t } from "../i18n";
import { chosenArea } from "../state/data";
import { choice } from "../state/store";

export function placeName(): string {
  if (choice.area.value === null) return t("supply.whole");
  return chosenArea.data.value?.properties.name ?? choice.area.value;
}
