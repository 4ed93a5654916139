import { beforeEach, expect, test } from "vitest";
import type { Database } from "../../db/client";
import { findConfig, getCostConfig, getGeneralConfig } from "../../db/queries/config";
import { temporaryDatabase } from "../../db/testing";
import { costConfigDefault } from "../../domain/capacity/cost-config";
import { generalConfigDefault } from "../../domain/general/general-config";
import { readSummarySettings } from "../summary/read-summary-settings";
import { testBy } from "../testing";
import { updateCost } from "./update-cost";
import { updateGeneral } from "./update-general";
import { writeDefaultConfig } from "./write-default-config";

let db: Database;
beforeEach(async () => {
  db = await temporaryDatabase();
});

const audited = () =>
  db
    .query<{ action: string }>("SELECT action FROM audit_log ORDER BY id")
    .then((rows) => rows.map(({ action }) => action));

test.each([true, false])(
  "a name changes alone, is kept and written down (defaults stored: %s)",
  async (isWritten) => {
    if (isWritten) await writeDefaultConfig(db);
    const expected = { ...generalConfigDefault, site_name: "Cupboard" };
    expect(await updateGeneral(db, { site_name: "Cupboard" }, testBy())).toEqual(expected);
    expect(await getGeneralConfig(db)).toEqual(expected);
    await updateGeneral(db, { site_name: "Cupboard" }, testBy());
    expect(await audited()).toEqual(["general.update"]);
  },
);

test("months and weeks follow the time zone, and come back with it", async () => {
  await updateGeneral(db, { time_zone: "Europe/Berlin" }, testBy());
  expect(await getCostConfig(db)).toEqual({ ...costConfigDefault, time_zone: "Europe/Berlin" });
  expect((await readSummarySettings(db)).time_zone).toBe("Europe/Berlin");
  expect(await audited()).toEqual(["general.update", "cost.update"]);
  await updateGeneral(db, { time_zone: null }, testBy());
  expect((await getCostConfig(db)).time_zone).toBe("UTC");
});

test("a zone that was chosen for them stays", async () => {
  await updateCost(db, { time_zone: "Asia/Tokyo" }, testBy());
  const summary = { channels: [], weekday: 2, time: "09:00", time_zone: "UTC" };
  await db.write([
    { sql: "INSERT INTO config (key, value) VALUES ('summary', ?)", args: [JSON.stringify(summary)] },
  ]);
  await updateGeneral(db, { time_zone: "Europe/Berlin" }, testBy());
  expect((await getCostConfig(db)).time_zone).toBe("Asia/Tokyo");
  expect(await findConfig(db, "summary")).toEqual({ ...summary, time_zone: "Europe/Berlin" });
  await updateGeneral(db, { site_name: "Attic" }, testBy());
  expect((await getCostConfig(db)).time_zone).toBe("Asia/Tokyo");
});

test("a damaged document counts as none, and the next change mends it", async () => {
  await db.write([
    `INSERT INTO config (key, value) VALUES ('general', '{"site_name":7}'), ('cost', '"much"')`,
  ]);
  expect(await getGeneralConfig(db)).toEqual(generalConfigDefault);
  await updateGeneral(db, { time_zone: "Europe/Berlin" }, testBy());
  expect(await getGeneralConfig(db)).toEqual({ ...generalConfigDefault, time_zone: "Europe/Berlin" });
});
