import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Notice } from "./notice";

test("what is all of a page begins as every page does, with its title and no line above it", () => {
  const html = renderToStaticMarkup(<Notice isPage title="Not found" />);
  expect(html).toMatch(/<h1 class="[^"]*\btext-title\b[^"]*">Not found/);
  expect(html).not.toContain("border-y");
});

test("what is a part of a page stands between hairlines, and is no heading", () => {
  const html = renderToStaticMarkup(<Notice title="No server matches" />);
  expect(html).toContain("border-y");
  expect(html).not.toContain("<h1");
});
