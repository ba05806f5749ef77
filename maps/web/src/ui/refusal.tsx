/** Why something was refused: in the reader's words, and the server's own sentence where these do not say all. */
import type { Refusal } from "../api/client";
import { t, told } from "../i18n";
import { lazy } from "./lazy";

const words = lazy(() => import("../i18n/refused"));

export interface Refused {
  /** 0: there was no answer. */
  status: number;
  message: string;
  refusal: Refusal | null;
}

export function Why({ of: { status, message, refusal } }: { of: Refused }) {
  const text = (refusal?.code && words()?.refused(refusal.code, refusal.values)) || null;
  if (text !== null && !text.endsWith(":")) return <>{text}</>;
  const general = status
    ? told("error.code", String(status), t("error.status", { status }))
    : t("error.network");
  return (
    <>
      {text ?? general} {message && <span lang="en">{message}</span>}
    </>
  );
}
