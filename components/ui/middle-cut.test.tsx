import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { MiddleCut } from "./middle-cut";

const textOf = (html: string) => html.replace(/<[^>]+>/g, "");

it("keeps the end of a long path, which is what it differs in, and all of it for those who hear it", () => {
  const path = "/srv/storage/pool-number-10/very/deep/path-10";
  const html = renderToStaticMarkup(<MiddleCut text={path} />);
  expect(html).toContain(">y/deep/path-10</span>");
  expect(textOf(html)).toBe(path);
  expect(html).toContain(`title="${path}"`);
});

it("leaves a short name in one piece", () => {
  expect(renderToStaticMarkup(<MiddleCut text="/var/lib/docker" />)).toContain(">/var/lib/docker<");
});

it("never cuts a letter of two code units in halves", () => {
  const html = renderToStaticMarkup(<MiddleCut text={"🐧".repeat(40)} />);
  expect(textOf(html)).toBe("🐧".repeat(40));
  expect(html).not.toContain("\ufffd");
});
