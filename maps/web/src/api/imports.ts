/** Files sent to the server, the jobs that work on them, and what was imported. */
import { ApiError, awaiting, getJson, type Problem, post, type Refusal } from "./client";

export interface Receipt {
  importId: number | null;
  dataset: string;
  profile: string;
  delivery: "partial" | "full";
  layer: string;
  /** What the rows are: assets, statements of some kind, or an edit. */
  rows: string;
  owners: Record<string, number>;
  read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  superseded: number;
  quarantined: number;
  /** Rows in quarantine by the code of the reason. Missing in receipts of before it was told. */
  reasons?: Record<string, number>;
  closed: number;
  repaired: number;
  warnings: { code: string; field?: string; value?: string; count?: number }[];
  seconds: number;
}

export interface LayerReport {
  name: string;
  rows: number | null;
  geometry_type: string;
  crs: string | null;
  profile: string | null;
  /** The file that the profile came in, when it was sent along. */
  profileFile: string | null;
  fields: { name: string; type: string; samples: string[] }[];
  /** Where no profile fits: the text of one to start from, or what the layer is and what to do with it. */
  suggested?: string | null;
  instead?: string | null;
}

/** A layer or file that is not taken in, and why. */
export interface Left {
  name: string;
  /** Missing in jobs of before there were codes. */
  code?: string;
  reason: string;
}

export interface Job {
  jobId: number;
  kind: "inspect" | "import";
  source: string;
  uploadId: string | null;
  options: { layer: string | null; layers?: string[]; dryRun: boolean } | null;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  progress: { step: string | null; rows: number };
  receipts: Receipt[];
  left: Left[];
  report: { layers: LayerReport[]; left?: Left[] } | null;
  error: string | null;
  /** Missing in jobs of before there were codes. */
  refusal?: Refusal | null;
}

export interface Upload {
  uploadId: string;
  name: string;
  job: Job;
}

export interface Order {
  uploadId: string;
  layers: string[];
  profile?: string;
  owner?: string;
  crs?: string;
  delivery: "partial" | "full";
  confirmClosing: boolean;
  dryRun: boolean;
}

export interface Import {
  importId: number;
  at: string;
  source: string;
  layer: string;
  undoes: number | null;
  undoneBy: number | null;
  receipt: Receipt;
}

export interface QuarantineRow {
  rowNumber: number;
  sourceId: string | null;
  code: string;
  message: string;
  /** The import that took the row in after it was corrected. */
  replayedBy: number | null;
}

export const isOpen = (job: Job) => job.state === "waiting" || job.state === "running";

/** Send a form; `onShare` is told how much of it has gone. */
function send<T>(path: string, form: FormData, onShare: (share: number) => void): Promise<T> {
  awaiting.value += 1;
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    request.responseType = "json";
    request.upload.onprogress = (event) => onShare(event.total ? event.loaded / event.total : 0);
    request.onerror = () => reject(new ApiError(0, ""));
    request.onload = () => {
      const answer = request.response as (T & Problem) | null;
      if (request.status < 400 && answer) resolve(answer);
      else reject(ApiError.of(request.status, answer));
    };
    request.send(form);
  }).finally(() => {
    awaiting.value -= 1;
  });
}

function formOf(files: readonly File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append("file", file, file.name);
  return form;
}

export const sendFiles = (files: readonly File[], onShare: (share: number) => void) =>
  send<Upload>("/v1/uploads", formOf(files), onShare);

/** Rows of a quarantine, corrected: imported as the import that refused them would have. */
export function sendCorrected(importId: number, file: File, onShare: (share: number) => void): Promise<Job> {
  const form = formOf([file]);
  form.append("replays", String(importId));
  return send<Job>("/v1/imports", form, onShare);
}

export const orderImport = (order: Order) => getJson<Job>("/v1/imports", {}, undefined, post(order));
export const runAgain = (job: Job) =>
  getJson<Job>(`/v1/jobs/${job.jobId}/retry`, {}, undefined, { method: "POST" });
export const cancelJob = (job: Job) =>
  getJson<Job>(`/v1/jobs/${job.jobId}`, {}, undefined, { method: "DELETE" });

const AGAIN_MS = 3_000;

/**
 * Every news of a job until it has ended; `onGone`: there is no such job any more.
 * A lost connection the browser makes anew; a refusal, as a gateway's, it does not, nor does it tell which one it was.
 */
export function follow(jobId: number, onNews: (job: Job) => void, onGone: () => void): void {
  const events = new EventSource(`/v1/jobs/${jobId}/events`);
  const told = (event: MessageEvent<string>) => onNews(JSON.parse(event.data) as Job);
  events.addEventListener("progress", told);
  events.addEventListener("end", (event) => {
    events.close();
    told(event);
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) setTimeout(() => void goOn(), AGAIN_MS);
  });
  const goOn = async () => {
    const refused = await getJson<Job>(`/v1/jobs/${jobId}`).catch((error: ApiError) => error);
    if (refused instanceof ApiError && refused.status === 404) onGone();
    else follow(jobId, onNews, onGone);
  };
}
