import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Button } from "./button";

test("a button whose deed is under way keeps the focus, and its presses are stopped", () => {
  const html = renderToStaticMarkup(<Button isPending>Save</Button>);
  expect(html).toContain('aria-disabled="true"');
  expect(html).not.toMatch(/\sdisabled[=>]/);
  let isStopped = false;
  Button({ isPending: true }).props.onClick({
    preventDefault: () => {
      isStopped = true;
    },
  });
  expect(isStopped).toBe(true);
  expect(Button({}).props.onClick).toBeUndefined();
});
