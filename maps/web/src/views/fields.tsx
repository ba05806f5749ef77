/** Fields of the filter: one of several, or one more. */
import type { ComponentChildren } from "preact";
import { t } from "../i18n";
import type { OnlyName } from "../state/only";
import { choice } from "../state/store";

export interface Option {
  value: string;
  label: string;
}

/** One of several, or all. */
export function Choice(props: {
  name: OnlyName;
  value: string | null;
  options: readonly Option[];
  onChange: (value: string | null) => void;
}) {
  const { name, value, options, onChange } = props;
  return (
    <label class="field" key={name}>
      <span>{t(`only.${name}`)}</span>
      <select
        data-only-field={name}
        value={value ?? ""}
        onChange={(event) => onChange(event.currentTarget.value || null)}
      >
        <option value="">{t("only.all")}</option>
        {options.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** One more; those that are chosen stand below as chips. */
export function Addition(props: {
  name: OnlyName;
  options?: readonly Option[];
  onAdd: (value: string) => void;
  children?: ComponentChildren;
}) {
  const { name, options, onAdd, children } = props;
  return (
    <label class="field" key={name}>
      <span>{t(`only.${name}`)}</span>
      <select
        data-only-field={name}
        value=""
        onChange={(event) => {
          onAdd(event.currentTarget.value);
          event.currentTarget.value = "";
        }}
      >
        <option value="">
          {t(choice[name as "owners" | "types"].value.length > 0 ? "only.more" : "only.all")}
        </option>
        {options?.map((each) => (
          <option key={each.value} value={each.value}>
            {each.label}
          </option>
        ))}
        {children}
      </select>
    </label>
  );
}
