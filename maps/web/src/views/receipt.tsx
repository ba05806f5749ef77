/** The receipt of an import: every row has one fate, and they add up; what was refused can be fetched. */
import "../i18n/imports";
import { signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import { getJson } from "../api/client";
import type { QuarantineRow, Receipt } from "../api/imports";
import { many, t, told, word } from "../i18n";
import { integer } from "../i18n/format";
import { giveBack, showOnMap } from "../state/imports";
import { resource } from "../state/resource";
import { choice, lang } from "../state/store";
import { Icon } from "../ui/icons";
import { Failure, Loading } from "../ui/states";

const FATES = ["inserted", "updated", "unchanged", "superseded", "quarantined"] as const;
const SHOWN_ROWS = 20;
/** Warnings of which the value is a sentence that says what the code says. */
const SAID = new Set(["z-dropped", "m-dropped", "no-condition", "not-inspected"]);

const count = (value: number) => integer(lang.value, value);

export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const present = FATES.filter((fate) => receipt[fate] > 0);
  const owners = Object.entries(receipt.owners);
  const notes = [
    receipt.closed > 0 && t("imports.closed", { count: count(receipt.closed) }),
    receipt.repaired > 0 && many("imports.repaired", receipt.repaired),
  ].filter(Boolean);
  return (
    <div class="receipt" data-read={receipt.read}>
      <p class="headline">
        <strong>{count(receipt.read)}</strong> <span class="soft">{many("imports.read", receipt.read)}</span>
      </p>
      <div class="fates" aria-hidden="true">
        {present.map((fate) => (
          <i key={fate} data-fate={fate} style={{ flexGrow: receipt[fate] }} />
        ))}
      </div>
      <dl class="counts">
        {present.map((fate) => (
          <div key={fate} data-fate={fate} data-count={receipt[fate]}>
            <dt>{t(`fate.${fate}`)}</dt>
            <dd>{count(receipt[fate])}</dd>
          </div>
        ))}
      </dl>
      {receipt.quarantined > 0 && <Reasons of={receipt.reasons ?? {}} />}
      {notes.length > 0 && <p class="soft">{notes.join(" · ")}</p>}
      {owners.length > 0 && (
        <p class="soft">
          {t("imports.owners")}: {owners.map(([code, rows]) => `${code} (${count(rows)})`).join(", ")}
        </p>
      )}
      {receipt.warnings.length > 0 && <Warnings receipt={receipt} />}
      {receipt.quarantined > 0 && receipt.importId !== null && (
        <Quarantine importId={receipt.importId} rows={receipt.quarantined} />
      )}
    </div>
  );
}

/** The way to what came in; there is none after a dry run, or where nothing was new. */
export function ShowOnMap({ receipt, class: look }: { receipt: Receipt; class: string }) {
  if (receipt.importId === null || receipt.inserted + receipt.updated === 0) return null;
  const go = async () => {
    if (!(await showOnMap(receipt))) return;
    // Who came by keyboard goes on at the view; the map may be made anew for ground that it did not cover.
    document.querySelector<HTMLElement>(`.tabs [href="/${choice.view.value}"]`)?.focus();
  };
  return (
    <button type="button" class={look} data-show={receipt.importId} onClick={() => void go()}>
      {t("imports.show")}
    </button>
  );
}

/** Why rows are in quarantine, the most frequent first; of a dry run too, whose rows are nowhere to be fetched. */
function Reasons({ of }: { of: Record<string, number> }) {
  const reasons = Object.entries(of).sort(([, a], [, b]) => b - a);
  if (reasons.length === 0) return null;
  return (
    <ul class="reasons" aria-label={t("imports.reasons")}>
      {reasons.map(([code, rows]) => (
        <li key={code} data-reason={code}>
          {word("quarantine", code)} <data value={rows}>{count(rows)}</data>
        </li>
      ))}
    </ul>
  );
}

function Warnings({ receipt }: { receipt: Receipt }) {
  return (
    <details>
      <summary>
        {t("imports.warnings")} ({count(receipt.warnings.length)})
      </summary>
      <ul class="noticed">
        {receipt.warnings.map((warning) => (
          <li key={`${warning.code} ${warning.field} ${warning.value}`}>
            <span>
              {word("warning", warning.code)}
              {!SAID.has(warning.code) && `: ${warning.value}`}
            </span>
            <small>
              {warning.field}
              {warning.count !== undefined && ` · ${many("imports.rows", warning.count)}`}
            </small>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Quarantine({ importId, rows }: { importId: number; rows: number }) {
  const { open, found } = useMemo(() => asked(importId), [importId]);
  const here = `/v1/imports/${importId}/quarantine`;
  return (
    <details
      class="quarantine"
      onToggle={(event) => {
        open.value = event.currentTarget.open;
      }}
    >
      <summary>{many("imports.quarantine", rows)}</summary>
      <p class="soft">{t("imports.quarantineHint")}</p>
      <div class="actions">
        <a class="chip" href={`${here}.gpkg`} download>
          <Icon name="download" /> {t("imports.downloadGpkg")}
        </a>
        <a class="chip" href={`${here}.csv`} download>
          <Icon name="download" /> {t("imports.downloadCsv")}
        </a>
        <label class="chip">
          <input
            type="file"
            class="visually-hidden"
            onChange={(event) => {
              const file = event.currentTarget.files?.[0];
              if (file) void giveBack(importId, file);
            }}
          />
          <Icon name="upload" /> {t("imports.sendBack")}
        </label>
      </div>
      {found.error.value && <Failure error={found.error.value} retry={found.retry} />}
      {found.loading.value && <Loading lines={3} />}
      <ul class="noticed">
        {found.data.value?.rows.map((row) => (
          <li key={row.rowNumber}>
            <span>{told("quarantine", row.code, row.message)}</span>
            {row.code === "unknown-value" && <small lang="en">{row.message}</small>}
            <small>
              {row.sourceId ?? t("imports.rowNumber", { number: row.rowNumber })}
              {row.replayedBy !== null && ` · ${t("imports.replayed", { id: row.replayedBy })}`}
            </small>
          </li>
        ))}
      </ul>
      {rows > SHOWN_ROWS && <p class="soft">{t("imports.quarantineMost", { count: SHOWN_ROWS })}</p>}
    </details>
  );
}

/** The first rows, asked for when they are to be seen. */
function asked(importId: number) {
  const open = signal(false);
  const found = resource<{ rows: QuarantineRow[] }>(
    () => (open.value ? String(importId) : null),
    (id, abort) => getJson(`/v1/imports/${id}/quarantine`, { limit: SHOWN_ROWS }, abort),
  );
  return { open, found };
}
