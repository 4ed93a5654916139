import path from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { alias: { "@": path.resolve(import.meta.dirname) } },
  test: {
    include: ["{app,components,domain,hub,db,agent,scripts,bench}/**/*.test.{ts,tsx}", "*.test.ts"],
    // Real files, real servers, real scripts: slow machines get time, a hang still ends.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: "forks",
  },
});
