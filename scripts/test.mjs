import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "./build.mjs";

// Everything that must be true of a change, from formatting to a real browser. A failed step does not stop the
// others, unless they stand on it; the last line is for machines and for the impatient.

const reports = path.join(root, ".cache/test");
const node = process.execPath;
const bin = (name) => path.join(root, "node_modules/.bin", name);

const steps = [
  { name: "tools", command: [node, "scripts/ensure-tools.mjs"] },
  { name: "format and lint", command: ["npm", "run", "--silent", "check:format"] },
  { name: "types", command: ["npm", "run", "--silent", "check:types"] },
  { name: "import rules", command: ["npm", "run", "--silent", "check:imports"] },
  { name: "unused code", command: ["npm", "run", "--silent", "check:unused"] },
  {
    name: "unit tests",
    needs: "tools",
    command: [
      bin("vitest"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${reports}/vitest.json`,
    ],
    count: countVitest,
  },
  { name: "build", command: [node, "scripts/build.mjs"] },
  { name: "image tree", needs: "build", command: [node, "scripts/boot-image-tree.mjs"] },
  {
    name: "browser tests",
    needs: "build",
    command: [bin("playwright"), "test", "--reporter=list,json"],
    environment: { PLAYWRIGHT_JSON_OUTPUT_NAME: path.join(reports, "playwright.json") },
    count: countPlaywright,
  },
];

rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const totals = { passed: 0, failures: [], skipped: [] };
const results = [];
for (const step of steps) {
  const isBlocked = results.some(({ name, ok }) => name === step.needs && !ok);
  results.push({ name: step.name, ...(isBlocked ? blocked(step) : await perform(step)) });
}

console.log("\nResults");
for (const { name, ok, note, seconds } of results) {
  console.log(`  ${ok ? "ok    " : "FAILED"}  ${name.padEnd(16)} ${seconds.padStart(7)}  ${note}`.trimEnd());
}
if (totals.skipped.length > 0) {
  console.log(`\nSkipped, so not known to work:\n${totals.skipped.map((name) => `  ${name}`).join("\n")}`);
}
// Named here at the end, for a log of which only the end is kept.
for (const { name, message } of totals.failures) console.log(`\nFailed: ${name}\n${indent(message)}`);
console.log(`\n${totals.passed} passed, ${totals.failures.length} failed`);
process.exit(totals.failures.length > 0 || results.some(({ ok }) => !ok) ? 1 : 0);

async function perform(step) {
  console.log(`\n=== ${step.name}`);
  const startedAt = performance.now();
  const code = await run(step.command, step.environment);
  const seconds = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  const counted = step.count?.() ?? { passed: 0, failures: [], skipped: [] };
  totals.passed += counted.passed;
  totals.failures.push(...counted.failures);
  totals.skipped.push(...counted.skipped);
  const ok = code === 0 && counted.failures.length === 0;
  // A red step without a red test, a type error for instance, is one failure: the last line never says 0 in red.
  if (!ok && counted.failures.length === 0) {
    totals.failures.push({ name: step.name, message: `It ended with code ${code}; what it said is above.` });
  }
  return {
    ok,
    seconds,
    note: step.count ? `${counted.passed} passed, ${counted.failures.length} failed` : "",
  };
}

function blocked(step) {
  const note = `not run, because "${step.needs}" failed`;
  totals.failures.push({ name: step.name, message: note });
  return { ok: false, seconds: "", note };
}

function run([program, ...args], environment = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1", ...environment },
    });
    child.once("error", (error) => {
      console.error(`${program} could not be started: ${error.message}`);
      resolve(1);
    });
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** A runner that died before it wrote its report counts as one failure. */
function readReport(name, read) {
  try {
    return read(JSON.parse(readFileSync(path.join(reports, name), "utf8")));
  } catch (error) {
    const message = `There is no usable report of the tests: ${error.message}`;
    return { passed: 0, failures: [{ name, message }], skipped: [] };
  }
}

function countVitest() {
  return readReport("vitest.json", (report) => {
    const files = report.testResults.map((file) => ({ ...file, place: path.relative(root, file.name) }));
    const tests = files.flatMap(({ place, assertionResults }) =>
      assertionResults.map((test) => ({ ...test, name: `${place}: ${test.fullName}` })),
    );
    const brokenFiles = files.filter(
      (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
    );
    return {
      passed: tests.filter((test) => test.status === "passed").length,
      failures: [
        ...tests
          .filter((test) => test.status === "failed")
          .map(({ name, failureMessages }) => ({ name, message: failureMessages.join("\n") })),
        ...brokenFiles.map(({ place, message }) => ({ name: place, message })),
      ],
      skipped: tests.filter((test) => !["passed", "failed"].includes(test.status)).map(({ name }) => name),
    };
  });
}

function countPlaywright() {
  return readReport("playwright.json", (report) => {
    const specs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specs)];
    const tests = report.suites
      .flatMap(specs)
      .flatMap(({ file, title, tests }) => tests.map((test) => ({ ...test, name: `${file}: ${title}` })));
    return {
      passed: tests.filter(({ status }) => status === "expected").length,
      failures: [
        ...tests
          // A test that passed only when it was tried again is not one to rely on.
          .filter(({ status }) => status === "unexpected" || status === "flaky")
          .map(({ name, results }) => ({
            name,
            message: messagesOf(results.flatMap(({ errors }) => errors)),
          })),
        ...(report.errors.length > 0 ? [{ name: "playwright", message: messagesOf(report.errors) }] : []),
      ],
      skipped: tests.filter(({ status }) => status === "skipped").map(({ name }) => name),
    };
  });
}

function messagesOf(errors) {
  return errors.map(({ message }) => message).join("\n");
}

/** So many lines as tell what went wrong; the whole of it stands where the test ran. */
function indent(message) {
  const lines = stripVTControlCharacters(message).split("\n").filter(Boolean).slice(0, 25);
  return lines.map((line) => `  ${line}`).join("\n");
}
