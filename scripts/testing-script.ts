import { spawn } from "node:child_process";
import path from "node:path";

const root = path.join(import.meta.dirname, "..");

/** Runs a script of this folder as npm does, in the folder of the project, on the database of `url`. */
export function runScript(
  script: string,
  url: string,
  args: string[] = [],
): Promise<{ code: number | null; said: string; complaint: string }> {
  const loader = script.endsWith(".ts") ? ["--import", "tsx"] : [];
  const child = spawn(process.execPath, [...loader, path.join("scripts", script), ...args], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: url },
  });
  let said = "";
  let complaint = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said, complaint })));
}
