/** A labelled field with its hint and what is wrong with it, tied together for those who cannot see. */
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { Icon } from "./icons";

export interface Tie {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean;
}

interface Props {
  name: string;
  label: string;
  hint?: string | undefined;
  wrong?: string | undefined;
  /** The field itself is given what ties it to its texts. */
  children: (tie: Tie) => ComponentChildren;
}

export function Field({ name, label, hint, wrong, children }: Props) {
  const id = useId();
  const told = [wrong && `${id}-wrong`, hint && `${id}-hint`].filter(Boolean).join(" ");
  return (
    <div class="field" data-field={name}>
      <label for={id}>{label}</label>
      {children({ id, "aria-describedby": told || undefined, "aria-invalid": wrong !== undefined })}
      {wrong && (
        <p class="wrong" id={`${id}-wrong`}>
          <Icon name="warning" /> {wrong}
        </p>
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}
