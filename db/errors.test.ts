import { DrizzleQueryError } from "drizzle-orm/errors";
import { describe, expect, test } from "vitest";
import { HubError } from "../domain/hub-error";
import {
  classifyDatabaseError,
  type DatabaseFault,
  databaseFaults,
  isConstraint,
  isTransient,
} from "./errors";

/** What the clients really throw, as they were seen to throw it: code, extended code, words. */
const seen: [DatabaseFault, string, string | undefined, string][] = [
  ["busy", "SQLITE_BUSY", "SQLITE_BUSY", "SQLITE_BUSY: database is locked"],
  ["busy", "SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_BUSY: database is locked"],
  ["busy", "SQLITE_BUSY", undefined, "SQLITE_BUSY: SQLite error: database is locked"],
  ["busy", "SQLITE_LOCKED", "SQLITE_LOCKED", "SQLITE_LOCKED: database table is locked"],
  ["busy", "TRANSACTION_CLOSED", undefined, "The transaction has been rolled back"],
  ["unique", "SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_UNIQUE", "UNIQUE constraint failed: servers.guid"],
  ["unique", "SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_PRIMARYKEY", "UNIQUE constraint failed: servers.id"],
  ["unique", "SQLITE_CONSTRAINT", undefined, "SQLite error: UNIQUE constraint failed: servers.id"],
  ["foreign_key", "SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_FOREIGNKEY", "FOREIGN KEY constraint failed"],
  ["foreign_key", "SQLITE_CONSTRAINT", undefined, "SQLite error: FOREIGN KEY constraint failed"],
  ["check", "SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_CHECK", "CHECK constraint failed: servers_id_slug"],
  ["check", "SQLITE_CONSTRAINT", undefined, "SQLite error: CHECK constraint failed: servers_id_slug"],
  [
    "not_null",
    "SQLITE_CONSTRAINT",
    "SQLITE_CONSTRAINT_NOTNULL",
    "NOT NULL constraint failed: servers.hostname",
  ],
  ["not_null", "SQLITE_CONSTRAINT", undefined, "SQLite error: NOT NULL constraint failed: servers.hostname"],
  ["full", "SQLITE_FULL", "SQLITE_FULL", "SQLITE_FULL: database or disk is full"],
  ["readonly", "SQLITE_READONLY", "SQLITE_READONLY_DBMOVED", "attempt to write a readonly database"],
  ["corrupt", "SQLITE_CORRUPT", "SQLITE_CORRUPT", "SQLITE_CORRUPT: database disk image is malformed"],
  ["corrupt", "SQLITE_NOTADB", "SQLITE_NOTADB", "SQLITE_NOTADB: file is not a database"],
  ["cantopen", "SQLITE_CANTOPEN", "SQLITE_CANTOPEN", "SQLITE_CANTOPEN: unable to open database file"],
  ["cantopen", "", undefined, 'ConnectionFailed("Unable to open connection to local database /no/x.db: 14")'],
  ["unavailable", "SQLITE_IOERR", "SQLITE_IOERR_WRITE", "SQLITE_IOERR: disk I/O error"],
  ["unavailable", "SERVER_ERROR", undefined, "SERVER_ERROR: Server returned HTTP status 502"],
  ["unavailable", "HRANA_WEBSOCKET_ERROR", undefined, "HRANA_WEBSOCKET_ERROR: closed"],
  ["unavailable", "CLIENT_CLOSED", undefined, "CLIENT_CLOSED: The client is closed"],
  ["unknown", "SQLITE_ERROR", "SQLITE_ERROR", "SQLITE_ERROR: no such table: nosuch"],
  ["unknown", "SQLITE_ERROR", "SQLITE_ERROR", "SQLITE_ERROR: malformed JSON"],
  ["unknown", "SQLITE_UNKNOWN", undefined, "SQLITE_UNKNOWN: SQLite error: malformed JSON"],
  [
    "unknown",
    "SQL_PARSE_ERROR",
    undefined,
    "SQL string could not be parsed: unsupported statement: ATTACH 'x' AS y",
  ],
  ["unknown", "SQLITE_CONSTRAINT", "SQLITE_CONSTRAINT_TRIGGER", "a trigger's own words"],
];

const thrown = (code: string, extendedCode: string | undefined, message: string, cause?: unknown) =>
  Object.assign(new Error(message, { cause }), { code, extendedCode });

describe("classifies what the clients throw", () => {
  test.each(seen)("as %s: %s %s %s", (fault, code, extendedCode, message) => {
    const error = thrown(code, extendedCode, message);
    expect(classifyDatabaseError(error)).toBe(fault);
    expect(classifyDatabaseError(new DrizzleQueryError("insert into x", [1], error))).toBe(fault);
    expect(classifyDatabaseError(new HubError("unavailable", "Later", { cause: error }))).toBe(fault);
  });

  test("has seen every fault at least once", () => {
    expect(new Set(seen.map(([fault]) => fault))).toEqual(new Set(databaseFaults));
  });

  test.each([
    "ECONNREFUSED",
    "ECONNRESET",
    "EHOSTUNREACH",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ETIMEDOUT",
    "UND_ERR_SOCKET",
  ])("takes a server that is away for unavailable: %s", (code) => {
    const network = new TypeError("fetch failed", { cause: thrown(code, undefined, "network") });
    expect(classifyDatabaseError(network)).toBe("unavailable");
    expect(classifyDatabaseError(thrown(code, undefined, "other side closed"))).toBe("unavailable");
  });

  test("does not read the values that Drizzle repeats in its message", () => {
    const cause = thrown("SQLITE_ERROR", "SQLITE_ERROR", "no such column: x");
    const value = "database is locked; UNIQUE constraint; disk image is malformed";
    expect(classifyDatabaseError(new DrizzleQueryError("insert into x values (?)", [value], cause))).toBe(
      "unknown",
    );
  });

  test.each([[null], [undefined], ["SQLITE_BUSY"], [5], [{}], [new Error("an ordinary fault")]])(
    "knows nothing about %s",
    (error) => {
      expect(classifyDatabaseError(error)).toBe("unknown");
    },
  );

  test("ends where causes go round in a circle", () => {
    const first = new Error("first");
    first.cause = new Error("second", { cause: first });
    expect(classifyDatabaseError(first)).toBe("unknown");
  });
});

test("each fault passes by itself, or is one of the data, or is neither; never both", () => {
  const kinds = databaseFaults.map((fault) => [fault, isTransient(fault), isConstraint(fault)]);
  expect(kinds).toEqual([
    ["busy", true, false],
    ["unique", false, true],
    ["foreign_key", false, true],
    ["check", false, true],
    ["not_null", false, true],
    ["full", true, false],
    ["readonly", true, false],
    ["corrupt", false, false],
    ["cantopen", true, false],
    ["unavailable", true, false],
    ["unknown", false, false],
  ]);
});
