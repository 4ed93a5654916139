import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { AlertForm } from "./alert-form";

const form = (change: { isList?: boolean; matching?: { ids: number[]; total: number } }) =>
  renderToStaticMarkup(
    <AlertForm action={async () => null} label="Selected alerts" canAcknowledge {...change} />,
  );

test("buttons work before JavaScript has come, whether or not something is selected", () => {
  expect(form({ isList: true })).not.toContain("disabled=");
});

test("offers all that match, where they are more than are shown", () => {
  expect(form({ isList: true })).not.toContain('name="matching"');
  const html = form({ isList: true, matching: { ids: [9, 8, 7], total: 3 } });
  expect(html).toMatch(/<input[^>]*name="matching"[^>]*value="9,8,7"/);
  expect(html).toContain("all 3 that match");
});

test("says how many of them where they are more than can be done at once", () => {
  expect(form({ isList: true, matching: { ids: [9, 8], total: 157 } })).toContain(
    "the newest 2 of 157 that match",
  );
});
