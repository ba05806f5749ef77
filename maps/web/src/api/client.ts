/** One way to ask the server: JSON, abortable, with the server's own explanation when it refuses. */
import { signal } from "@preact/signals";

export interface FieldError {
  field: string;
  code?: string;
  /** What goes into the words for the code. */
  values?: Record<string, string | number>;
  message: string;
}

/** What a refusal is called, for which there are words in the reader's language, and what goes into these. */
export interface Refusal {
  code: string | null;
  values: Record<string, string | number>;
}

export class ApiError extends Error {
  /** `status` 0: no answer at all. */
  constructor(
    readonly status: number,
    message: string,
    readonly refusal: Refusal | null = null,
    /** What is wrong field by field, where the server says so. */
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
  }

  /** As a problem document tells it. */
  static of(status: number, problem: Problem | null): ApiError {
    const text = [problem?.detail, problem?.title].find((each) => typeof each === "string");
    const refusal = problem?.code ? { code: problem.code, values: problem.values ?? {} } : null;
    return new ApiError(status, text ?? "", refusal, problem?.errors ?? []);
  }
}

/** Whether what failed with this status may pass: there was no answer, or a gateway's, or the server was too busy. */
export const mayPass = (status = Number.NaN) => status === 0 || (status >= 502 && status <= 504);

export interface Problem extends Partial<Refusal> {
  detail?: string;
  title?: string;
  errors?: FieldError[];
}

/** How many answers are awaited; the browser tests wait for none. */
export const awaiting = signal(0);

type Query = Record<string, string | number | null | undefined>;

export async function getJson<T>(
  path: string,
  query: Query = {},
  abort?: AbortSignal,
  init: RequestInit = {},
): Promise<T> {
  return (await getPage<T>(path, query, abort, init)).data;
}

/** The same with the address of the next page, where there is one. */
export async function getPage<T>(
  path: string,
  query: Query = {},
  abort?: AbortSignal,
  init: RequestInit = {},
): Promise<{ data: T; next: string | null }> {
  awaiting.value += 1;
  try {
    const response = await fetch(address(path, query), { ...init, signal: abort ?? null });
    if (!response.ok) throw await refusal(response);
    const next = /<([^>]+)>; rel="next"/.exec(response.headers.get("Link") ?? "")?.[1] ?? null;
    return { data: (await response.json()) as T, next };
  } catch (error) {
    if (error instanceof ApiError || abort?.aborted) throw error;
    throw new ApiError(0, "");
  } finally {
    awaiting.value -= 1;
  }
}

/** Keys that are null are left out (an empty text is an answer: `by=` groups by nothing); the order of the keys is kept, so equal questions have equal addresses. */
export function address(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined) search.set(key, String(value));
  }
  const text = search.toString().replaceAll("%2C", ",");
  return text ? `${path}?${text}` : path;
}

export function post(body: unknown): { method: string; headers: Record<string, string>; body: string } {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function refusal(response: Response): Promise<ApiError> {
  return ApiError.of(response.status, (await response.json().catch(() => null)) as Problem | null);
}
