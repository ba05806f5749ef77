/** Of which day and which data all numbers are, and where they can be looked at again: what a number is traced by. */
import { t } from "../i18n";
import { date } from "../i18n/format";
import { meta } from "../state/data";
import { link } from "../state/history";
import { lang } from "../state/store";

export function Stand({ onPaper = false }: { onPaper?: boolean }) {
  const known = meta.value;
  if (!known) return null;
  const told = t("stand", { day: date(lang.value, known.asOf), version: known.dataVersion });
  return (
    <p class={onPaper ? "soft only-on-paper" : "soft"} data-stand>
      {told} {onPaper && link()}
    </p>
  );
}
