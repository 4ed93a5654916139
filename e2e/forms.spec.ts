import { expect, test } from "./hub";

/** One form of each make: what is refused, and which of its fields is to blame. */
const forms: { path: string; form: string; fill: Record<string, string>; press: string; blamed: string }[] = [
  {
    ...{ path: "/settings/energy", form: "Price of electricity", press: "Save" },
    ...{ fill: { "Price of one kWh": "cheap" }, blamed: "Price of one kWh" },
  },
  {
    ...{ path: "/settings/thresholds", form: "Rules for all servers", press: "Save" },
    ...{ fill: { "CPU, High": "99", "CPU, Critical": "90" }, blamed: "CPU, Critical" },
  },
  {
    ...{ path: "/settings/thresholds", form: "A rule of its own", press: "Set" },
    ...{ fill: { High: "150" }, blamed: "High" },
  },
  {
    ...{ path: "/settings/maintenance", form: "Every week", press: "Add" },
    ...{ fill: { Name: "Backup", At: "02:30", "For so many minutes": "60" }, blamed: "Mon" },
  },
  {
    ...{ path: "/settings/people", form: "New person", press: "Add" },
    ...{ fill: { Username: "two words" }, blamed: "Username" },
  },
  {
    ...{ path: "/settings/keys", form: "New API key", press: "Make a key" },
    ...{ fill: { "For so many days": "many" }, blamed: "Name" },
  },
  {
    ...{ path: "/account/second-factor", form: "Second factor", press: "Go on" },
    ...{ fill: { "Your password": "not-the-password" }, blamed: "Your password" },
  },
];

test("by keyboard, what is refused leads to the first field to blame, which says why until it is changed", async ({
  page,
  hub,
}) => {
  const json = {
    ...{ server_id: "nas", hostname: "nas", timestamp: hub.now().toISOString(), metrics: { cpu_percent: 3 } },
  };
  expect((await hub.fetch("/api/v1/agents/heartbeat", { json })).ok).toBe(true);
  for (const { path, form, fill, press, blamed } of forms) {
    await page.goto(path);
    const inForm = page.getByRole("form", { name: form, exact: true });
    for (const [label, value] of Object.entries(fill)) {
      await inForm.getByLabel(label, { exact: true }).fill(value);
    }
    await inForm.getByRole("button", { name: press, exact: true }).focus();
    await page.keyboard.press("Enter");
    const field = inForm.getByLabel(blamed, { exact: true });
    await expect(field, path).toBeFocused();
    await expect(field, path).toHaveAttribute("aria-invalid", "true");
    await expect(field, path).toHaveAccessibleDescription(/\w/);
    if (blamed === "Mon") await page.keyboard.press("Space");
    else await field.fill("99.5");
    await expect(field, path).not.toHaveAttribute("aria-invalid");
  }
});

test("by keyboard, what is saved leaves the focus where it was", async ({ page }) => {
  await page.goto("/settings/general");
  const save = page.getByRole("button", { name: "Save" });
  await save.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").filter({ hasText: "Saved" })).toBeVisible();
  await expect(save).toBeFocused();
});
