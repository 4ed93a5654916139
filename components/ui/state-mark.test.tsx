import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import type { State } from "./state-look";
import { StateMark } from "./state-mark";

const states: State[] = ["ok", "notice", "bad", "unknown"];

it("tells every state by its shape, with or without its colour", () => {
  const drawings = states.map((state) => renderToStaticMarkup(<StateMark state={state} word="w" />));
  expect(new Set(drawings).size).toBe(4);
  const withoutColour = drawings.map((html) => html.replace(/text-\w+/g, ""));
  expect(new Set(withoutColour).size).toBe(4);
});

it("keeps its word for those who hear the page when there is no room for it", () => {
  const html = renderToStaticMarkup(<StateMark state="bad" word="critical" hideWord />);
  expect(html).toContain('title="critical"');
  expect(html).toContain('<span class="sr-only">critical</span>');
});

it.each(["outline", "hatched"] as const)("draws %s differently from solid", (look) => {
  for (const state of states.filter((each) => each !== "unknown" || look === "hatched")) {
    expect(renderToStaticMarkup(<StateMark state={state} word="w" look={look} />)).not.toBe(
      renderToStaticMarkup(<StateMark state={state} word="w" />),
    );
  }
});
