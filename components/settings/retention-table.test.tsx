import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RetentionPreview, RetentionTable } from "./retention-table";

const row = {
  ...{ tier: "raw", name: "Samples", what: "as they came", days: "14", isOff: false },
  ...{ size: "4.2 MB", rows: "20,160", lastRunAt: null, lastRun: "not yet" },
};

test("a tier says what it takes, and its days are tried by address", () => {
  const html = renderToStaticMarkup(<RetentionTable rows={[row]} typed={{}} errors={{}} mayChange />);
  expect(html).toContain('method="get"');
  expect(html).toContain('name="days-raw"');
  expect(html).toContain('value="14"');
  expect(html).toContain("4.2 MB");
});

test("what was typed is put back with what is wrong with it", () => {
  const html = renderToStaticMarkup(
    <RetentionTable rows={[row]} typed={{ raw: "many" }} errors={{ raw: "must be a number" }} mayChange />,
  );
  expect(html).toContain('value="many"');
  expect(html).toContain('aria-invalid="true"');
  expect(html).toContain("must be a number");
});

test("who may only look sees the days and no field", () => {
  const html = renderToStaticMarkup(
    <RetentionTable
      rows={[row, { ...row, tier: "1d", days: "" }]}
      typed={{}}
      errors={{}}
      mayChange={false}
    />,
  );
  expect(html).not.toContain("<input");
  expect(html).toContain("for ever");
});

test("what is possible can be saved as it was typed, an empty field too; what is not can not", () => {
  const preview = (isPossible: boolean) =>
    renderToStaticMarkup(
      <RetentionPreview
        lines={["Samples: 20,160 rows"]}
        rows={20_160}
        isPossible={isPossible}
        typed={{ raw: "7", "1d": "" }}
        save={async () => {}}
      />,
    );
  expect(preview(true)).toContain('type="hidden" name="days-raw" value="7"');
  expect(preview(true)).toContain('name="days-1d" value=""');
  expect(preview(false)).not.toContain("<button");
});

test.each([
  [56_242, /Save and delete 56\s242 rows/],
  [1, /Save and delete 1 row</],
  [0, />Save</],
])("the button that would delete %d rows says so", (rows, words) => {
  const html = renderToStaticMarkup(
    <RetentionPreview lines={[]} rows={rows} isPossible typed={{}} save={async () => {}} />,
  );
  expect(html).toMatch(words);
});

test("the first field to blame has the focus when the page has come", () => {
  const html = renderToStaticMarkup(
    <RetentionTable
      rows={[row, { ...row, tier: "5m" }, { ...row, tier: "1h" }]}
      typed={{}}
      errors={{ "5m": "must be more", "1h": "must be more" }}
      mayChange
    />,
  );
  expect(html.match(/<input[^>]*autofocus[^>]*>/gi)).toEqual([expect.stringContaining("days-5m")]);
});
