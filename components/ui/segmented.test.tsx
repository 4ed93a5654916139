import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { Segmented } from "./segmented";

it("strikes out what cannot be chosen, and says why to those who point and to those who listen", () => {
  const html = renderToStaticMarkup(
    <Segmented
      label="Time range"
      segments={[
        { label: "1h", href: "/", isCurrent: true },
        { label: "90d", href: null, isCurrent: false, title: "there are only 14d of history" },
      ]}
    />,
  );
  const [, chosen = "", refused = ""] = html.split("<li>");
  expect(refused).toContain("line-through");
  expect(refused).toContain('title="there are only 14d of history"');
  expect(refused).toContain('<span class="sr-only">, there are only 14d of history</span>');
  expect(chosen).not.toContain("line-through");
});
