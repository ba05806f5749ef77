/** What was imported before, the newest first. */
import "../i18n/imports";
import "../i18n/edit";
import type { UndoReceipt } from "../api/edits";
import type { Import } from "../api/imports";
import { many, t } from "../i18n";
import { integer, moment } from "../i18n/format";
import { past, showMore, shownImports } from "../state/imports";
import { lang } from "../state/store";
import { Failure, Loading } from "../ui/states";
import { ReceiptView, ShowOnMap } from "./receipt";
import { Conflicts, Counts, UndoImport } from "./undo";

export function PastImports() {
  const failed = past.error.value;
  const found = past.data.value;
  return (
    <section class="past">
      <h2>{t("imports.past")}</h2>
      {failed && <Failure error={failed} retry={past.retry} />}
      {!failed && !found && <Loading lines={4} />}
      {found?.length === 0 && <p class="soft">{t("imports.pastNone")}</p>}
      {found?.map((each) => (
        <Past key={each.importId} each={each} />
      ))}
      {found && found.length === shownImports.value && (
        <button type="button" class="button quiet" onClick={showMore}>
          {t("imports.pastMore")}
        </button>
      )}
    </section>
  );
}

function Past({ each }: { each: Import }) {
  const { receipt } = each;
  return (
    <details data-import={each.importId}>
      <summary>
        <span>
          {titleOf(each)}
          <small>
            {moment(lang.value, each.at)}
            {FULL in receipt && receipt.rows !== EDITS && ` · ${many("imports.rows", receipt.read)}`}
            {receipt.quarantined > 0 &&
              ` · ${integer(lang.value, receipt.quarantined)} ${t("fate.quarantined")}`}
            {each.undoneBy !== null && ` · ${t("imports.undone", { id: each.undoneBy })}`}
          </small>
        </span>
      </summary>
      <small>
        {each.source} · {each.layer}
      </small>
      {FULL in receipt ? (
        <>
          <ReceiptView receipt={receipt} />
          {each.undoneBy === null && <ShowOnMap receipt={receipt} class="link" />}
        </>
      ) : (
        <>
          <Counts receipt={receipt as unknown as UndoReceipt} />
          <Conflicts receipt={receipt as unknown as UndoReceipt} />
        </>
      )}
      <UndoImport each={each} />
    </details>
  );
}

function titleOf({ receipt, source, undoes }: Import): string {
  if (undoes !== null) return t("imports.undoes", { id: undoes });
  return receipt.rows === EDITS ? t("said.edit", { asset: source }) : receipt.dataset;
}

const EDITS = "edits";
/** An undo has a receipt of another shape. */
const FULL = "inserted";
