import { spawn } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";

type Copied = { bytes: number; orphans: { table: string; rows: number }[] };

/**
 * A verified copy of the database, made by a process of its own: SQLite copies and checks in one long call, which would hold the
 * event loop. The process ends with the hub's orderly end (`ending`), and leaves nothing half done.
 */
export async function copyBeside(
  options: { file: string; target: string },
  ending: AbortSignal,
): Promise<Copied> {
  try {
    return await runCopyProcess(options, ending);
  } catch (error) {
    // A process that was ended had no time to clear up.
    removeUnfinished(options.target);
    throw ending.aborted ? new Error("The hub ended before the backup was made") : error;
  }
}

function runCopyProcess(
  { file, target }: { file: string; target: string },
  signal: AbortSignal,
): Promise<Copied> {
  // Beside package.json in a checkout, beside server.js in the image, as the migrations.
  const program = path.join(/*turbopackIgnore: true*/ process.cwd(), "db/backups/copy-process.mjs");
  return new Promise((resolve, reject) => {
    const { NODE_ENV, PATH, TMPDIR } = process.env;
    const child = spawn(process.execPath, [program, file, target], {
      env: { NODE_ENV, PATH, TMPDIR },
      stdio: ["ignore", "pipe", "pipe"],
      signal,
      killSignal: "SIGKILL",
    });
    const kill = () => void child.kill("SIGKILL");
    process.once("exit", kill);
    let said = "";
    let complaint = "";
    child.stdout.on("data", (chunk) => {
      said += chunk;
    });
    child.stderr.on("data", (chunk) => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    child.once("error", (error) => {
      // To be ended is an order, which comes before the end: only who is gone writes nothing more into the folder.
      if (child.pid === undefined) reject(error);
    });
    child.once("close", (code, killedBy) => {
      process.off("exit", kill);
      const answer = answerOf(said);
      if (code === 0 && answer !== null && "bytes" in answer) resolve(answer);
      else if (answer !== null && "message" in answer) reject(new Error(answer.message));
      else reject(new Error(`The copying process ended with ${code ?? killedBy}. ${complaint}`.trim()));
    });
  });
}

function answerOf(said: string): Copied | { message: string } | null {
  try {
    return JSON.parse(said);
  } catch {
    return null;
  }
}

function removeUnfinished(target: string): void {
  const directory = path.dirname(target);
  const prefix = `${path.basename(target)}.`;
  for (const name of readdirSync(/*turbopackIgnore: true*/ directory)) {
    if (name.startsWith(prefix) && name.includes(".tmp")) {
      rmSync(path.join(/*turbopackIgnore: true*/ directory, name), { force: true });
    }
  }
}
