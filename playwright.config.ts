import { defineConfig } from "@playwright/test";
import { browserArguments, findBrowser } from "./scripts/ensure-tools.mjs";

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./e2e/prepare.ts",
  // Each test boots a hub of its own beside the browser, so two at once fill two cores.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // For what hangs. What is only slow, as axe on every page is on a busy machine, takes its time.
  timeout: 300_000,
  expect: { timeout: 10_000 },
  reporter: "list",
  use: {
    locale: "en-GB",
    timezoneId: "Europe/London",
    // A colour on its way from light to dark is neither, and has neither's contrast.
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findBrowser() ?? undefined, args: browserArguments },
  },
});
