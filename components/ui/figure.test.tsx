import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Figure } from "./figure";

it.each([
  ["12 %", true],
  ["1.2 MiB/s", true],
  ["1\u202f204 B", true],
  ["41d 3h", false],
  ["0.42", false],
  ["–", false],
])("sets the unit of %s in a lighter ink: %s", (text, hasUnit) => {
  const html = renderToStaticMarkup(<Figure>{text}</Figure>);
  expect(html.includes('<span class="text-faint">')).toBe(hasUnit);
});
