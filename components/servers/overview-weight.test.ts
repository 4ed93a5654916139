import { expect, test, vi } from "vitest";

vi.mock("zod", () => {
  throw new Error("The library of schemas is 32 kB of what a browser would have to fetch");
});

test.each([
  "./server-table",
  "./server-cards",
  "./install-form",
  "../frame/nav-links",
  "../frame/search-box",
  "../frame/shortcut-keys",
  "../live/live-dot",
  "../ui/local-time",
  "../ui/relative-time",
])("%s, which the overview sends to a browser, needs no schema", async (module) => {
  await expect(import(module)).resolves.toBeDefined();
});
