/** What is shown when there is nothing to show. */
import type { ComponentChildren } from "preact";
import { ApiError, mayPass } from "../api/client";
import { t } from "../i18n";
import { away } from "../state/screen";
import { Icon } from "./icons";
import { missing } from "./lazy";
import { Why } from "./refusal";

export function Message({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="message">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

export function Failure({ error, retry }: { error: ApiError; retry: () => void }) {
  return (
    <div class="message" role="alert">
      <h2>
        <Icon name="warning" /> {t("error.title")}
      </h2>
      <p>
        <Why of={error} />
      </p>
      {away.value && mayPass(error.status) && <p class="soft">{t("error.again")}</p>}
      <button type="button" class="button" onClick={retry}>
        {t("common.retry")}
      </button>
    </div>
  );
}

/** Grey lines where text will be. */
export function Loading({ lines = 3 }: { lines?: number }) {
  return (
    <div class="loading" role="status" aria-label={t("common.loading")}>
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} style={{ width: `${[92, 70, 84, 60][i % 4]}%` }} />
      ))}
    </div>
  );
}

/** In the place of a part of the page until it comes; what was chosen and typed outlives loading the page again. */
export function Awaited({ lines }: { lines: number }) {
  if (!missing.value) return <Loading lines={lines} />;
  return <Failure error={new ApiError(0, "")} retry={() => location.reload()} />;
}
