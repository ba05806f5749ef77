/** Why something was refused: in the reader's words, and the server's own sentence where these do not say all. */
import { Fragment } from "preact";
import type { FieldError, Refusal } from "../api/client";
import { t, told } from "../i18n";
import { lazy } from "./lazy";

const words = lazy(() => import("../i18n/refused"));

export interface Refused {
  /** 0: there was no answer. */
  status: number;
  message: string;
  refusal: Refusal | null;
  /** What is wrong field by field. */
  errors?: readonly FieldError[];
}

export function Why({ of: { status, message, refusal, errors = [] } }: { of: Refused }) {
  const text = (refusal?.code && words()?.refused(refusal.code, refusal.values)) || null;
  if (text !== null && !text.endsWith(":")) return <>{text}</>;
  if (text !== null && errors.length > 0)
    return (
      <>
        {text} <Fields of={errors} />
      </>
    );
  const general = status
    ? told("error.code", String(status), t("error.status", { status }))
    : t("error.network");
  return (
    <>
      {text ?? general} {message && <span lang="en">{message}</span>}
    </>
  );
}

function Fields({ of }: { of: readonly FieldError[] }) {
  return (
    <>
      {of.map((each, i) => (
        <Fragment key={`${each.field} ${each.code}`}>
          {i > 0 && "; "}
          {words()?.misread(each) ?? <span lang="en">{each.message}</span>}
        </Fragment>
      ))}
    </>
  );
}
