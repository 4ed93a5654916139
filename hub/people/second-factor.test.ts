import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { describeEachDatabase, openTestDatabase } from "../../db/testing-sqld";
import { beginSecondFactor, confirmSecondFactor, endSecondFactor, renewRecoveryCodes } from "./second-factor";
import { TestBrowser, testPassword, testPerson } from "./testing";
import { oneTimeCode } from "./testing-code";
import { verifyCode } from "./verify-code";

/** What the app on a phone shows, so many half minutes from now: one ahead is right already. */
const codeOf = (uri: string, steps = 0) =>
  oneTimeCode(new URL(uri).searchParams.get("secret") ?? "", Date.now() + steps * 30_000);

/** Six digits that it shows neither now nor soon. */
const wrongCodeOf = (uri: string) => {
  const right = new Set(Array.from({ length: 12 }, (_, n) => codeOf(uri, n - 3)));
  const codes = Array.from({ length: 13 }, (_, n) => String(n).padStart(6, "0"));
  return codes.find((code) => !right.has(code)) ?? "";
};

await describeEachDatabase("the second factor", (kind) => {
  let db: Database;
  let browser: TestBrowser;
  beforeEach(async () => {
    db = await openTestDatabase(kind);
    await testPerson(db);
    browser = new TestBrowser();
    await browser.signIn(db);
  });

  const asked = async (owner = browser) => {
    const person = await owner.person(db);
    if (person === null) throw new Error("nobody is signed in");
    return { person, visitor: owner.visitor, now: Date.now() };
  };
  const turnOn = async (owner = browser) => {
    const made = await beginSecondFactor(db, { ...(await asked(owner)), password: testPassword });
    const code = codeOf(made.uri);
    owner.keep(await confirmSecondFactor(db, { ...(await asked(owner)), code }));
    return { ...made, code };
  };
  const enter = async (other: TestBrowser, code: string, now = Date.now()) => {
    const outcome = await verifyCode(db, { code, visitor: other.visitor, now });
    if ("cookies" in outcome) other.keep(outcome.cookies);
    return outcome.kind;
  };

  test("is asked for once it is on, and lets nobody in before its code was right", async () => {
    const { uri, secret } = await turnOn();
    expect(decodeURIComponent(uri)).toContain("HomelabCmd:ann");
    expect(await db.query("SELECT * FROM two_factors")).toMatchObject([{ verified: 1 }]);
    expect(JSON.stringify(await db.query("SELECT * FROM two_factors"))).not.toContain(secret);
    const other = new TestBrowser("10.0.0.10");
    expect(await other.signIn(db)).toBe("code_needed");
    expect(await other.person(db)).toBeNull();
    expect(await enter(other, wrongCodeOf(uri))).toBe("wrong");
    expect(await other.person(db)).toBeNull();
    expect(await enter(other, codeOf(uri, 1))).toBe("signed_in");
    expect(await other.person(db)).toMatchObject({ username: "ann" });
  });

  test("a recovery code is good once", async () => {
    const { recoveryCodes } = await turnOn();
    const [code = ""] = recoveryCodes;
    expect(recoveryCodes).toHaveLength(10);
    const [first, second] = [new TestBrowser(), new TestBrowser()];
    await first.signIn(db);
    expect(await enter(first, code)).toBe("signed_in");
    await second.signIn(db);
    expect(await enter(second, code)).toBe("wrong");
  });

  test("a code of the app is good once, also for two who enter it at the same time", async () => {
    const { uri } = await turnOn();
    // Long enough ago that its code is nobody's any more.
    await db.write(["DELETE FROM verifications WHERE identifier LIKE 'used-code-%'"]);
    const browsers = [new TestBrowser(), new TestBrowser(), new TestBrowser()];
    for (const each of browsers) await each.signIn(db);
    const [first, second, third] = browsers as [TestBrowser, TestBrowser, TestBrowser];
    const code = codeOf(uri);
    const both = await Promise.all([enter(first, code), enter(second, code)]);
    expect(both.sort()).toEqual(["signed_in", "wrong"]);
    expect(await enter(third, code)).toBe("wrong");
    expect(await enter(third, codeOf(uri, 1))).toBe("signed_in");
  });

  test("the code that turned it on signs nobody in", async () => {
    const { uri, code } = await turnOn();
    const other = new TestBrowser();
    await other.signIn(db);
    expect(await enter(other, code)).toBe("wrong");
    expect(await enter(other, codeOf(uri, 1))).toBe("signed_in");
  });

  test.each<[how: string, typed: (code: string) => string]>([
    ["without its dash", (code) => code.replace("-", "")],
    ["in capitals", (code) => code.toUpperCase()],
    ["with blanks around it and in it", (code) => ` ${code.replace("-", " - ")} `],
    ["as it is", (code) => code],
  ])("a recovery code that is typed %s is the same code, once", async (_how, typed) => {
    const { recoveryCodes } = await turnOn();
    const [first, second] = [new TestBrowser(), new TestBrowser()];
    for (const each of [first, second]) await each.signIn(db);
    const [code = ""] = recoveryCodes;
    expect(await enter(first, typed(code))).toBe("signed_in");
    expect(await enter(second, code)).toBe("wrong");
  });

  test("a code is judged for whose password was right, whoever else the browser says it is", async () => {
    const { uri } = await turnOn();
    await testPerson(db, "bob", "viewer");
    const bob = new TestBrowser("203.0.113.9");
    await bob.signIn(db, { username: "bob" });
    const theirs = await turnOn(bob);
    const [ann, other] = [new TestBrowser(), new TestBrowser()];
    await ann.signIn(db);
    await other.signIn(db, { username: "bob" });
    const outcome = async (uri: string, ...cookies: string[]) => {
      const visitor = { ...ann.visitor, cookies: cookies.join("; ") };
      return (await verifyCode(db, { code: codeOf(uri, 1), visitor, now: Date.now() })).kind;
    };
    // A session of one's own beside the password of somebody else, and two passwords, of which the last counts.
    expect(await outcome(theirs.uri, ann.cookies, bob.cookies)).toBe("wrong");
    expect(await outcome(uri, ann.cookies, other.cookies)).toBe("wrong");
    expect(await outcome(theirs.uri, ann.cookies, other.cookies)).toBe("signed_in");
    expect(await outcome(uri, ann.cookies, bob.cookies)).toBe("signed_in");
  });

  test("other recovery codes take the place of those there were, for whoever knows the password", async () => {
    const { recoveryCodes: old } = await turnOn();
    await expect(renewRecoveryCodes(db, { ...(await asked()), password: "a guess" })).rejects.toThrow(
      "not your password",
    );
    const renewed = await renewRecoveryCodes(db, { ...(await asked()), password: testPassword });
    expect(renewed).toHaveLength(10);
    const other = new TestBrowser();
    await other.signIn(db);
    expect(await enter(other, old[0] ?? "")).toBe("wrong");
    expect(await enter(other, renewed[0] ?? "")).toBe("signed_in");
    const log =
      "SELECT action FROM audit_log WHERE action LIKE 'person.%recovery%' OR action LIKE '%factor%' ORDER BY id";
    expect(await db.query(log)).toEqual([
      { action: "person.second_factor_on" },
      { action: "person.renew_recovery_codes" },
    ]);
  });

  test("codes are not guessed: at most ten a minute are judged, from however many addresses", async () => {
    await turnOn();
    const kinds: string[] = [];
    for (let n = 0; n < 15; n++) {
      const thief = new TestBrowser(`203.0.113.${n}`);
      await thief.signIn(db);
      kinds.push(await enter(thief, "000000"));
    }
    expect(kinds.filter((kind) => kind === "wrong").length).toBeLessThanOrEqual(10);
  }, 120_000);

  test("after five wrong codes the password is asked for again, and the right code says so too", async () => {
    const { uri } = await turnOn();
    const other = new TestBrowser("10.0.0.10");
    for (const now of [0, 1, 2, 3, 4]) {
      if (now === 0) await other.signIn(db);
      expect(await enter(other, wrongCodeOf(uri), Date.now() + now * 60_000)).toBe("wrong");
    }
    expect(await enter(other, codeOf(uri), Date.now() + 6 * 60_000)).toBe("expired");
  });

  test("without a password that was right there is nothing to enter a code for", async () => {
    await turnOn();
    expect(await enter(new TestBrowser(), "000000")).toBe("expired");
  });

  test("is turned off by whoever knows the password, and by nobody else", async () => {
    await turnOn();
    await expect(endSecondFactor(db, { ...(await asked()), password: "a guess" })).rejects.toThrow(
      "not your password",
    );
    browser.keep(await endSecondFactor(db, { ...(await asked()), password: testPassword }));
    expect(await new TestBrowser().signIn(db)).toBe("signed_in");
  });
});
