import { expect, test } from "vitest";
import { selectedIds } from "./selected-ids";

function form(...entries: [string, string][]): FormData {
  const data = new FormData();
  for (const [name, value] of entries) data.append(name, value);
  return data;
}

test.each([
  ["the boxes of rows", form(["id", "3"], ["id", "7"]), [3, 7]],
  ["all that match, each once", form(["id", "9"], ["matching", "9,8,7"]), [9, 8, 7]],
  ["a row's own button, about that row alone", form(["id", "3"], ["acknowledge", "7"]), [7]],
  ["nothing", form(["note", "x"]), []],
])("selects %s", (_name, data, ids) => {
  expect(selectedIds(data)).toEqual(ids);
});

test.each([
  ["no number", form(["id", "x"])],
  ["no id", form(["id", "-1"])],
  ["a list that is none", form(["matching", "1,,2"])],
  ["more than any page offers", form(["matching", Array.from({ length: 500 }, (_, n) => n + 1).join()])],
])("refuses %s", (_name, data) => {
  expect(selectedIds(data)).toBeNull();
});
