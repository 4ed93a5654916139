import { inspect } from "node:util";
import { expect, test } from "vitest";
import { temporaryDatabase } from "../../db/testing";
import { authDatabase } from "./auth-database";
import { testPerson } from "./testing";

test("what a statement was given does not stand in the error when it fails", async () => {
  const db = await temporaryDatabase();
  const { id: userId } = await testPerson(db);
  const adapter = authDatabase(db)({});
  const account = { userId, providerId: "credential", accountId: userId, password: "a hash of theirs" };
  const error = await adapter.create({ model: "account", data: account }).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(Error);
  expect(inspect(error, { depth: 9 })).toContain("UNIQUE");
  expect(inspect(error, { depth: 9 })).not.toContain("a hash of theirs");
});
