import { expect, test } from "vitest";
import { personRow } from "./people-view";

const ann = {
  ...({ id: "1", username: "ann", role: "admin", lastLogin: null, sessionsCount: 0 } as const),
  ...{ hasPassword: true, hasTwoFactor: false, hasOidc: false, mustChangePassword: false },
};

test.each([
  ["a password alone", {}, "password", "off"],
  ["a password that an administrator chose", { mustChangePassword: true }, "temporary password", "off"],
  ["a second factor", { hasTwoFactor: true }, "password", "on"],
  ["a provider alone", { hasPassword: false, hasOidc: true }, "provider", "the provider's"],
  ["both", { hasOidc: true }, "password, provider", "off"],
  ["neither", { hasPassword: false }, "nothing yet", "the provider's"],
])("says how somebody signs in by %s", (_case, change, proof, secondFactor) => {
  expect(personRow({ ...ann, ...change }, "1")).toMatchObject({ proof, secondFactor, isYou: true });
});
