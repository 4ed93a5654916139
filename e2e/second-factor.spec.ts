import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { oneTimeCode } from "../hub/people/testing-code";
import { expect, type Hub, loseSession, refusedStream, test } from "./hub";

test.use({ expectedConsoleErrors: [refusedStream] });

async function turnOn(page: Page, { admin }: Hub): Promise<{ secret: string; codes: string[] }> {
  await page.goto("/account");
  await page.getByRole("link", { name: "Turn on" }).click();
  await page.getByLabel("Your password").fill(admin.password);
  await page.getByRole("button", { name: "Go on" }).click();
  const picture = page.getByRole("img", { name: "QR code of the secret below" });
  await expect(picture).toBeVisible();
  expect(await picture.getAttribute("src")).toMatch(/^data:image\/svg\+xml/);
  const words = await page.getByText(/^Or type:/).innerText();
  const secret = words.replace("Or type:", "").trim();
  expect(secret).toMatch(/^[A-Z2-7]{32,}$/);
  const codes = await page
    .getByRole("list", { name: "Recovery codes" })
    .getByRole("listitem")
    .allInnerTexts();
  expect(codes).toHaveLength(10);
  await page.getByRole("textbox", { name: "Code" }).fill("000000");
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("That code is not right.")).toBeVisible();
  await page.getByRole("textbox", { name: "Code" }).fill(oneTimeCode(secret, Date.now()));
  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByText("The second factor is on.")).toBeVisible();
  return { secret, codes };
}

async function signIn(page: Page, { admin, url }: Hub, code: string): Promise<void> {
  await loseSession(page);
  await page.goto("/login");
  await page.getByLabel("Username").fill(admin.username);
  await page.getByLabel("Password").fill(admin.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(`${url}/login/code?next=%2F`);
  await page.getByRole("textbox", { name: "Code" }).fill(code);
  await page.getByRole("button", { name: "Go on" }).click();
}

async function story(page: Page, hub: Hub): Promise<void> {
  const { secret, codes } = await turnOn(page, hub);
  const [first = "", second = ""] = codes;

  await signIn(page, hub, "999999");
  await expect(page.getByText("That code is not right.")).toBeVisible();
  // The code that turned it on is used; the next one is right already.
  await signIn(page, hub, oneTimeCode(secret, Date.now() + 30_000));
  await expect(page).toHaveURL(`${hub.url}/`);
  await signIn(page, hub, first);
  await expect(page).toHaveURL(`${hub.url}/`);
  await signIn(page, hub, first);
  await expect(page.getByText("That code is not right.")).toBeVisible();
  await signIn(page, hub, second);
  await expect(page).toHaveURL(`${hub.url}/`);

  await page.goto("/account/second-factor");
  const renewal = page.getByRole("form", { name: "Recovery codes" });
  await renewal.getByLabel("Your password").fill(hub.admin.password);
  await renewal.getByRole("button", { name: "Make other codes" }).click();
  const renewed = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(renewed).toHaveCount(10);
  expect(await renewed.allInnerTexts()).not.toContain(codes[2]);

  await page.goto("/account/second-factor");
  const off = page.getByRole("form", { name: "Second factor" });
  await off.getByLabel("Your password").fill("a guess of mine");
  await off.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByText("This is not your password.")).toBeVisible();
  await off.getByLabel("Your password").fill(hub.admin.password);
  await off.getByRole("button", { name: "Turn off" }).click();
  await expect(page.getByText("The second factor is off.")).toBeVisible();
}

test("a second factor is turned on, asked for, and turned off again", async ({ page, hub }) => {
  await story(page, hub);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a second factor is turned on, asked for, and turned off again", async ({ page, hub }) => {
    await story(page, hub);
  });
});

test("codes are not guessed for long, not by beginning again either", async ({ page, hub }) => {
  const { secret } = await turnOn(page, hub);
  const begun = hub.now().getTime();
  // However long it takes here: after a minute some guesses would be free again.
  const holdClock = () => hub.moveClock(begun - hub.now().getTime());
  const tooMany = page.getByText("Too many attempts.");
  const wrong = page.getByText("That code is not right.");
  const again = page.getByText("Begin with the password again.");
  let guesses = 0;
  for (let round = 0; round < 3 && !(await tooMany.isVisible()); round++) {
    holdClock();
    await signIn(page, hub, "000000");
    await expect(wrong.or(tooMany)).toBeVisible();
    for (guesses++; !(await again.isVisible()) && !(await tooMany.isVisible()); guesses++) {
      holdClock();
      await page.getByRole("textbox", { name: "Code" }).fill(String(guesses).padStart(6, "0"));
      const answered = page.waitForResponse((response) => response.request().method() === "POST");
      await page.getByRole("button", { name: "Go on" }).click();
      await answered;
      await expect(page.getByRole("button", { name: /^(Go on|Sign in)$/ })).toBeEnabled();
    }
  }
  await expect(tooMany).toBeVisible();
  expect(guesses).toBeLessThan(15);
  holdClock();
  await page.getByRole("textbox", { name: "Code" }).fill(oneTimeCode(secret, hub.now().getTime()));
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(tooMany).toBeVisible();
  await expect(page).toHaveURL(/\/login\/code/);
});

test("has nothing for axe to find, on a phone and a desk", async ({ page, hub }) => {
  await turnOn(page, hub);
  await page.goto("/account/second-factor");
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
});
