import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { TestBrowser, testPassword, testPerson } from "./testing";

await describeEachDatabase("signing in", (kind) => {
  let db: Database;
  beforeEach(async () => {
    db = await openTestDatabase(kind);
    await testPerson(db);
  });

  test("with the right password makes a session of which only the hash is stored", async () => {
    const browser = new TestBrowser();
    const before = Date.now();
    expect(await browser.signIn(db, { username: "Ann", now: before })).toBe("signed_in");
    expect(await browser.person(db)).toMatchObject({ username: "ann", role: "admin" });
    const [session] = await db.query<{ token: string }>("SELECT token, ip_address, user_agent FROM sessions");
    expect(session).toMatchObject({ ip_address: "10.0.0.9", user_agent: "Firefox" });
    expect(browser.cookies).not.toContain(session?.token);
    expect(await db.query("SELECT last_login FROM users")).toMatchObject([{ last_login: before }]);
    expect(await db.query("SELECT * FROM sign_in_failures")).toEqual([]);
  });

  test("stores the password as a slow salted hash, two people with one password as two", async () => {
    await testPerson(db, "bob");
    const rows = await db.query<{ password: string }>("SELECT password FROM accounts");
    expect(rows).toHaveLength(2);
    expect(new Set(rows.map(({ password }) => password)).size).toBe(2);
    for (const { password } of rows) expect(password).toMatch(/^[0-9a-f]{32}:[0-9a-f]{128}$/);
    expect(JSON.stringify(rows)).not.toContain(testPassword);
  });

  test.each([
    ["a wrong password", "ann", "wrong password"],
    ["a name that nobody has", "nobody", testPassword],
    ["no password", "ann", ""],
    ["a password longer than any", "ann", "x".repeat(10_000)],
    ["a name that is none", "'; --", testPassword],
  ])("%s is wrong, and counts", async (_what, username, password) => {
    const browser = new TestBrowser();
    expect(await browser.signIn(db, { username, password })).toBe("wrong");
    expect(browser.cookies).toBe("");
    expect(await db.query("SELECT step, standing FROM sign_in_failures")).toEqual([
      { step: "password", standing: "newcomer" },
    ]);
  });

  test("a session that was deleted is over at once, and one nobody used for a month", async () => {
    const browser = new TestBrowser();
    await browser.signIn(db);
    const month = 31 * 24 * 3600 * 1000;
    expect(await browser.person(db, Date.now() + month)).toBeNull();
    await db.write(["DELETE FROM sessions"]);
    expect(await browser.person(db)).toBeNull();
  });

  test("a session that is used lasts, and is written at most once a day", async () => {
    const browser = new TestBrowser();
    await browser.signIn(db);
    const ends = async () =>
      (await db.query<{ expires_at: number }>("SELECT expires_at FROM sessions"))[0]?.expires_at;
    const start = await ends();
    await browser.person(db, Date.now() + 3600_000);
    expect(await ends()).toBe(start);
    const later = Date.now() + 25 * 3600_000;
    await browser.person(db, later);
    expect(await ends()).toBe(later + 30 * 24 * 3600_000);
  });

  test("1,000 wrong passwords from 50 addresses: at most 10 a minute are judged and the owner signs in", async () => {
    const home = new TestBrowser("192.168.1.20");
    const start = Date.now();
    expect(await home.signIn(db, { now: start })).toBe("signed_in");
    const minutes = 5;
    const judged: number[] = [];
    for (let attempt = 0; attempt < 1000; attempt++) {
      const now = start + Math.floor((attempt * minutes * 60_000) / 1000);
      const attacker = new TestBrowser(`203.0.113.${attempt % 50}`);
      const kind = await attacker.signIn(db, { password: `guess ${attempt}`, now });
      if (kind === "wrong") judged.push(now);
      else expect(kind).toBe("too_many");
    }
    for (const from of judged) {
      expect(judged.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(10);
    }
    expect(judged.length).toBeGreaterThan(20);
    const now = start + minutes * 60_000;
    // From the browser that is known; from home with a new browser; from a place where the owner never was.
    expect(await home.signIn(db, { now })).toBe("signed_in");
    expect(await new TestBrowser("192.168.1.20").signIn(db, { now })).toBe("signed_in");
    const away = new TestBrowser("198.51.100.7");
    expect(["signed_in", "too_many"]).toContain(await away.signIn(db, { now }));
    expect(await away.signIn(db, { now: now + 60_000 })).toBe("signed_in");
  }, 120_000);
});
