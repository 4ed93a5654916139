import { expect, test } from "vitest";
import { listMaintenanceWindows } from "../../../db/queries/maintenance";
import { temporaryDatabase } from "../../../db/testing";
import type { MaintenanceInput } from "../../../domain/alerts/maintenance";
import { testBy } from "../../testing";
import { createMaintenance, MAINTENANCE_WINDOWS_MAX } from "./create-maintenance";
import { removeMaintenance } from "./remove-maintenance";

const once: MaintenanceInput = {
  name: "New disk",
  serverId: "nas",
  tag: null,
  when: { kind: "once", startsAt: 1_000, endsAt: 2_000 },
};
const weekly: MaintenanceInput = {
  name: "Backup",
  serverId: null,
  tag: "store",
  when: {
    kind: "weekly",
    weekdays: [6, 7],
    startMinute: 120,
    durationMinutes: 90,
    timeZone: "Europe/London",
  },
};

async function databaseWithNas() {
  const db = await temporaryDatabase();
  await db.write([{ sql: "INSERT INTO servers (id, hostname) VALUES ('nas', 'nas')", args: [] }]);
  return db;
}

test("a window reads back as it was made, and is gone once removed, twice as well", async () => {
  const db = await databaseWithNas();
  const [first, second] = [
    await createMaintenance(db, once, testBy()),
    await createMaintenance(db, weekly, testBy()),
  ];
  expect(await listMaintenanceWindows(db)).toEqual([
    { id: first, ...once },
    { id: second, ...weekly },
  ]);
  await removeMaintenance(db, first, testBy());
  await removeMaintenance(db, first, testBy());
  expect((await listMaintenanceWindows(db)).map(({ id }) => id)).toEqual([second]);
});

test("a server nobody knows is refused at its field", async () => {
  const db = await databaseWithNas();
  await expect(createMaintenance(db, { ...once, serverId: "pi" }, testBy())).rejects.toMatchObject({
    code: "invalid",
    fields: [{ path: "server_id" }],
  });
  expect(await listMaintenanceWindows(db)).toEqual([]);
});

test("the windows of a server go with it", async () => {
  const db = await databaseWithNas();
  await createMaintenance(db, once, testBy());
  await db.write([{ sql: "DELETE FROM servers WHERE id = 'nas'", args: [] }]);
  expect(await listMaintenanceWindows(db)).toEqual([]);
});

test("there is a bound on them", async () => {
  const db = await databaseWithNas();
  await db.write(
    Array.from({ length: MAINTENANCE_WINDOWS_MAX }, (_, n) => ({
      sql: "INSERT INTO maintenance_windows (name, starts_at, ends_at) VALUES (?, 1, 2)",
      args: [`w${n}`],
    })),
  );
  await expect(createMaintenance(db, weekly, testBy())).rejects.toMatchObject({ code: "conflict" });
});
