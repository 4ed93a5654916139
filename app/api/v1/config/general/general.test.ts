import { expect, test } from "vitest";
import { configAnswerSchema } from "@/domain/config-answer";
import { generalConfigDefault } from "@/domain/general/general-config";
import { ask, bodyOf, enrolmentKey, errorOf, testHub } from "../../testing";
import { GET } from "../route";
import { PUT } from "./route";

const read = async () => (await bodyOf(await GET(ask("/config"), {}), configAnswerSchema)).general;
const put = (json: unknown, key?: string) => PUT(ask("/config/general", { method: "PUT", json, key }), {});

test("a name, a zone or a unit changes alone, and the answer is the whole", async () => {
  await testHub();
  expect(await read()).toEqual(generalConfigDefault);
  const response = await put({ site_name: "  Cup\u0000board " });
  expect(response.status).toBe(200);
  const { general } = await bodyOf(response, configAnswerSchema);
  expect(general).toEqual({ ...generalConfigDefault, site_name: "Cupboard" });
  await put({ time_zone: "Europe/Zurich" });
  expect(await read()).toMatchObject({ site_name: "Cupboard", time_zone: "Europe/Zurich" });
  await put({ time_zone: null });
  expect(await read()).toEqual({ ...generalConfigDefault, site_name: "Cupboard" });
  await put({ temperature_unit: "fahrenheit", network_unit: "bits" });
  expect(await read()).toMatchObject({
    ...{ site_name: "Cupboard", temperature_unit: "fahrenheit", network_unit: "bits" },
  });
});

test.each([
  ["site_name", { site_name: " " }],
  ["site_name", { site_name: "x".repeat(51) }],
  ["time_zone", { time_zone: "Mars/Olympus" }],
  ["time_zone", { time_zone: "" }],
  ["temperature_unit", { temperature_unit: "kelvin" }],
  ["network_unit", { network_unit: null }],
  ["", { name: "Cupboard" }],
])("%s that cannot be is 422 and changes nothing", async (path, json) => {
  await testHub();
  expect(await errorOf(await put(json))).toMatchObject({
    ...{ status: 422, code: "VALIDATION_ERROR", fields: [{ path }] },
  });
  expect(await read()).toEqual(generalConfigDefault);
});

test("the name is nobody's but a program's with the API key", async () => {
  await testHub();
  for (const key of ["wrong", enrolmentKey]) expect((await put({ site_name: "x" }, key)).status).toBe(401);
  expect(await read()).toEqual(generalConfigDefault);
});
