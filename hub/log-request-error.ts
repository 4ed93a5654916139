import { log } from "./log";

/** What Next says of a request that failed: https://nextjs.org/docs/app/api-reference/file-conventions/instrumentation */
export type FailedRequest = {
  path: string;
  method: string;
  headers: Record<string, string | string[] | undefined>;
};

/**
 * One line for a page, an action or a handler that failed with nobody there to answer for it. `digest` is the number that the page
 * shows. The query is left out: a provider's answer has its code there.
 */
export function logRequestError(error: unknown, request: FailedRequest): void {
  const [path] = request.path.split("?", 1);
  log().error(
    {
      requestId: request.headers["x-request-id"],
      method: request.method,
      path,
      digest: digestOf(error),
      err: error,
    },
    "a request failed",
  );
}

function digestOf(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "digest" in error ? String(error.digest) : undefined;
}
