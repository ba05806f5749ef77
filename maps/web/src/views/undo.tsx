/** Undoing an import: a button, what it would do, and a second button that does it. */
import "../i18n/edit";
import type { UndoReceipt } from "../api/edits";
import type { Import } from "../api/imports";
import { many, t, word } from "../i18n";
import { ask, confirm, letBe, undoing } from "../state/undo";
import { Icon } from "../ui/icons";
import { Why } from "../ui/refusal";

const COUNTS = ["removed", "restored", "reopened", "kept", "statements"] as const;

export function UndoImport({ each }: { each: Import }) {
  const id = each.importId;
  const now = undoing.value.get(id);
  if (each.undoes !== null || each.undoneBy !== null) return null;
  if (!now)
    return (
      <button type="button" class="link" data-undo={id} onClick={() => void ask(id)}>
        {t("undo.ask")}
      </button>
    );
  if (now.at === "failed")
    return (
      <div class="undo">
        <p class="hazards" role="alert">
          <Icon name="warning" />
          <span>
            <Why of={now.error} />
          </span>
        </p>
        <div class="actions">
          <button type="button" class="button quiet" onClick={() => void ask(id)}>
            {t("common.retry")}
          </button>
          <Leave id={id} />
        </div>
      </div>
    );
  if (now.at === "told")
    return (
      <fieldset class="undo" ref={comeIntoSight}>
        <legend>{t("undo.would")}</legend>
        <Counts receipt={now.receipt} />
        <Conflicts receipt={now.receipt} />
        <div class="actions">
          <button
            type="button"
            class="button"
            data-confirm={id}
            onClick={() => void confirm(id, now.receipt)}
          >
            {t("undo.confirm")}
          </button>
          <Leave id={id} />
        </div>
      </fieldset>
    );
  return <p role="status">{t(now.at === "asking" ? "undo.asking" : "undo.working")}</p>;
}

/** What it would do opens below the button, which may be below what is in sight. */
function comeIntoSight(told: HTMLElement | null): void {
  told?.scrollIntoView({ block: "nearest" });
}

function Leave({ id }: { id: number }) {
  return (
    <button type="button" class="button quiet" onClick={() => letBe(id)}>
      {t("undo.leave")}
    </button>
  );
}

/** What an undo did or would do; nothing is said of what it does not. */
export function Counts({ receipt }: { receipt: UndoReceipt }) {
  const present = COUNTS.filter((name) => receipt[name] > 0);
  return (
    <ul class="undo-counts">
      {present.map((name) => (
        <li key={name} data-undoes={name} data-count={receipt[name]}>
          {many(`undo.${name}`, receipt[name])}
        </li>
      ))}
      {present.length === 0 && <li>{t("undo.nothing")}</li>}
    </ul>
  );
}

export function Conflicts({ receipt }: { receipt: UndoReceipt }) {
  if (receipt.conflictCount === 0) return null;
  return (
    <details class="conflicts">
      <summary>{many("undo.conflicts", receipt.conflictCount)}</summary>
      <ul class="noticed">
        {receipt.conflicts.map((each) => (
          <li key={`${each.namespace} ${each.sourceId}`}>
            <span>{each.sourceId}</span>
            <small>
              {word("conflict", each.code)}
              {each.becauseOf !== null && ` (${t("undo.because", { id: each.becauseOf })})`}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}
