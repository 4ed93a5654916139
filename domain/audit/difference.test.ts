import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changedParts, listDifferences } from "./difference";

describe("the difference between two documents", () => {
  test.each<[string, unknown, unknown, [string, unknown, unknown][]]>([
    ["a value", { high: 85 }, { high: 80 }, [["high", 85, 80]]],
    [
      "a value further down",
      { cpu: { high: 85, clear: 80 } },
      { cpu: { high: 90, clear: 80 } },
      [["cpu.high", 85, 90]],
    ],
    ["a list, as a whole", { tags: ["a", "b"] }, { tags: ["a"] }, [["tags", ["a", "b"], ["a"]]]],
    ["what is new", { a: 1 }, { a: 1, b: 2 }, [["b", undefined, 2]]],
    ["what is gone", { a: 1, b: 2 }, { a: 1 }, [["b", 2, undefined]]],
    ["what was not known", { name: null }, { name: "nas" }, [["name", null, "nas"]]],
    [
      "all of what was made",
      null,
      { a: 1, b: { c: 2 } },
      [
        ["a", undefined, 1],
        ["b.c", undefined, 2],
      ],
    ],
    ["all of what was removed", { a: 1 }, null, [["a", 1, undefined]]],
    ["nothing", { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }, []],
  ])("names %s", (_what, before, after, expected) => {
    expect(listDifferences(before, after)).toEqual(
      expected.map(([path, was, is]) => ({ path, before: was, after: is })),
    );
  });

  test("keeps of both documents the parts that differ, and null where none does", () => {
    const before = { cpu: { high: 85, clear: 80 }, seconds: 180, tags: ["a"] };
    expect(changedParts(before, { ...before, cpu: { high: 90, clear: 80 } })).toEqual({
      before: { cpu: { high: 85 } },
      after: { cpu: { high: 90 } },
    });
    expect(changedParts(before, structuredClone(before))).toBeNull();
    expect(changedParts(null, { a: 1 })).toEqual({ before: null, after: { a: 1 } });
  });

  test("loses no difference by keeping the parts alone", () => {
    const document = fc.dictionary(
      fc.constantFrom("a", "b", "c"),
      fc.oneof(
        fc.integer(),
        fc.constant(null),
        fc.array(fc.integer()),
        fc.dictionary(fc.constantFrom("x", "y"), fc.integer()),
      ),
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(document, document, (before, after) => {
        const parts = changedParts(before, after);
        expect(listDifferences(parts?.before, parts?.after)).toEqual(listDifferences(before, after));
      }),
    );
  });
});
