import { expect, it } from "vitest";
import { spanHref } from "../servers/[id]/span-query";
import { fleetParams, parseFleetQuery } from "./fleet-query";

it("reads back what it writes, whatever was chosen", () => {
  const query = { metric: "sent", by: "max", top: 12, tag: "lab", picked: ["nas", "pi-hole"] } as const;
  const href = spanHref("/charts", { range: "7d" }, fleetParams({ ...query, picked: [...query.picked] }));
  expect(href).toBe("/charts?metric=sent&by=max&top=12&tag=lab&server=nas&server=pi-hole&range=7d");
  const { searchParams } = new URL(href, "http://hub");
  const params = { ...Object.fromEntries(searchParams), server: searchParams.getAll("server") };
  expect(parseFleetQuery(params)).toEqual(query);
});

it("leaves nonsense aside, and picks no more than can be told apart", () => {
  const many = Array.from({ length: 30 }, (_, n) => `host-${n}`);
  expect(
    parseFleetQuery({ metric: "gold", top: "1000", by: "luck", server: [...many, "../etc", "host-1"] }),
  ).toEqual({
    metric: "cpu",
    by: "mean",
    top: 8,
    tag: null,
    picked: many.slice(0, 12),
  });
  expect(fleetParams(parseFleetQuery({}))).toEqual([]);
});
