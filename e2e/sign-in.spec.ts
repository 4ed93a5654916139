import AxeBuilder from "@axe-core/playwright";
import { expect, loseSession, refusedStream, test } from "./hub";

test.use({ signedIn: false, expectedConsoleErrors: [refusedStream] });

test.describe("a hub that nobody has set up", () => {
  test.use({
    hubEnvironment: { HOMELAB_ADMIN_USERNAME: undefined, HOMELAB_ADMIN_PASSWORD: undefined },
    javaScriptEnabled: false,
  });

  test("is set up with the code from its log, once, and without JavaScript", async ({ page, hub }) => {
    await page.goto("/alerts");
    await expect(page).toHaveURL(/\/setup$/);
    const code = /"code":"([0-9A-Z-]{19})"/.exec(hub.log)?.[1] ?? "";
    const fill = async (given: string, password: string) => {
      await page.getByLabel("Code from the log").fill(given);
      await page.getByLabel("Username").fill("Ann");
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Make the administrator" }).click();
    };
    await fill("AAAA-BBBB-CCCC-DDDD", "correct horse battery");
    await expect(page.getByText("That is not the code from the hub's log")).toBeVisible();
    await fill(code.toLowerCase(), "correct horse battery");
    await expect(page.getByRole("heading", { name: "Add your first server" })).toBeVisible();
    await page.goto("/setup");
    await expect(page).toHaveURL(`${hub.url}/`);
    await loseSession(page);
    await page.goto("/setup");
    await expect(page).toHaveURL(/\/login$/);
    expect(hub.log).not.toContain("correct horse");
  });
});

test.describe("a hub on every address of its machine", () => {
  test.use({
    hubEnvironment: { HOST: undefined, HOMELAB_ADMIN_USERNAME: undefined, HOMELAB_ADMIN_PASSWORD: undefined },
  });

  test("says after its set-up under which address it was opened", async ({ page, hub }) => {
    await page.goto("/setup");
    await page.getByLabel("Code from the log").fill(/"code":"([0-9A-Z-]{19})"/.exec(hub.log)?.[1] ?? "");
    await page.getByLabel("Username").fill("ann");
    await page.getByLabel("Password").fill("correct horse battery");
    await page.getByRole("button", { name: "Make the administrator" }).click();
    await expect(page.getByText("You opened this hub as")).toContainText(new URL(hub.url).host);
  });
});

test("a stranger is sent to sign in, and then to where they were going", async ({ page, hub }) => {
  await page.goto("/settings/thresholds?of=nas");
  await expect(page).toHaveURL(`${hub.url}/login?next=${encodeURIComponent("/settings/thresholds?of=nas")}`);
  await page.getByLabel("Username").fill(hub.admin.username);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  const wrong = await page.getByText("The name or the password is not right.").innerText();
  await expect(page.getByLabel("Username")).toHaveValue(hub.admin.username);
  await page.getByLabel("Username").fill("nobody");
  await page.getByLabel("Password").fill("not the password");
  await Promise.all([
    page.waitForResponse((response) => response.request().method() === "POST"),
    page.getByRole("button", { name: "Sign in" }).click(),
  ]);
  await expect(page.getByLabel("Password")).toHaveValue("");
  await expect(page.getByText(wrong)).toBeVisible();
  await page.getByLabel("Username").fill(hub.admin.username);
  await page.getByLabel("Password").fill(hub.admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${hub.url}/settings/thresholds?of=nas`);

  const cookies = await page.context().cookies();
  const session = cookies.find(({ name }) => name === "homelab.session_token");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", secure: false, path: "/" });

  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login$/);
  // The cookie of the session that ended is of no use to whoever has a copy.
  await page.context().addCookies(session === undefined ? [] : [session]);
  await page.goto("/alerts");
  await expect(page).toHaveURL(/\/login/);
});

test("no address but a page of this hub is where signing in leads", async ({ page, hub }) => {
  await page.goto("/login?next=//elsewhere.invalid/");
  await page.getByLabel("Username").fill(hub.admin.username);
  await page.getByLabel("Password").fill(hub.admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${hub.url}/`);
});

test("one browser signs the others out", async ({ page, hub, browser }) => {
  const lost = await browser.newContext({
    baseURL: hub.url,
    userAgent: "Mozilla/5.0 (X11; Linux) Firefox/140.0",
  });
  await lost.addCookies(await hub.cookies());
  await page.context().addCookies(await hub.cookies());
  const elsewhere = await lost.newPage();
  await elsewhere.goto("/");
  await expect(elsewhere).toHaveURL(`${hub.url}/`);
  await page.goto("/account");
  await expect(page.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(2);
  await page.getByRole("button", { name: /^Sign out .* at/ }).click();
  await expect(page.getByRole("list", { name: "Sessions" }).getByRole("listitem")).toHaveCount(1);
  await elsewhere.goto("/alerts");
  await expect(elsewhere).toHaveURL(/\/login/);
  await page.getByRole("button", { name: "Sign out everywhere", exact: true }).click();
  await expect(page).toHaveURL(/\/login$/);
  await lost.close();
});

test("the pages before signing in have nothing that axe finds", async ({ page }) => {
  for (const address of ["/login", "/login/code"]) {
    await page.goto(address);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
});
