import { expect, test } from "vitest";
import { fullestOf, percentUsed } from "./filesystem";

test.each([
  ["what the agent says", { percent: 42, used_bytes: 1, total_bytes: 10 }, 42],
  ["the used share of used and available", { used_bytes: 60, available_bytes: 20, total_bytes: 100 }, 75],
  ["the used share of the whole where nothing else is known", { used_bytes: 60, total_bytes: 100 }, 60],
  ["unknown without a used size", { total_bytes: 100 }, null],
  ["unknown for a filesystem without a size", { used_bytes: 0, total_bytes: 0 }, null],
])("the share used is %s", (_name, sizes, expected) => {
  expect(percentUsed({ mount_point: "/", ...sizes })).toBe(expected);
});

test("the fullest filesystem is found among those whose share is known", () => {
  const list = [
    { mount_point: "/", percent: 31 },
    { mount_point: "/mnt/tank", percent: 96 },
    { mount_point: "/mnt/unknown" },
  ];
  expect(fullestOf(list)).toMatchObject({ filesystem: { mount_point: "/mnt/tank" }, percent: 96 });
  expect(fullestOf([{ mount_point: "/mnt/unknown" }])).toBeNull();
});
