/** The form in which people say what they know better of an asset. */
import "../i18n/edit";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Told } from "../api/edits";
import type { Asset } from "../api/types";
import { named, t } from "../i18n";
import { date, years } from "../i18n/format";
import { assetGroups, assetTypes } from "../state/data";
import { type Draft, NOTE_LENGTH, REASON_LENGTH } from "../state/draft";
import {
  announce,
  body,
  discard,
  failure,
  form,
  gone,
  lookAgain,
  restored,
  save,
  saving,
  today,
  told,
  touch,
  type,
} from "../state/edit";
import { lang } from "../state/store";
import { Field } from "../ui/field";
import { Icon } from "../ui/icons";
import { Why } from "../ui/refusal";
import { Segmented } from "../ui/segmented";
import { Lines } from "./lines";
import { wrongText } from "./wrong";

const CONDITIONS = ["1", "2", "3", "4", "5", "6"] as const;

export function EditForm({ shown }: { shown: Asset }) {
  const now = form.value;
  const known = told.data.value;
  const first = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => first.current?.focus(), []); // at once: what is typed next must not lose its place
  if (!now || !known) return null;
  return (
    <form
      class="edit"
      data-edit={shown.id}
      noValidate
      onKeyDown={(event) => {
        // Escape would close the card; what was typed deserves a deliberate end.
        if (event.key === "Escape") event.stopPropagation();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void submit(event.currentTarget);
      }}
    >
      <header>
        <h1 ref={first} tabIndex={-1}>
          {t("edit.title")}
        </h1>
        <p class="soft">
          {named(shown.assetType)} · {shown.sourceId}
        </p>
        {restored.value && <p class="hint">{t("edit.restored")}</p>}
      </header>
      <Built known={known} />
      <Type known={known} shown={shown} />
      <Condition known={known} />
      <Planned known={known} />
      <Lines draft={now.draft.lines} shown={shown} />
      <Field name="note" label={t("edit.note")} wrong={wrongText("note")}>
        {(tie) => (
          <textarea
            {...tie}
            rows={3}
            maxLength={NOTE_LENGTH}
            value={now.draft.note}
            onInput={(event) => type({ note: event.currentTarget.value })}
            onBlur={() => touch("note")}
          />
        )}
      </Field>
      <Field name="reason" label={t("edit.reason")} hint={t("edit.reasonHint")} wrong={wrongText("reason")}>
        {(tie) => (
          <input
            {...tie}
            maxLength={REASON_LENGTH}
            value={now.draft.reason}
            onInput={(event) => type({ reason: event.currentTarget.value })}
          />
        )}
      </Field>
      <Foot />
    </form>
  );
}

/** Save; when something is wrong, the first field that is takes the focus. */
async function submit(page: HTMLFormElement): Promise<void> {
  if (await save()) {
    announce(t("edit.saved.follows"), t("edit.saved"));
    document.querySelector<HTMLElement>("[data-open-edit]")?.focus();
    return;
  }
  requestAnimationFrame(() => page.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

/** Whose word it is that holds now. */
function basisOf(now: { basis: string; byDesk: boolean }): string {
  if (now.byDesk) return t("edit.basis.desk");
  return now.basis === "source" ? t("edit.basis.source") : t("edit.basis.other", { dataset: now.basis });
}

function Built({ known }: { known: Told }) {
  const { built } = known.now;
  const now = built.from === null ? t("common.unknown") : years(built.from, built.to ?? built.from);
  return (
    <fieldset class="pair">
      <legend>{t("edit.built")}</legend>
      <Year field="yearFrom" label={t("edit.yearFrom")} />
      <Year field="yearTo" label={t("edit.yearTo")} />
      <small>{t("edit.now", { value: now, basis: basisOf(built) })}</small>
    </fieldset>
  );
}

function Year({
  field,
  label,
  hint,
}: {
  field: "yearFrom" | "yearTo" | "plannedEnd";
  label: string;
  hint?: string;
}) {
  const value = form.value?.draft[field] ?? "";
  return (
    <Field name={field} label={label} hint={hint} wrong={wrongText(field)}>
      {(tie) => (
        <input
          {...tie}
          inputMode="numeric"
          autocomplete="off"
          maxLength={4}
          value={value}
          onInput={(event) => {
            type({ [field]: event.currentTarget.value.replace(/\D/g, "") });
            if (event.currentTarget.value.length === 4) touch(field);
          }}
          onBlur={() => touch(field)}
        />
      )}
    </Field>
  );
}

function Type({ known, shown }: { known: Told; shown: Asset }) {
  const held = assetTypes.value.get(shown.assetType.code);
  const all = [...assetTypes.value.values()].filter(
    ({ geometry }) => geometry === held?.geometry || geometry === "any" || held?.geometry === "any",
  );
  const groups = [...new Set(all.map(({ group }) => group))];
  const { assetType } = known.now;
  const name = held ? named(held) : assetType.code;
  return (
    <Field
      name="assetType"
      label={t("edit.type")}
      hint={t("edit.now", { value: name, basis: basisOf(assetType) })}
      wrong={wrongText("assetType")}
    >
      {(tie) => (
        <select
          {...tie}
          value={form.value?.draft.assetType}
          onChange={(event) => type({ assetType: event.currentTarget.value })}
        >
          {assetType.byDesk && <option value="">{t("edit.asSource")}</option>}
          {groups.map((group) => {
            const label = assetGroups.value.get(group);
            return (
              <optgroup key={group} label={label ? named(label) : group}>
                {all
                  .filter((each) => each.group === group)
                  .map((each) => (
                    <option key={each.code} value={each.code}>
                      {named(each)}
                    </option>
                  ))}
              </optgroup>
            );
          })}
        </select>
      )}
    </Field>
  );
}

function Condition({ known }: { known: Told }) {
  const value = form.value?.draft.condition ?? "";
  const now = known.now.condition;
  const wrong = wrongText("condition");
  return (
    <div class="field" data-field="condition">
      <Segmented
        legend={t("edit.condition")}
        showLegend
        options={[{ value: "", label: "–" }, ...CONDITIONS.map((each) => ({ value: each, label: each }))]}
        value={value}
        onChange={(next) => type(conditionOf(next))}
      />
      <small>
        {value ? t(`condition.${value as (typeof CONDITIONS)[number]}`) : t("edit.conditionHint")}
      </small>
      {wrong && (
        <p class="wrong">
          <Icon name="warning" /> {wrong}
        </p>
      )}
      {value && (
        <Field name="inspectedOn" label={t("edit.inspectedOn")} wrong={wrongText("inspectedOn")}>
          {(tie) => (
            <input
              {...tie}
              type="date"
              max={today.value}
              value={form.value?.draft.inspectedOn || today.value}
              onInput={(event) => {
                type({ inspectedOn: event.currentTarget.value });
                touch("inspectedOn");
              }}
            />
          )}
        </Field>
      )}
      {now && (
        <small>
          {t("edit.now", { value: `${now.condition}, ${date(lang.value, now.on)}`, basis: basisOf(now) })}
        </small>
      )}
    </div>
  );
}

/** A new condition was found today, unless another day is said. */
function conditionOf(condition: string): Partial<Draft> {
  const same = condition === form.peek()?.start.condition;
  const day = same ? (form.peek()?.start.inspectedOn ?? "") : condition ? today.peek() : "";
  return { condition, inspectedOn: day };
}

function Planned({ known }: { known: Told }) {
  const now = known.now.planned;
  const hint = now
    ? t("edit.now", { value: years(now.from, now.to), basis: basisOf(now) })
    : t("edit.plannedHint");
  return <Year field="plannedEnd" label={t("edit.planned")} hint={hint} />;
}

/** What became of saving, and the two ways out. */
function Foot() {
  const failed = failure.value;
  const stale = failed?.status === 409;
  return (
    <footer>
      <div role="status" class={failed ? "hazards" : ""} data-saving={saving.value}>
        {saving.value && t("edit.saving")}
        {failed && (
          <>
            <Icon name="warning" />
            <div>
              <p>
                <strong>{failed.errors.length > 0 ? t("edit.failed.wrong") : <Why of={failed} />}</strong>
              </p>
              <p>{t("edit.kept")}</p>
            </div>
          </>
        )}
      </div>
      <div class="actions">
        {stale && !gone.value && (
          <button type="button" class="button" onClick={() => void lookAgain()}>
            {t("edit.lookAgain")}
          </button>
        )}
        {!stale && (
          <button type="submit" class="button" disabled={body.value === null || saving.value}>
            {t(failed ? "common.retry" : "edit.save")}
          </button>
        )}
        <button type="button" class="button quiet" onClick={discard}>
          {t("edit.discard")}
        </button>
      </div>
    </footer>
  );
}
