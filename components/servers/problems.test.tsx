import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Problem, Problems } from "./problems";

const now = Date.UTC(2026, 10, 21, 9, 30);

const problem = (id: number, text: string): Problem => ({
  key: `alert ${id}`,
  alertId: id,
  href: `/alerts/${id}`,
  name: "nas",
  mark: { state: "bad", look: "solid", word: "critical" },
  text,
  since: now - 3_600_000,
  acknowledgedBy: null,
});

test("three problems of one server are three links that say what each is about", () => {
  const html = renderToStaticMarkup(
    <Problems
      problems={[problem(1, "disk /mnt/tank 96.2 % ≥ 95 %"), problem(2, "offline"), problem(3, "memory")]}
      now={now}
      acknowledge={null}
    />,
  );
  const names = [...html.matchAll(/<a [^>]*aria-label="([^"]*)"/g)].map(([, name]) => name);
  expect(names).toEqual(["nas disk /mnt/tank 96.2 % ≥ 95 %", "nas offline", "nas memory"]);
});

test("on the server's own page the link is its text, and needs no other name", () => {
  const html = renderToStaticMarkup(
    <Problems problems={[problem(2, "offline")]} now={now} acknowledge={null} withName={false} />,
  );
  expect(html).toMatch(/<a (?![^>]*aria-label)[^>]*>offline<\/a>/);
});
