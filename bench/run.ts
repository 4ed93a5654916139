import { rmSync } from "node:fs";
import { ensureBuilt } from "../scripts/build.mjs";
import { agent } from "./agent";
import { alertingCost, alertList, messages } from "./alerts";
import { authentication } from "./authentication";
import { backup } from "./backup";
import { batches } from "./batches";
import { evaluation } from "./evaluation";
import { history, rollupCost } from "./history";
import { temporaryFolder } from "./hub";
import { javascript } from "./javascript";
import { kills } from "./kills";
import { machineLine } from "./machine";
import { type Measurement, type Row, table } from "./measurement";
import { largeOverview, smallOverview } from "./pages";
import { serverYear } from "./server-year";
import { services } from "./services";
import { servicesPage } from "./services-page";
import { singleHeartbeats } from "./single-heartbeats";

// npm run bench -- [--quick] [--only NAME] [--no-build]; README.md says what each figure means.

const measurements: Measurement[] = [
  singleHeartbeats,
  authentication,
  batches,
  services,
  evaluation,
  alertingCost,
  messages,
  alertList,
  backup,
  kills,
  smallOverview,
  largeOverview,
  servicesPage,
  history,
  rollupCost,
  serverYear,
  agent,
  javascript,
];

const { isQuick, only, build } = readArguments();
if (build) await ensureBuilt();
const folder = temporaryFolder();
console.log(machineLine(folder));
rmSync(folder, { recursive: true });

const startedAt = performance.now();
const rows: Row[] = [];
for (const { name, run } of measurements) {
  if (only !== null && name !== only) continue;
  const begunAt = performance.now();
  const note = (text: string) => console.log(`  ${name}: ${text}`);
  console.log(name);
  try {
    rows.push(...(await run({ isQuick, note })));
  } catch (error) {
    console.error(error);
    rows.push({ what: name, figure: "failed", goal: "", isMet: false });
  }
  console.log(`  ${((performance.now() - begunAt) / 1000).toFixed(0)} s`);
}
console.log(`\n${table(rows)}`);
console.log(`\n${((performance.now() - startedAt) / 1000).toFixed(0)} s${isQuick ? ", --quick" : ""}`);
if (rows.some(({ isMet }) => isMet === false)) process.exitCode = 1;

function readArguments() {
  const given = process.argv.slice(2);
  const at = given.indexOf("--only");
  const only = at < 0 ? null : (given[at + 1] ?? "");
  const rest = given.filter((argument, index) => argument !== "--only" && (at < 0 || index !== at + 1));
  const unknown = rest.filter((argument) => !["--quick", "--no-build"].includes(argument));
  const names = measurements.map(({ name }) => name);
  if (unknown.length > 0 || (only !== null && !names.includes(only))) {
    console.error(`Usage: npm run bench -- [--quick] [--no-build] [--only ${names.join("|")}]`);
    process.exit(2);
  }
  return { isQuick: rest.includes("--quick"), only, build: !rest.includes("--no-build") };
}
