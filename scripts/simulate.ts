import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import { Database } from "../db/client";
import { fileUrl } from "../db/local-file";
import { startDatabase } from "../db/start-database";
import { faultsOfRun, machineRuns } from "../domain/alerts/testing-machine";
import { faultsOfFleet, fleetRuns } from "../hub/alerts/testing-fleet";
import { faultsOfWorld, prepareWorld, worldRuns } from "../hub/alerts/testing-world";

// npm run simulate -- [--seeds N] [--from SEED] [--runs N]: lives random sequences of samples, silences, deeds and restarts
// through alerting and holds it against the reference model. Each seed is so many lives of the pure machine, and of a hub on
// a real file a thirtieth of them, and of a fleet that falls silent a hundred and fiftieth.

const { seeds, from, runs } = readArguments();
const folder = mkdtempSync(path.join(tmpdir(), "homelabcmd-simulate-"));
const startedAt = performance.now();
const failed: number[] = [];
try {
  let db = new Database(fileUrl(path.join(folder, "homelab.db")));
  await startDatabase(db, { now: Date.now() });
  await prepareWorld(db);
  const reopen = async (before: Database) => {
    before.closeNow();
    db = new Database(before.url);
    return db;
  };
  const machine = fc.property(machineRuns, (run) => assertNone(faultsOfRun(run)));
  const hub = fc.asyncProperty(worldRuns, async (moves) =>
    assertNone(await faultsOfWorld(db, moves, reopen)),
  );
  const fleet = fc.asyncProperty(fleetRuns, async (run) => assertNone(await faultsOfFleet(db, run)));
  for (let seed = from; seed < from + seeds; seed++) {
    report(seed, "the machine", fc.check(machine, { seed, numRuns: runs }));
    report(seed, "the hub", await fc.check(hub, { seed, numRuns: Math.ceil(runs / 30) }));
    report(seed, "a fleet", await fc.check(fleet, { seed, numRuns: Math.ceil(runs / 150) }));
  }
  db.closeNow();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
const verdict = failed.length === 0 ? "all agree" : `these fail: ${[...new Set(failed)].join(", ")}`;
console.log(
  `${seeds} seeds from ${from}, each ${runs} lives of the machine and ${Math.ceil(runs / 30)} of a hub: ${verdict} (${seconds} s)`,
);
if (failed.length > 0) process.exitCode = 1;

function report<Life>(seed: number, what: string, details: fc.RunDetails<Life>): void {
  if (!details.failed) return;
  failed.push(seed);
  console.log(`seed ${seed} fails, ${what}: ${fc.stringify(details.counterexample)}`);
  if (details.errorInstance instanceof Error) console.log(details.errorInstance.message);
}

function assertNone(faults: string[]): void {
  if (faults.length > 0) throw new Error(faults.join("\n"));
}

function readArguments() {
  const options = {
    seeds: { type: "string", default: "10" },
    from: { type: "string", default: String(Date.now() % 2 ** 31) },
    runs: { type: "string", default: "1500" },
  } as const;
  const { values } = parseArgs({ options });
  return { seeds: Number(values.seeds), from: Number(values.from), runs: Number(values.runs) };
}
