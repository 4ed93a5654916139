import { linkSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { backupName } from "../../db/backups/backup-name.mjs";
import { testBy, testNow } from "../testing";
import { backupPlaceOf, findBackup, listBackups } from "./backup-place";
import { deleteBackup } from "./delete-backup";
import { filledDatabase, namesIn } from "./testing";

const name = (at: number, kind: "scheduled" | "manual" = "manual") => backupName("homelab.db", { at, kind });

async function folder() {
  const { db, file, directory } = await filledDatabase();
  const place = backupPlaceOf(db);
  if (place === null) throw new Error("there is a place");
  return { db, file, directory, place };
}

test("lists backups of this database, newest first, and nothing else", async () => {
  const { directory, place } = await folder();
  expect(listBackups(place)).toEqual([]);
  mkdirSync(directory);
  for (const each of [name(testNow), name(testNow + 5000, "scheduled"), "other-20261121T093000Z-manual.db"]) {
    writeFileSync(path.join(directory, each), "12345");
  }
  writeFileSync(path.join(directory, "homelab-20261341T093000Z-manual.db"), "no such day");
  mkdirSync(path.join(directory, name(testNow + 9000)));
  expect(listBackups(place)).toEqual([
    { name: name(testNow + 5000, "scheduled"), at: testNow + 5000, kind: "scheduled", bytes: 5 },
    { name: name(testNow), at: testNow, kind: "manual", bytes: 5 },
  ]);
});

test.each([
  "../homelab.db",
  "..%2fhomelab.db",
  "/etc/passwd",
  "",
  ".",
  "homelab-20261121T093000Z-manual.db/../../homelab.db",
  "homelab-20261121T093000Z-manual.db\0",
])("finds and deletes nothing by the name %j", async (given) => {
  const { db, directory, place } = await folder();
  mkdirSync(directory);
  writeFileSync(path.join(directory, name(testNow)), "12345");
  expect(() => findBackup(place, given)).toThrow("There is no such backup");
  await expect(deleteBackup(db, given, testBy())).rejects.toThrow("There is no such backup");
  expect(namesIn(directory)).toEqual([name(testNow)]);
  expect(namesIn(path.dirname(directory))).toContain("homelab.db");
});

test("neither a link to another file nor a second name of the live database is a backup", async () => {
  const { file, directory, place } = await folder();
  mkdirSync(directory);
  symlinkSync("/etc/passwd", path.join(directory, name(testNow)));
  linkSync(file, path.join(directory, name(testNow + 1000)));
  for (const each of [name(testNow), name(testNow + 1000)]) {
    expect(() => findBackup(place, each)).toThrow("There is no such backup");
  }
});

test("deletes the one that is named", async () => {
  const { db, directory } = await folder();
  mkdirSync(directory);
  for (const at of [testNow, testNow + 1000]) writeFileSync(path.join(directory, name(at)), "12345");
  await deleteBackup(db, name(testNow), testBy());
  expect(namesIn(directory)).toEqual([name(testNow + 1000)]);
});
