import type { FailedRequest } from "./hub/log-request-error";

/** Next calls this once, before the first request: the hub starts here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  try {
    const { startHub } = await import("./hub/start-hub");
    await startHub();
  } catch (error) {
    // A part of the hub itself is missing: there is no log yet, and Next would go on without it.
    console.error("The hub could not be loaded:", error);
    process.exit(1);
  }
}

/** Next calls this with what a page, an action or a handler let through. */
export async function onRequestError(error: unknown, request: FailedRequest): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { logRequestError } = await import("./hub/log-request-error");
  logRequestError(error, request);
}
