import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./hub";

test.use({ withDemoFleet: true });

const chart = (page: Page, name: string) => page.getByRole("figure", { name, exact: true });
const readouts = (page: Page) => page.locator("figcaption > span:last-child");
const spanOf = (page: Page) => {
  const { searchParams } = new URL(page.url());
  return [searchParams.get("from"), searchParams.get("to")];
};
const times = (page: Page) => page.getByRole("navigation", { name: "Time range" });
const withoutOverflow = async (page: Page) =>
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
  ).toBeLessThanOrEqual(0);

test("each range with history is a link, draws every chart, and says what arrived", async ({ page }) => {
  await page.goto("/servers/nas");
  for (const range of ["1h", "6h", "7d", "30d", "all"]) {
    await times(page).getByRole("link", { name: range, exact: true }).click();
    await expect(page).toHaveURL(new RegExp(`range=${range}`));
    await expect(times(page).getByRole("link", { name: range, exact: true })).toHaveAttribute(
      "aria-current",
      "true",
    );
    await expect(page.getByRole("figure")).toHaveCount(6);
    await expect(chart(page, "CPU").locator("svg path.line").first()).toBeAttached();
    await expect(
      page.getByText(/of the samples that were due arrived|Every sample that was due/),
    ).toBeVisible();
  }
  // Two weeks of history: three months would show nothing that thirty days do not.
  await expect(times(page).getByRole("link", { name: "90d" })).toHaveCount(0);
  await expect(times(page).getByText(/90d, there are only/)).toBeAttached();
});

test("dragging over a chart zooms all of them, Escape goes back, and steps lead earlier and out", async ({
  page,
}) => {
  await page.goto("/servers/nas?range=24h&compare=week");
  const plot = chart(page, "CPU").locator(".recharts-surface");
  await expect(plot).toBeVisible();
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the chart has no place");
  await page.mouse.move(box.x + box.width * 0.25, box.y + 60);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 5 });
  await page.mouse.up();
  await expect(page).toHaveURL(/range=24h.*compare=week.*from=.*to=/);
  const { searchParams } = new URL(page.url());
  const hours =
    (Date.parse(searchParams.get("to") ?? "") - Date.parse(searchParams.get("from") ?? "")) / 3_600_000;
  expect(hours).toBeGreaterThan(5.5);
  expect(hours).toBeLessThan(6.5);
  // The pointer has not moved since: what was under it is elsewhere now, and nothing may speak of it.
  await expect(page.getByRole("link", { name: "Reset zoom" })).toBeVisible();
  await expect(plot).toBeVisible();
  await expect(readouts(page)).toHaveText(["", "", "", "", "", ""]);
  await expect(page.locator(".recharts-tooltip-cursor")).toHaveCount(0);
  await page.mouse.move(box.x + box.width * 0.4, box.y + 60);
  await expect(readouts(page).first()).not.toHaveText("");
  await page.mouse.move(box.x + box.width * 0.4, box.y - 200);
  await expect(readouts(page)).toHaveText(["", "", "", "", "", ""]);
  await page.getByRole("link", { name: "Earlier" }).click();
  await expect(page).not.toHaveURL(new RegExp(`from=${searchParams.get("from")}`));
  await page.getByRole("link", { name: "Zoom out" }).click();
  await expect(page.getByRole("link", { name: "Reset zoom" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/range=24h/);
  await expect(page).not.toHaveURL(/from=/);
});

test("a comparison is drawn beside each line, and one crosshair reads both", async ({ page }) => {
  await page.goto("/servers/nas?range=24h");
  await page.getByText("compare", { exact: true }).click();
  await page.getByRole("link", { name: "week before" }).click();
  await expect(page).toHaveURL(/compare=week/);
  const cpu = chart(page, "CPU");
  await expect(cpu.getByRole("listitem").filter({ hasText: "week before" })).toBeVisible();
  await expect(chart(page, "Memory").getByRole("listitem").filter({ hasText: "week before" })).toBeVisible();
  const plot = cpu.locator(".recharts-surface");
  await expect(plot).toBeVisible();
  const atRest = await cpu.getByRole("listitem").allInnerTexts();
  const box = await plot.boundingBox();
  if (box === null) throw new Error("the chart has no place");
  await page.mouse.move(box.x + box.width * 0.3, box.y + 60);
  await page.mouse.move(box.x + box.width * 0.31, box.y + 60);
  await expect.poll(() => cpu.getByRole("listitem").allInnerTexts()).not.toEqual(atRest);
  // The other charts tell of the same moment.
  const moment = await cpu.locator("figcaption > span").last().innerText();
  expect(moment).toMatch(/^\d\d:\d\d$/);
  await expect(chart(page, "Memory").locator("figcaption > span").last()).toHaveText(moment);
});

test.describe("far east of Greenwich", () => {
  test.use({ timezoneId: "Asia/Kathmandu" });

  test("times are asked in the browser's zone, and a mistake is said beside what was typed", async ({
    page,
  }) => {
    await page.goto("/servers/nas?range=7d");
    const custom = page.getByRole("button", { name: "custom" });
    const from = page.getByLabel("From (UTC+5:45)");
    const to = page.getByLabel("To (UTC+5:45)");
    await custom.click();
    await expect(from).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(from).toBeHidden();
    await custom.click();
    await page.getByRole("heading", { level: 1 }).click();
    await expect(from).toBeHidden();

    await custom.click();
    const day = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
    await from.fill(`${day}T12:00`);
    await to.fill(`${day}T06:00`);
    await page.getByRole("button", { name: "Show" }).click();
    await expect(page.getByText("From must be before To")).toBeVisible();
    await expect(from).toHaveValue(`${day}T12:00`);
    await expect(page.getByRole("link", { name: "Reset zoom" })).toHaveCount(0);
    await from.fill(`${day}T05:45`);
    await page.getByRole("button", { name: "Show" }).click();
    await expect.poll(() => spanOf(page)).toEqual([`${day}T00:00:00Z`, `${day}T00:15:00Z`]);
    await expect(page.getByText("From must be before To")).toHaveCount(0);

    await page.goto("/alerts?status=all");
    await page.getByLabel("From (UTC+5:45)").fill(day);
    await page.getByLabel("To (UTC+5:45)").fill(day);
    await page.getByRole("button", { name: "Filter" }).click();
    const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
    await expect.poll(() => spanOf(page)).toEqual([`${before}T18:15:00Z`, `${day}T18:14:59Z`]);
    await expect(page.getByLabel("To (UTC+5:45)")).toHaveValue(day);
  });
});

test("the span is downloaded as CSV and as JSON, and a name like a formula does no harm", async ({
  page,
  hub,
}) => {
  const renamed = await hub.fetch("/api/v1/servers/nas", { method: "PATCH", json: { display_name: "=1+1" } });
  expect(renamed.status).toBe(200);
  await page.goto("/servers/nas?range=6h");
  const [csv] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  expect(csv.suggestedFilename()).toMatch(/^nas-metrics-6h-\d{4}-\d\d-\d\d\.csv$/);
  const lines = readFileSync(await csv.path(), "utf8")
    .trimEnd()
    .split("\r\n");
  expect(lines[0]).toMatch(/^server_id,server,timestamp,cpu_percent/);
  expect(lines.length).toBeGreaterThan(300);
  expect(lines[1]).toMatch(/^nas,'=1\+1,20/);
  const [json] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download JSON" }).click(),
  ]);
  const file = JSON.parse(readFileSync(await json.path(), "utf8"));
  expect(file.data_points.length).toBeGreaterThan(300);
});

test("many servers on one picture: metric, picks, and a readout in the order of the values", async ({
  page,
}) => {
  await page.goto("/");
  await page.getByRole("navigation", { name: "View" }).getByRole("link", { name: "charts" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Servers compared" })).toBeVisible();
  await page.getByRole("navigation", { name: "Metric" }).getByRole("link", { name: "memory" }).click();
  await expect(page).toHaveURL(/metric=memory/);
  const values = (await chart(page, "Memory").getByRole("listitem").allInnerTexts())
    .map((text) => Number.parseFloat(/([\d.]+)\s%/.exec(text)?.[1] ?? ""))
    .filter((value) => !Number.isNaN(value));
  expect(values.length).toBeGreaterThan(2);
  expect(values).toEqual([...values].sort((a, b) => b - a));
  await page.getByText("pick servers").click();
  await page.getByRole("checkbox", { name: "nas" }).check();
  await page.getByRole("checkbox", { name: "docker-01" }).check();
  await page.getByRole("button", { name: "Show" }).last().click();
  await expect(page.getByText("2 servers, picked.")).toBeVisible();
  await expect(page).toHaveURL(/metric=memory/);
  await expect(page.getByRole("region", { name: "Figures" }).getByRole("row")).toHaveCount(3);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("ranges, comparison and servers are links and forms, and the pictures are in the HTML", async ({
    page,
  }) => {
    await page.goto("/servers/nas");
    await times(page).getByRole("link", { name: "7d" }).click();
    await page.getByText("compare", { exact: true }).click();
    await page.getByRole("link", { name: "period before" }).click();
    await expect(page).toHaveURL(/range=7d&compare=before/);
    await expect(chart(page, "CPU").locator("path.line.earlier")).toBeAttached();
    await expect(chart(page, "CPU").locator("path.band")).toBeAttached();
    await page.goto("/charts?metric=disk&range=7d");
    await expect(chart(page, "Disk, fullest filesystem").locator("path.line").nth(2)).toBeAttached();
    await page.getByText("pick servers").click();
    await page.getByRole("checkbox", { name: "nas" }).check();
    await page.getByRole("button", { name: "Show" }).last().click();
    await expect(page.getByText("One server, picked.")).toBeVisible();
    await expect(page).toHaveURL(/metric=disk.*range=7d/);
  });
});

test.describe("on a phone", () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true });

  test("the picker and its menus fit, and axe finds nothing", async ({ page }) => {
    for (const path of [
      "/servers/nas?range=7d&compare=week",
      "/charts?range=7d&server=nas&server=docker-01",
    ]) {
      await page.goto(path);
      await page.getByText("custom", { exact: true }).click();
      await withoutOverflow(page);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${path} ${id}: ${nodes[0]?.html}`)).toEqual([]);
    }
  });
});
