/** Imports: drop a file, see what it is, confirm, watch it go in, read the receipt. */
import "../i18n/imports";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n";
import { percent } from "../i18n/format";
import { allEnded, begin, change, flow, flowJobs, otherJobs, restart, share, start } from "../state/imports";
import { lang } from "../state/store";
import { Icon } from "../ui/icons";
import { Why } from "../ui/refusal";
import { JobView } from "./job";
import { PastImports } from "./past";
import { Review } from "./review";

export function ImportsPanel() {
  useEffect(dropAnywhere, []);
  return (
    <aside class="panel wide" id="panel" data-covers="left" aria-label={t("imports.title")}>
      <div class="panel-head">
        <h1>{t("imports.title")}</h1>
      </div>
      <div class="panel-body imports">
        <Step />
        {otherJobs.value.length > 0 && (
          <section>
            <h2>{t("imports.busy")}</h2>
            {otherJobs.value.map((job) => (
              <JobView key={job.jobId} job={job} />
            ))}
          </section>
        )}
        <PastImports />
      </div>
    </aside>
  );
}

/** A file that misses the field must not make the browser leave the page; it is as welcome. */
function dropAnywhere() {
  const over = (event: DragEvent) => event.preventDefault();
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const files = [...(event.dataTransfer?.files ?? [])];
    if (flow.peek().at === "idle" || flow.peek().at === "failed") void begin(files);
  };
  window.addEventListener("dragover", over);
  window.addEventListener("drop", drop);
  return () => {
    window.removeEventListener("dragover", over);
    window.removeEventListener("drop", drop);
  };
}

/** Where the file is on its way. Its heading takes the focus when it comes, so that readers hear of it. */
function Step() {
  const now = flow.value;
  switch (now.at) {
    case "idle":
      return <DropZone />;
    case "sending":
      return (
        <Waiting title={t("imports.sending", { name: now.name })} part={share.value}>
          {percent(lang.value, share.value)}
        </Waiting>
      );
    case "looking":
      return <Waiting title={t("imports.looking", { name: now.name })} />;
    case "review":
      return <Review />;
    case "working":
      return <Working />;
    case "failed":
      return (
        <section data-step="failed">
          <p class="hazards" role="alert">
            <Icon name="warning" />
            <span>
              <Why of={now.error} />
            </span>
          </p>
          <button type="button" class="button" onClick={restart}>
            {t("imports.other")}
          </button>
        </section>
      );
  }
}

function Waiting({ title, part, children }: { title: string; part?: number; children?: string }) {
  return (
    <section class="step" role="status">
      <h2>{title}</h2>
      <progress aria-label={title} {...(part === undefined ? {} : { value: part })} />
      {children && <small>{children}</small>}
    </section>
  );
}

function DropZone() {
  const [over, setOver] = useState(false);
  return (
    <label class="drop" data-over={over} onDragOver={() => setOver(true)} onDragLeave={() => setOver(false)}>
      <input
        type="file"
        multiple
        class="visually-hidden"
        onChange={(event) => void begin([...(event.currentTarget.files ?? [])])}
      />
      <Icon name="upload" />
      <strong>{t("imports.drop")}</strong>
      <span class="link">{t("imports.choose")}</span>
      <small>
        {t("imports.formats")} {t("imports.profileHint")}
      </small>
    </label>
  );
}

function Working() {
  const jobs = flowJobs.value;
  const dry = jobs.every((job) => job.options?.dryRun);
  const heading = useRef<HTMLElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const refused = jobs.some((job) => job.state === "failed" || job.state === "cancelled");
  return (
    <section class="step" ref={heading} tabIndex={-1} data-step="working">
      {jobs.map((job) => (
        <JobView key={job.jobId} job={job} />
      ))}
      {allEnded.value && (
        <div class="actions">
          {dry && !refused && (
            <button type="button" class="button" onClick={() => void start(false)}>
              {t("imports.start")}
            </button>
          )}
          {(dry || refused) && (
            <button type="button" class="button quiet" onClick={change}>
              {t("imports.back")}
            </button>
          )}
          <button type="button" class="button quiet" onClick={restart}>
            {t("imports.other")}
          </button>
        </div>
      )}
    </section>
  );
}
