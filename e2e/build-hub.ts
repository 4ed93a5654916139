import { ensureBuilt } from "../scripts/build.mjs";

/** The stories are told about the hub as it is now, never about an older build of it. */
export default async function buildHub(): Promise<void> {
  await ensureBuilt();
}
