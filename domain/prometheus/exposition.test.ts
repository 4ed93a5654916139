import { expect, test } from "vitest";
import { withoutUnseen } from "../text/foreign-text";
import { nastyTexts } from "../text/testing-nasty-texts";
import { expositionOf } from "./exposition";
import { parseExposition } from "./testing-exposition";

test("writes a family with its help, its type and its figures, and leaves out what is not known", () => {
  const text = expositionOf([
    {
      name: "hub_servers",
      type: "gauge",
      help: "Servers, by \\ and\nmore",
      figures: [
        { labels: { status: "online" }, value: 2 },
        { labels: { status: "gone" }, value: null },
      ],
    },
    { name: "hub_nothing", type: "gauge", help: "x", figures: [{ value: null }] },
    {
      name: "hub_seconds",
      type: "histogram",
      help: "x",
      histogram: { bounds: [0.1, 1], counts: [2, 0, 1], sum: 3.5 },
    },
  ]);
  expect(text).toBe(
    [
      "# HELP hub_servers Servers, by \\\\ and\\nmore",
      "# TYPE hub_servers gauge",
      'hub_servers{status="online"} 2',
      "# HELP hub_seconds x",
      "# TYPE hub_seconds histogram",
      'hub_seconds_bucket{le="0.1"} 2',
      'hub_seconds_bucket{le="1"} 2',
      'hub_seconds_bucket{le="+Inf"} 3',
      "hub_seconds_sum 3.5",
      "hub_seconds_count 3",
      "",
    ].join("\n"),
  );
  expect([...parseExposition(text).keys()]).toEqual(["hub_servers", "hub_seconds"]);
});

test.each(nastyTexts)("%s is one label, read back as it was", (_what, text) => {
  for (const label of [text, withoutUnseen(text)]) {
    const [family] = parseExposition(
      expositionOf([
        { name: "a", type: "gauge", help: text, figures: [{ labels: { label, other: "x" }, value: 1 }] },
      ]),
    ).values();
    expect(family?.samples).toEqual([{ name: "a", labels: { label, other: "x" }, value: 1 }]);
  }
});

test.each([
  ["a line without its end", "# HELP a x\n# TYPE a gauge\na 1"],
  ["a sample without a family", "a 1\n"],
  ["a sample of another family", "# HELP a x\n# TYPE a gauge\nb 1\n"],
  ["a sample twice", "# HELP a x\n# TYPE a gauge\na 1\na 1\n"],
  ["a quote that is not escaped", '# HELP a x\n# TYPE a gauge\na{b="c"d"} 1\n'],
  ["no number", "# HELP a x\n# TYPE a gauge\na null\n"],
  [
    "a histogram that does not add up",
    '# HELP a x\n# TYPE a histogram\na_bucket{le="+Inf"} 2\na_sum 1\na_count 3\n',
  ],
  ["a family twice", '# HELP a x\n# TYPE a gauge\na 1\n# HELP a x\n# TYPE a gauge\na{b="1"} 1\n'],
])("the reader of the tests refuses %s", (_what, text) => {
  expect(() => parseExposition(text)).toThrow();
});
