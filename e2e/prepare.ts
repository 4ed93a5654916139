import { ensureBuilt } from "../scripts/build.mjs";
import { demoVariable, ensureDemoDatabase } from "./demo-database";

/** The stories are told about the hub as it is now, never about an older build of it. */
export default async function prepare(): Promise<void> {
  await ensureBuilt();
  process.env[demoVariable] = JSON.stringify(ensureDemoDatabase());
}
