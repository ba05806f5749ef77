/** Importing: a file on its way from the reader's hand to its receipt, and what was imported before. */
import "../i18n/imports";
import { batch, computed, effect, signal, untracked } from "@preact/signals";
import { ApiError, getJson } from "../api/client";
import {
  cancelJob,
  follow,
  type Import,
  isOpen,
  type Job,
  type LayerReport,
  type Left,
  type Order,
  orderImport,
  type Receipt,
  runAgain,
  sendCorrected,
  sendFiles,
} from "../api/imports";
import { t } from "../i18n";
import { goTo } from "./going";
import { renew, resource } from "./resource";
import type { Bounds } from "./screen";
import { choice, notice } from "./store";

export type Flow =
  | { at: "idle" }
  | { at: "sending"; name: string }
  | { at: "looking"; name: string; job: number }
  | { at: "review" }
  | { at: "working" }
  | { at: "failed"; error: ApiError };

export const flow = signal<Flow>({ at: "idle" });
/** How much of the file has gone to the server. */
export const share = signal(0);

/** The upload that is being imported, with what was recognised in it. */
export const upload = signal<{ id: string; name: string; layers: LayerReport[]; left: Left[] } | null>(null);

/** What the reader decides about it. */
export const decided = {
  layers: signal<readonly string[]>([]),
  owner: signal(""),
  crs: signal(""),
  delivery: signal<"partial" | "full">("partial"),
  confirmClosing: signal(false),
};

/** Jobs that this page follows, by number; those of the flow come in the order of their layers. */
const jobs = signal<ReadonlyMap<number, Job>>(new Map());
const ours = signal<readonly number[]>([]);
export const flowJobs = computed(() => ours.value.flatMap((id) => jobs.value.get(id) ?? []));
export const allEnded = computed(() => flowJobs.value.every((job) => !isOpen(job)));
/** Imports that somebody else began, or this reader before the page was loaded again. */
export const otherJobs = computed(() =>
  [...jobs.value.values()].filter(
    (job) => job.kind === "import" && isOpen(job) && !ours.value.includes(job.jobId),
  ),
);

const outdated = signal(false);

/** What is looked at among the offers. */
const WORKS = "planned_works";

const PAGE = 20;
export const shownImports = signal(PAGE);
const stamp = signal(0);
export const past = resource<Import[]>(
  () => (choice.view.value === "imports" ? `${shownImports.value} ${stamp.value}` : null),
  async (_, abort) => {
    const [imports, open] = await Promise.all([
      getJson<{ imports: Import[] }>("/v1/imports", { limit: shownImports.peek() }, abort),
      getJson<{ jobs: Job[] }>("/v1/jobs", { kind: "import", limit: PAGE }, abort),
    ]);
    for (const job of open.jobs.filter(isOpen)) track(job);
    return imports.imports;
  },
);

export function showMore(): void {
  shownImports.value += PAGE;
}

/** Know a job, and hear how it goes on. */
function track(job: Job): void {
  if (jobs.peek().has(job.jobId)) return;
  keep(job);
  if (isOpen(job)) follow(job.jobId, keep, () => lose(job.jobId));
}

/** A job that the server does not have any more, as when a backup was put back; so what is held may be another too. */
function lose(jobId: number): void {
  const known = new Map(jobs.peek());
  known.delete(jobId);
  const now = flow.peek();
  const awaited = ours.peek().includes(jobId) || (now.at === "looking" && now.job === jobId);
  batch(() => {
    jobs.value = known;
    if (awaited) restart();
    notice.value = { text: t("imports.jobGone"), passing: false };
    noteChange();
  });
}

/** Imports have changed what is held: read the list again; the map follows when it is looked at. */
export function noteChange(): void {
  stamp.value += 1;
  outdated.value = true;
}

function keep(job: Job): void {
  jobs.value = new Map(jobs.peek()).set(job.jobId, job);
  const now = flow.peek();
  if (now.at === "looking" && now.job === job.jobId) looked(job);
  if (job.kind === "import" && job.state === "done" && !job.options?.dryRun) {
    noteChange();
  }
}

/** The map is made anew for new data: when it is looked at again, not at each import. */
effect(() => {
  if (!outdated.value || choice.view.value === "imports") return;
  outdated.value = false;
  untracked(renew);
});

function looked(job: Job): void {
  if (isOpen(job)) return;
  if (!job.report || !job.uploadId) {
    flow.value = { at: "failed", error: new ApiError(400, job.error ?? "", job.refusal ?? null) };
    return;
  }
  const { layers, left = [] } = job.report;
  upload.value = { id: job.uploadId, name: job.source, layers, left };
  decided.layers.value = layers.filter((layer) => layer.profile && layer.rows !== 0).map(({ name }) => name);
  flow.value = { at: "review" };
}

/** Send files, and have them looked at. */
export async function begin(files: readonly File[]): Promise<void> {
  const [first] = files;
  if (!first) return;
  restart();
  flow.value = { at: "sending", name: first.name };
  await attempt(async () => {
    const sent = await sendFiles(files, (part) => {
      share.value = part;
    });
    flow.value = { at: "looking", name: sent.name, job: sent.job.jobId };
    track(sent.job);
  });
}

/** Import the chosen layers: all in one job, but where their profiles or systems differ; a dry run changes nothing. */
export async function start(dryRun: boolean): Promise<void> {
  const known = upload.peek();
  if (!known) return;
  await attempt(async () => {
    const layers = known.layers.filter(({ name }) => decided.layers.peek().includes(name));
    const ordered: number[] = [];
    for (const alike of grouped(layers)) {
      const job = await orderImport(orderOf(known.id, alike, dryRun));
      track(job);
      ordered.push(job.jobId);
    }
    ours.value = ordered;
    flow.value = { at: "working" };
  });
}

/** Layers that one order can name: read by the same profile file, or by known ones, and all with a system or none. */
function grouped(layers: readonly LayerReport[]): LayerReport[][] {
  const groups = new Map<string, LayerReport[]>();
  for (const layer of layers) {
    const key = `${layer.profileFile ?? ""} ${layer.crs !== null}`;
    groups.set(key, [...(groups.get(key) ?? []), layer]);
  }
  return [...groups.values()];
}

function orderOf(uploadId: string, layers: readonly LayerReport[], dryRun: boolean): Order {
  const [first] = layers;
  const order: Order = {
    uploadId,
    layers: layers.map(({ name }) => name),
    delivery: decided.delivery.peek(),
    confirmClosing: decided.confirmClosing.peek(),
    dryRun,
  };
  if (first?.profileFile) order.profile = first.profileFile;
  if (decided.owner.peek()) order.owner = decided.owner.peek().trim();
  if (!first?.crs && decided.crs.peek()) order.crs = decided.crs.peek().trim();
  return order;
}

/** Give rows of a quarantine back after they were corrected. */
export async function giveBack(importId: number, file: File): Promise<void> {
  restart();
  flow.value = { at: "sending", name: file.name };
  await attempt(async () => {
    const job = await sendCorrected(importId, file, (part) => {
      share.value = part;
    });
    track(job);
    ours.value = [job.jobId];
    flow.value = { at: "working" };
  });
}

/** To where lies what an import brought, in the view that shows it; answers whether it went. */
export async function showOnMap({ importId, rows }: Receipt): Promise<boolean> {
  const found = await getJson<{ bbox: Bounds | null }>(`/v1/imports/${importId}`).catch(() => null);
  if (!found?.bbox) {
    notice.value = { text: t(found ? "imports.nowhere" : "error.network"), passing: false };
    return false;
  }
  const { bbox } = found;
  batch(() => {
    choice.view.value = rows === WORKS ? "offers" : "stock";
    choice.sel.value = null;
    choice.work.value = null;
    choice.name.value = null;
    choice.found.value = null;
    goTo(bbox);
  });
  return true;
}

export async function stop(job: Job): Promise<void> {
  await attempt(async () => keep(await cancelJob(job)));
}

export async function again(job: Job): Promise<void> {
  await attempt(async () => {
    const next = await runAgain(job);
    track(next);
    ours.value = ours.peek().map((id) => (id === job.jobId ? next.jobId : id));
  });
}

/** Back to the decisions, with the file still there. */
export function change(): void {
  flow.value = { at: "review" };
}

export function restart(): void {
  upload.value = null;
  ours.value = [];
  share.value = 0;
  decided.layers.value = [];
  decided.crs.value = "";
  decided.delivery.value = "partial";
  decided.confirmClosing.value = false;
  flow.value = { at: "idle" };
}

async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    flow.value = { at: "failed", error: error instanceof ApiError ? error : new ApiError(0, String(error)) };
  }
}
