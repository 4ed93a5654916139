import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { temporaryDatabase } from "../../db/testing";
import { insertAlert, insertRow, insertServer } from "../alerts/testing-alerts";
import { testBy } from "../testing";
import { addService } from "./add-service";
import { removeService } from "./remove-service";
import { updateService } from "./update-service";

const nginx = { serverId: "nas", serviceName: "nginx" };

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
  await insertServer(db, "nas");
  await addService(db, "nas", { service_name: "nginx" }, testBy());
  for (const subject of ["nginx", "nginx-exporter"]) {
    await insertAlert(db, { alert_type: "service_down", subject, severity: "medium" });
  }
});

const alertsNow = () =>
  db.query(
    "SELECT subject, status, (SELECT note FROM alert_events WHERE alert_id = alerts.id) AS why FROM alerts ORDER BY id",
  );
const other = { subject: "nginx-exporter", status: "open", why: null };

test("a service that is disabled has no alert any more, and the timeline says why", async () => {
  await updateService(db, nginx, { enabled: false }, testBy());
  expect(await alertsNow()).toEqual([
    { subject: "nginx", status: "resolved", why: "nginx was disabled" },
    other,
  ]);
});

test("a service that is removed has no alert any more, and the timeline says why", async () => {
  await removeService(db, nginx, testBy());
  expect(await alertsNow()).toEqual([
    { subject: "nginx", status: "resolved", why: "nginx is not expected any more" },
    other,
  ]);
});

test("another name, or another weight, leaves its alert as it is", async () => {
  await updateService(db, nginx, { display_name: "Web", is_critical: true }, testBy());
  expect(await alertsNow()).toEqual([{ subject: "nginx", status: "open", why: null }, other]);
});

test("each change is seen by the pages that are open", async () => {
  const touched = async (deed: () => Promise<void>) => {
    await db.write(["UPDATE servers SET updated_at = 5"]);
    await deed();
    const [row] = await db.query<{ updated_at: number }>("SELECT updated_at FROM servers");
    return (row?.updated_at ?? 0) > 5;
  };
  expect(await touched(() => addService(db, "nas", { service_name: "ssh" }, testBy()))).toBe(true);
  expect(await touched(() => updateService(db, nginx, { is_critical: true }, testBy()))).toBe(true);
  expect(await touched(() => removeService(db, nginx, testBy()))).toBe(true);
});

test("what can be no unit's name is refused, unless the agent calls a service so", async () => {
  const add = () => addService(db, "nas", { service_name: "not a unit !!" }, testBy());
  await expect(add()).rejects.toMatchObject({
    ...{ code: "invalid", fields: [{ path: "service_name", message: expect.stringContaining("blanks") }] },
  });
  await db.write([
    insertRow("service_status", {
      ...{
        server_id: "nas",
        service_name: "not a unit !!",
        status: "running",
        timestamp: 1,
        last_seen_at: 1,
      },
      known_until: 1,
    }),
  ]);
  await add();
  await addService(db, "nas", { service_name: "no-suffix$and(all)" }, testBy());
  expect(await db.query("SELECT count(*) AS n FROM expected_services")).toEqual([{ n: 3 }]);
});
