import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { hubLicence } from "../hub-version";
import { readPackages } from "./read-packages";

const root = path.join(import.meta.dirname, "../..");
const { packages } = readPackages();

test("every dependency of the project is in the list, and nothing that only develops it", () => {
  const direct = packages.filter(({ isDirect }) => isDirect).map(({ name }) => name);
  expect(direct.sort()).toEqual([...Object.keys(packageJson.dependencies), "tailwindcss"].sort());
  const names = packages.map(({ name }) => name);
  for (const needed of ["react-is", "@next/env", "scheduler"]) expect(names).toContain(needed);
  expect(names.filter((name) => name === "sharp" || name.startsWith("@img/"))).toEqual([]);
  for (const tool of ["vitest", "esbuild", "drizzle-kit", "@playwright/test", "typescript", "lightningcss"]) {
    expect(names).not.toContain(tool);
  }
});

test("all of it is installed, for this C library too, and says the same version and licence of itself", () => {
  let compared = 0;
  for (const { name, version, licence } of packages) {
    const file = path.join(root, "node_modules", name, "package.json");
    expect.soft(existsSync(file), `${name} is installed`).toBe(true);
    const own = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
    // Of two versions, one is deeper inside.
    if (own.version !== version || licence === null) continue;
    compared++;
    const title = licence === "OFL-1.1" ? "SIL OPEN FONT LICENSE" : licence;
    expect.soft(own.license, name).toBe(title);
  }
  expect(compared).toBeGreaterThan(packages.length * 0.9);
});

test("geist's fonts, whose licence has a title for a name, are under the version that is said", () => {
  const files = path.join(root, "node_modules/geist");
  const text = readFileSync(path.join(files, "LICENSE.txt"), "utf8");
  expect(text).toContain("SIL Open Font License, Version 1.1");
  expect(packages.find(({ name }) => name === "geist")?.licence).toBe("OFL-1.1");
});

test("the hub's own licence is the one of its LICENSE", () => {
  expect(readFileSync(path.join(root, "LICENSE"), "utf8")).toMatch(new RegExp(`^${hubLicence} License\n`));
});
