import { constants, setPriority } from "node:os";
import { copyDatabase } from "./copy-database.mjs";

// node copy-process.mjs FILE TARGET: the copy that the hub has made beside itself. SQLite works in one long call, which
// would hold the hub's event loop. Says one line of JSON: what was made, or why not.

/** What the disk should still hold for the hub when the copy is there. */
const SPARE_BYTES = 32 * 1024 * 1024;

const [file = "", target = ""] = process.argv.slice(2);
try {
  // Agents that are waiting for an answer come first.
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Somewhere a process may not even do that; the copy is made all the same.
}
try {
  console.log(JSON.stringify(await copyDatabase({ file, target, spareBytes: SPARE_BYTES })));
} catch (error) {
  console.log(JSON.stringify({ message: error instanceof Error ? error.message : String(error) }));
  process.exitCode = 1;
}
