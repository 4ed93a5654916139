import { renderToStaticMarkup } from "react-dom/server";
import { expect, it, test } from "vitest";
import { type Problem, Problems } from "./problems";

const now = Date.UTC(2026, 10, 21, 9, 30);
const mount = "/srv/storage/pool-number-13/very/deep/path-13";

const problem = (id: number, what: string, reading = ""): Problem => ({
  key: `alert ${id}`,
  alertId: id,
  href: `/alerts/${id}`,
  name: "nas",
  mark: { state: "bad", look: "solid", word: "critical" },
  ...{ what, reading },
  since: now - 3_600_000,
  acknowledgedBy: null,
});

const drawn = (problems: Problem[], withName = true) =>
  renderToStaticMarkup(<Problems problems={problems} now={now} acknowledge={null} withName={withName} />);
const linkNames = (html: string) =>
  [...html.matchAll(/<a [^>]*aria-label="([^"]*)"/g)].map(([, name]) => name);

test("three problems of one server are three links that say what each is about", () => {
  const html = drawn([
    problem(1, "disk /mnt/tank", "96.2 % ≥ 95 %"),
    problem(2, "offline"),
    problem(3, "memory"),
  ]);
  expect(linkNames(html)).toEqual(["nas disk /mnt/tank 96.2 % ≥ 95 %", "nas offline", "nas memory"]);
});

test("on the server's own page the link says what is wrong, without the server's name", () => {
  expect(linkNames(drawn([problem(2, "offline")], false))).toEqual(["offline"]);
});

it.each([true, false])(
  "cuts a long subject in its middle, and never its reading (with name: %s)",
  (withName) => {
    const html = drawn([problem(1, `disk ${mount}`, "94.5 % ≥ 80 %")], withName);
    const cut = [...html.matchAll(/<span class="truncate[^"]*">([^<]*)</g)].map(([, text]) => text);
    expect(cut).toEqual([`disk ${mount.slice(0, -14)}`]);
    expect(html).toContain(`>${mount.slice(-14)}<`);
    expect(html.replace(/<[^>]*>/g, "")).toContain(`disk ${mount} 94.5 % ≥ 80 %`);
  },
);

it("leaves a short subject in one piece", () => {
  expect(drawn([problem(1, "disk /mnt/tank")])).toContain(">disk /mnt/tank<");
});
