/** One way to ask the server: JSON, abortable, with the server's own explanation when it refuses. */
import { signal } from "@preact/signals";

export interface FieldError {
  field: string;
  code?: string;
  message: string;
}

export class ApiError extends Error {
  /** `status` 0: no answer at all. */
  constructor(
    readonly status: number,
    message: string,
    /** What is wrong field by field, where the server says so. */
    readonly errors: readonly FieldError[] = [],
  ) {
    super(message);
  }
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
  try {
    const problem = (await response.json()) as { detail?: unknown; title?: unknown; errors?: FieldError[] };
    const text = [problem.detail, problem.title].find((each) => typeof each === "string");
    return new ApiError(response.status, text ?? "", problem.errors ?? []);
  } catch {
    return new ApiError(response.status, "");
  }
}
