import { describe, expect, it } from "vitest";
import { mayAct, type Role } from "./person";

describe("what a role includes", () => {
  const cases: [Role, Role, boolean][] = [
    ["admin", "admin", true],
    ["admin", "operator", true],
    ["admin", "viewer", true],
    ["operator", "admin", false],
    ["operator", "operator", true],
    ["operator", "viewer", true],
    ["viewer", "admin", false],
    ["viewer", "operator", false],
    ["viewer", "viewer", true],
  ];
  it.each(cases)("%s where %s is needed: %s", (role, needed, expected) => {
    expect(mayAct(role, needed)).toBe(expected);
  });
});
