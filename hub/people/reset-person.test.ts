import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { testBy } from "../testing";
import { changePassword } from "./change-password";
import { resetPerson } from "./reset-person";
import { TestBrowser, testPassword, testPerson } from "./testing";

test("a password that somebody else chose opens nothing until it is changed, and every session has ended", async () => {
  const db = await temporaryDatabase();
  await testPerson(db);
  const before = new TestBrowser();
  await before.signIn(db);
  const temporary = await resetPerson(db, "Ann", testBy());
  expect(await before.person(db)).toBeNull();
  expect(await before.signIn(db, { password: testPassword })).toBe("wrong");

  const browser = new TestBrowser();
  expect(await browser.signIn(db, { password: temporary })).toBe("signed_in");
  const person = await browser.person(db);
  expect(person).toMatchObject({ mustChangePassword: true });
  if (person === null) return;
  const asked = { person, visitor: browser.visitor, now: Date.now(), chosen: "a password of my own" };
  await expect(changePassword(db, { ...asked, current: "a guess" })).rejects.toThrow("not your password");
  await expect(changePassword(db, { ...asked, current: asked.chosen })).rejects.toThrow("the one you have");
  browser.keep(await changePassword(db, { ...asked, current: temporary }));
  expect(await browser.person(db)).toMatchObject({ mustChangePassword: false });
  expect(await new TestBrowser().signIn(db, { password: asked.chosen })).toBe("signed_in");
});

test("nobody who is not there is reset", async () => {
  const db = await temporaryDatabase();
  await expect(resetPerson(db, "nobody", testBy())).rejects.toThrow("Nobody is called 'nobody' here");
});
