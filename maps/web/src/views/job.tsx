/** One import as a job: how far it is, how it ended, and its receipt. */
import "../i18n/imports";
import { isOpen, type Job } from "../api/imports";
import { type Key, many, t, told, word } from "../i18n";
import { again, stop, upload } from "../state/imports";
import { Icon } from "../ui/icons";
import { Why } from "../ui/refusal";
import { ReceiptView, ShowOnMap } from "./receipt";

/** The server speaks of options of the command line; here they are fields of the form. */
const HINTS: readonly [string, Key][] = [
  ["--owner", "imports.hint.owner"],
  ["--crs", "imports.hint.crs"],
  ["--confirm-closing", "imports.hint.closing"],
];

const layersOf = (job: Job) => job.options?.layers ?? (job.options?.layer ? [job.options.layer] : []);

export function JobView({ job }: { job: Job }) {
  const name = layersOf(job).join(", ") || job.source;
  return (
    <article class="job" data-job={job.jobId} data-state={job.state}>
      <header>
        <h2>{name}</h2>
        <small role="status">
          {job.state === "done" && job.options?.dryRun
            ? t("imports.dryDone")
            : t(`imports.state.${job.state}`)}
        </small>
      </header>
      {isOpen(job) && <Underway job={job} name={name} />}
      {job.error && (
        <p class="hazards" role="alert">
          <Icon name="warning" />
          <span>
            <Why of={{ status: 400, message: job.error, refusal: job.refusal ?? null }} />
            {HINTS.filter(([option]) => job.error?.includes(option)).map(([option, key]) => (
              <strong key={option}>{t(key)}</strong>
            ))}
          </span>
        </p>
      )}
      {(job.state === "failed" || job.state === "cancelled") && job.uploadId && (
        <button type="button" class="link" onClick={() => void again(job)}>
          {t("imports.again")}
        </button>
      )}
      {job.receipts.map((receipt) => (
        <section key={receipt.layer} data-receipt={receipt.layer}>
          {job.receipts.length > 1 && (
            <h3>
              {receipt.layer} <small>{t("imports.profile", { name: receipt.profile })}</small>
            </h3>
          )}
          <ReceiptView receipt={receipt} />
          <ShowOnMap receipt={receipt} class="button" />
        </section>
      ))}
      {job.left.map(({ name: left, code = "", reason }) => (
        <p key={left} class="soft">
          {left}: {t("imports.left", { reason: told("imports.why", code, reason) })}
        </p>
      ))}
    </article>
  );
}

/** Rows are known while they are read; what follows is measured by no count. */
function Underway({ job, name }: { job: Job; name: string }) {
  const { step, rows } = job.progress;
  const chosen = layersOf(job);
  const total = upload.value?.layers.reduce(
    (rows, layer) => rows + (chosen.includes(layer.name) ? (layer.rows ?? 0) : 0),
    0,
  );
  const reading = step === "read" && total ? { value: Math.min(rows / total, 1) } : {};
  return (
    <div class="underway">
      <progress aria-label={name} {...reading} />
      <small>
        {step && word("imports.step", step)}
        {step === "read" && ` · ${many("imports.rows", rows)}`}
      </small>
      <button type="button" class="link" onClick={() => void stop(job)}>
        {t("imports.cancel")}
      </button>
    </div>
  );
}
