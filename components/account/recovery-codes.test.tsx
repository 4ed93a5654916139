import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RecoveryCodes } from "./recovery-codes";

test("recovery codes are copied all at once, one a line", () => {
  const html = renderToStaticMarkup(<RecoveryCodes codes={["aaaa-bbbb", "cccc-dddd"]} />);
  expect(html).toContain("Copy the codes");
});
