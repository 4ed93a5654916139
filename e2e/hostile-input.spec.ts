import type { Page } from "@playwright/test";
import { parseExposition } from "../domain/prometheus/testing-exposition";
import { withoutUnseen } from "../domain/text/foreign-text";
import { nastyTexts } from "../domain/text/testing-nasty-texts";
import { expect, type Hub, test } from "./hub";

const texts = nastyTexts.map(([, text]) => text);
/** As a page shows it: JSON has carried half a pair as U+FFFD, and HTML folds spaces. */
const shown = (text: string) => withoutUnseen(Buffer.from(text).toString()).replace(/\s+/g, " ").trim();
/** Those of which something is left to see, each once by what is left. */
const named = [...new Map(texts.map((text) => [shown(text), text] as const).reverse()).values()].filter(
  (text) => shown(text) !== "",
);

const post = async (hub: Hub, path: string, json: unknown, method = "POST") => {
  const response = await hub.fetch(`/api/v1${path}`, { method, json });
  expect(
    response.status,
    `${path} ${JSON.stringify(json)?.slice(0, 200)}: ${await response.clone().text()}`,
  ).toBeLessThan(300);
  return response.json();
};

/** A machine all of whose words are somebody else's, and one more for each text as a host's name. */
async function fill(hub: Hub): Promise<void> {
  const timestamp = hub.now().toISOString();
  const machine = {
    timestamp,
    metrics: { cpu_percent: 99, memory_percent: 50, disk_percent: 99, uptime_seconds: 3600 },
    filesystems: named.map((text) => ({
      mount_point: text,
      device: text,
      fs_type: text.slice(0, 40),
      total_bytes: 1000,
      used_bytes: 990,
      available_bytes: 10,
      percent: 99,
    })),
    services: named.map((text) => ({ name: text, status: "failed", status_reason: text })),
    network_interfaces: named.map((text) => ({
      name: text.slice(0, 90),
      rx_bytes: 1,
      tx_bytes: 1,
      is_up: true,
    })),
    sensors: named.map((text) => ({
      name: text.slice(0, 90),
      label: text.slice(0, 90),
      temperature_celsius: 40,
    })),
    containers: named.map((text) => ({
      name: text,
      image: text,
      status: text.slice(0, 90),
      health: text.slice(0, 90),
    })),
    packages: named.map((text) => ({
      name: text,
      current_version: text,
      new_version: text,
      repository: text,
    })),
    collector_errors: named.map((text) => ({ collector: text.slice(0, 90), reason: text })),
  };
  await post(hub, "/servers", { id: "all" });
  // A name with blanks is expected only where the agent has reported it.
  await post(hub, "/agents/heartbeat", {
    ...{ server_id: "all", hostname: "all", services: machine.services },
    timestamp: new Date(hub.now().getTime() - 60_000).toISOString(),
  });
  for (const text of named) {
    await post(hub, "/servers/all/services", { service_name: text, display_name: text, is_critical: true });
  }
  await post(hub, "/agents/heartbeat", { server_id: "all", hostname: "all", ...machine });
  const hosts = named.map((text, index) => ({
    server_id: `host-${index}`,
    hostname: text,
    timestamp,
    agent_version: text.slice(0, 20),
    boot_id: text.slice(0, 90),
    os_info: {
      distribution: text.slice(0, 100),
      version: text.slice(0, 100),
      kernel: text.slice(0, 100),
      architecture: text.slice(0, 20),
    },
    cpu_info: { cpu_model: text, cpu_cores: 4 },
    metrics: { cpu_percent: index, memory_percent: 10, uptime_seconds: 60 },
  }));
  expect(await post(hub, "/agents/heartbeats", hosts)).toMatchObject({
    accepted: named.length,
    rejected: [],
  });
  for (const [index, text] of named.entries()) {
    await post(
      hub,
      `/servers/host-${index}`,
      { display_name: text, machine_category: text.slice(0, 100) },
      "PATCH",
    );
  }
  const { alerts } = await post(hub, "/alerts?limit=100", undefined, "GET");
  expect(alerts.length).toBeGreaterThan(50);
  for (const [index, text] of named.entries()) {
    await post(hub, `/alerts/${alerts[index].id}/acknowledge`, { note: text });
  }
  const channels = named
    .map((text) => text.slice(0, 100))
    .map((name) => ({
      name,
      type: "ntfy",
      enabled: false,
      settings: { url: "http://127.0.0.1:9", topic: "t", tags: [shown(name).slice(0, 50)] },
    }));
  const distinct = new Map(channels.map((channel) => [shown(channel.name), channel]));
  await post(hub, "/config/notifications", { channels: [...distinct.values()] }, "PUT");
}

/** What nobody can see and what acts; line breaks and tabs where they are allowed. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u;
const UNSEEN_IN_LINES = /[^\P{Cc}\n\t\r]|[\p{Cs}\p{Bidi_Control}\u2028\u2029]/u;

/** Nothing of other people's text has become an element, and nothing widens the page. */
async function expectOnlyText(page: Page, path: string): Promise<string> {
  await page.goto(path);
  await expect(page.locator("main")).toBeVisible();
  const found = await page.evaluate(() => {
    const made = "img[src*='evil'], img[onerror], svg[onload], [onfocus], [onmouseover], [onerror]";
    const scripts = [...document.scripts].filter((script) => script.textContent?.trim() === "alert(1)");
    const styles = [...document.querySelectorAll("style")].filter(
      (style) => style.textContent === "body{display:none}",
    );
    return {
      elements: [
        ...document.querySelectorAll(made),
        ...[...document.links].filter((link) => link.origin !== location.origin),
      ].map((element) => element.outerHTML),
      planted: scripts.length + styles.length,
      overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      text: [...document.querySelectorAll("main *")]
        .filter((element) => element.localName !== "script" && element.localName !== "style")
        .flatMap((element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE))
        .map((node) => node.textContent)
        .join(" "),
      fields: [...document.querySelectorAll<HTMLInputElement>("input, textarea")]
        .map((field) => field.value)
        .join("\n"),
    };
  });
  expect.soft(found.elements, path).toEqual([]);
  expect.soft(found.planted, path).toBe(0);
  expect.soft(found.overflow, `${path} is wider than its window`).toBeLessThanOrEqual(0);
  expect.soft(`${found.text}${found.fields}`, path).not.toMatch(UNSEEN_IN_LINES);
  return `${found.text}\n${found.fields}`.replace(/\s+/g, " ");
}

function expectShown(said: string, path: string): void {
  const missing = named.map(shown).filter((text) => !said.includes(text));
  expect.soft(missing, `not shown as it is on ${path}`).toEqual([]);
}

test("somebody else's text is text on every page, in every answer, file and line of the log", async ({
  hub,
  page,
}) => {
  page.on("dialog", (dialog) => {
    throw new Error(`a dialog: ${dialog.message()}`);
  });
  await fill(hub);
  const { alerts } = await post(hub, "/alerts?limit=100", undefined, "GET");

  await test.step("pages", async () => {
    for (const path of ["/", "/servers/all", "/services", "/servers/all/services"]) {
      expectShown(await expectOnlyText(page, path), path);
    }
    const picked = named.slice(-8).map((_, index) => `server=host-${named.length - 8 + index}`);
    const pages = [
      ...["/alerts", "/capacity", "/summary", "/servers/host-0", "/servers/host-3", "/account"],
      ...["/charts", `/charts?${picked.slice(0, 4).join("&")}`, `/charts?${picked.slice(4).join("&")}`],
      ...[0, 12, 24, 36, 48].map((index) => `/alerts/${alerts[index].id}`),
      ...["thresholds", "notifications", "maintenance", "retention", "energy", "summary"].map(settings),
      ...["keys", "backups", "audit", "about"].map(settings),
    ];
    for (const path of pages) await expectOnlyText(page, path);
    for (const text of named.filter((_, index) => index % 8 === 0)) {
      await expectOnlyText(page, `/?q=${encodeURIComponent(withoutUnseen(text))}`);
      await expectOnlyText(page, `/alerts?q=${encodeURIComponent(withoutUnseen(text))}`);
    }
  });

  await test.step("a username that may be, and one that may not", async () => {
    const name = `a.@-_${"w".repeat(45)}`;
    await page.goto("/settings/people");
    const form = page.getByRole("form", { name: "New person" });
    const field = form.getByRole("textbox", { name: "Username" });
    await field.fill(name);
    await form.getByRole("button", { name: "Add" }).click();
    await expect(page.getByRole("region", { name: "The password", exact: true })).toBeVisible();
    expect(await expectOnlyText(page, "/settings/people")).toContain(name);
    await field.fill(`"><img src=x onerror=alert(1)>`);
    await form.getByRole("button", { name: "Add" }).click();
    await expect(form.getByText(/A username is/)).toBeVisible();
    await expect(page.locator("img[onerror]")).toHaveCount(0);
  });

  await test.step("on a phone", async () => {
    await page.setViewportSize({ width: 360, height: 780 });
    for (const path of ["/", "/servers/all", "/services", "/alerts", "/charts", "/summary"]) {
      await expectOnlyText(page, path);
    }
    for (const path of ["notifications", "audit", "people"].map(settings)) await expectOnlyText(page, path);
  });

  await test.step("answers", async () => {
    for (const path of [
      "/servers",
      "/servers/all",
      "/services",
      "/alerts?limit=100",
      "/config",
      "/capacity",
    ]) {
      const answer = await hub.fetch(`/api/v1${path}`);
      expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
      for (const text of textsIn(await answer.json())) expect(text, path).not.toMatch(UNSEEN_IN_LINES);
    }
  });

  await test.step("files", async () => {
    const exports = [
      ["/settings/audit/export?format=csv", 12],
      ["/api/v1/servers/all/metrics/export?range=1h&format=csv", null],
    ] as const;
    for (const [path, width] of exports) {
      const answer = await page.request.get(path);
      expect(answer.headers()["content-disposition"], path).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
      const [head = [], ...rows] = recordsOf(await answer.text());
      expect(head.length, path).toBe(width ?? head.length);
      expect(rows.length, path).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row, path).toHaveLength(head.length);
        for (const cell of row) {
          expect(cell, path).not.toMatch(UNSEEN_IN_LINES);
          if (Number.isNaN(Number(cell))) expect(cell, path).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
        }
      }
    }
  });

  await test.step("Prometheus", async () => {
    const families = parseExposition(await (await hub.fetch("/metrics")).text());
    const labels = [...families.values()].flatMap(({ samples }) =>
      samples.flatMap((sample) => Object.values(sample.labels)),
    );
    for (const label of labels) expect(label).not.toMatch(UNSEEN);
    const said = new Set(labels.map(shown));
    expect(named.map(shown).filter((text) => !said.has(text))).toEqual([]);
  });

  await test.step("the log", async () => {
    // The last may be half here yet.
    const lines = hub.log.split("\n").slice(0, -1);
    for (const line of lines.filter((line) => line.startsWith("{"))) {
      expect(line).not.toMatch(UNSEEN);
      JSON.parse(line);
    }
  });
});

const settings = (name: string) => `/settings/${name}`;

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.entries(value).flat().flatMap(textsIn) : [];
}

/** CSV by the letter of RFC 4180; what is no cell or no end of a line throws. */
function recordsOf(csv: string): string[][] {
  const records: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < csv.length) {
    const at = cell.lastIndex;
    const found = cell.exec(csv);
    if (found === null) throw new Error(`no cell: ${csv.slice(at, at + 80)}`);
    records.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    if (found[3] === "\r\n") records.push([]);
  }
  return records.slice(0, -1);
}
