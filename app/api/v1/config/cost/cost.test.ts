import { expect, test } from "vitest";
import { costConfigDefault } from "@/domain/capacity/cost-config";
import { configAnswerSchema } from "@/domain/config-answer";
import { ask, bodyOf, enrolmentKey, errorOf, testHub } from "../../testing";
import { GET } from "../route";
import { PUT } from "./route";

const read = async () => (await bodyOf(await GET(ask("/config"), {}), configAnswerSchema)).cost;
const put = (json: unknown, key?: string) => PUT(ask("/config/cost", { method: "PUT", json, key }), {});

test("a price changes alone, the answer is the whole, and it is kept", async () => {
  await testHub();
  expect(await read()).toEqual(costConfigDefault);
  const response = await put({ electricity_rate: 0.31 });
  expect(response.status).toBe(200);
  const config = await bodyOf(response, configAnswerSchema);
  expect(config.cost).toEqual({ ...costConfigDefault, electricity_rate: 0.31 });
  await put({ currency_symbol: " CHF ", time_zone: "Europe/Zurich" });
  const expected = { electricity_rate: 0.31, currency_symbol: "CHF", time_zone: "Europe/Zurich" };
  expect(await read()).toEqual(expected);
  expect((await bodyOf(await put({}), configAnswerSchema)).cost).toEqual(expected);
});

test.each([
  ["electricity_rate", { electricity_rate: -0.1 }],
  ["electricity_rate", { electricity_rate: "0.3" }],
  ["electricity_rate", { electricity_rate: null }],
  ["currency_symbol", { currency_symbol: "  " }],
  ["currency_symbol", { currency_symbol: "eleven more" }],
  ["time_zone", { time_zone: "Mars/Olympus" }],
  ["", { electricity_price: 0.3 }],
  ["", []],
])("%s that cannot be is 422 and changes nothing", async (path, json) => {
  await testHub();
  await put({ electricity_rate: 0.5 });
  expect(await errorOf(await put(json))).toMatchObject({
    ...{ status: 422, code: "VALIDATION_ERROR", fields: [{ path }] },
  });
  expect(await read()).toEqual({ ...costConfigDefault, electricity_rate: 0.5 });
});

test("a damaged document is mended by the next change", async () => {
  const db = await testHub();
  await db.write([`INSERT INTO config (key, value) VALUES ('cost', '{"electricity_rate":"much"}')`]);
  expect(await read()).toEqual(costConfigDefault);
  await put({ currency_symbol: "€" });
  expect(await read()).toEqual({ ...costConfigDefault, currency_symbol: "€" });
});

test("the price is nobody's but a program's with the API key", async () => {
  await testHub();
  for (const key of ["wrong", enrolmentKey])
    expect((await put({ electricity_rate: 1 }, key)).status).toBe(401);
  expect(await read()).toEqual(costConfigDefault);
});
