/** Next calls this once, before the first request: the hub starts here. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startHub } = await import("./hub/start-hub");
  await startHub();
}
