import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { AlertFilters } from "./alert-filters";

const none = { severity: null, server: null, type: null, q: "", from: null, to: null, resetHref: null };
const choices = { kept: {}, severities: [], servers: [], types: [] };
const fold = (chosen: string[]) =>
  renderToStaticMarkup(<AlertFilters chosen={chosen} {...choices} {...none} />);

test("the filters are a fold that works without JavaScript, and says what is filtered by while it is closed", () => {
  expect(fold([])).toMatch(/^<details class="fold-when-narrow[^>]*><summary[^>]*>Filter<\/summary><form/);
  expect(fold(["high", "“tank”"])).toContain(">Filtered by high, “tank”</summary>");
});
