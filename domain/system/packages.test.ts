import { expect, test } from "vitest";
import { type LockedPackage, type Platform, shippedPackages } from "./packages";

const linux: Platform = { os: "linux", cpu: "x64", libc: "glibc" };

/** A lock in which the project asks for `a`; folders are given without their first node_modules. */
function locked(entries: Record<string, LockedPackage>, root: LockedPackage = { dependencies: { a: "1" } }) {
  const folders = Object.entries(entries).map(([at, entry]) => [
    `node_modules/${at}`,
    { version: "1.0.0", license: "MIT", ...entry },
  ]);
  return { packages: { "": root, ...Object.fromEntries(folders) } };
}

const namesOf = (lock: ReturnType<typeof locked>, platform = linux, copied: string[] = []) =>
  shippedPackages(lock, platform, { copied }).map(({ name, version }) => `${name}@${version}`);

test("direct packages come first, then what they bring along, each by name", () => {
  const lock = locked(
    {
      z: { dependencies: { b: "1" } },
      a: { dependencies: { "@x/c": "1" } },
      "@x/c": {},
      b: { license: "ISC" },
    },
    { dependencies: { z: "1", a: "1" } },
  );
  expect(shippedPackages(lock, linux)).toEqual([
    { name: "a", version: "1.0.0", licence: "MIT", isDirect: true },
    { name: "z", version: "1.0.0", licence: "MIT", isDirect: true },
    { name: "@x/c", version: "1.0.0", licence: "MIT", isDirect: false },
    { name: "b", version: "1.0.0", licence: "ISC", isDirect: false },
  ]);
});

test("two versions of one package are two rows, one version in two places is one", () => {
  const lock = locked({
    a: { dependencies: { b: "1", c: "1", d: "1" } },
    b: { version: "9.0.0" },
    c: { dependencies: { b: "1" } },
    "c/node_modules/b": { version: "10.0.0", license: "ISC" },
    d: { dependencies: { b: "1" } },
    "d/node_modules/b": { version: "10.0.0", license: "ISC" },
  });
  expect(namesOf(lock)).toEqual(["a@1.0.0", "b@9.0.0", "b@10.0.0", "c@1.0.0", "d@1.0.0"]);
});

test("a package deep inside finds its own copy first, then those above it", () => {
  const lock = locked({
    a: { dependencies: { b: "1" } },
    "a/node_modules/b": { dependencies: { c: "1", d: "1", e: "1" } },
    "a/node_modules/b/node_modules/c": { version: "3.0.0" },
    "a/node_modules/d": { version: "2.0.0" },
    c: {},
    d: {},
    e: {},
  });
  expect(namesOf(lock)).toEqual(["a@1.0.0", "b@1.0.0", "c@3.0.0", "d@2.0.0", "e@1.0.0"]);
});

test("packages that need each other come to an end", () => {
  expect(namesOf(locked({ a: { dependencies: { b: "1" } }, b: { dependencies: { a: "1" } } }))).toEqual([
    "a@1.0.0",
    "b@1.0.0",
  ]);
});

test("development's packages stay out, but for those of which a part is copied into the build", () => {
  const lock = locked({ a: {}, runner: { dependencies: { part: "1" } }, part: {}, styles: {} }, {
    dependencies: { a: "1" },
    devDependencies: { runner: "1", styles: "1" },
  } as LockedPackage);
  expect(namesOf(lock)).toEqual(["a@1.0.0"]);
  expect(namesOf(lock, linux, ["styles"])).toEqual(["a@1.0.0", "styles@1.0.0"]);
});

test("what is left out of the build stays out with all that only it needs", () => {
  const lock = locked({
    a: { optionalDependencies: { images: "1" }, dependencies: { b: "1" } },
    images: { dependencies: { deep: "1", b: "1" } },
    b: {},
    deep: {},
  });
  const names = shippedPackages(lock, linux, { leftOut: ["images"] }).map(({ name }) => name);
  expect(names).toEqual(["a", "b"]);
});

test("a peer ships where it is needed, not where it only could be used", () => {
  const lock = locked({
    a: {
      peerDependencies: { needed: "1", runner: "1" },
      peerDependenciesMeta: { runner: { optional: true } },
    },
    needed: {},
    runner: {},
  });
  expect(namesOf(lock)).toEqual(["a@1.0.0", "needed@1.0.0"]);
});

test.each<[string, LockedPackage, boolean]>([
  ["of this platform", { os: ["linux"], cpu: ["x64"], libc: ["glibc"] }, true],
  ["of several, this among them", { os: ["darwin", "linux"], cpu: ["arm64", "x64"] }, true],
  ["of this system with any C library", { os: ["linux"], cpu: ["x64"] }, true],
  ["of another system", { os: ["darwin"], cpu: ["x64"] }, false],
  ["of another processor", { os: ["linux"], cpu: ["arm64"] }, false],
  ["of the other C library", { os: ["linux"], cpu: ["x64"], libc: ["musl"] }, false],
  ["of every system but this one", { os: ["!linux"] }, false],
  ["of every system but another", { os: ["!win32"] }, true],
])("an optional package %s", (_what, entry, ships) => {
  const lock = locked({
    a: { optionalDependencies: { native: "1" } },
    native: { ...entry, dependencies: { deep: "1" } },
    deep: {},
  });
  expect(namesOf(lock)).toEqual(ships ? ["a@1.0.0", "deep@1.0.0", "native@1.0.0"] : ["a@1.0.0"]);
});

test("a package for a C library is not one of a system without that choice", () => {
  const lock = locked({ a: { libc: ["glibc"] } });
  expect(namesOf(lock, { os: "darwin", cpu: "arm64", libc: null })).toEqual([]);
});

test("an optional package that is not in the lock is not installed", () => {
  expect(namesOf(locked({ a: { optionalDependencies: { gone: "1" } } }))).toEqual(["a@1.0.0"]);
});

test("a licence that the lock does not state is none, and one by its title has its SPDX name", () => {
  const lock = locked({
    a: { license: undefined, dependencies: { font: "1" } },
    font: { license: "SIL OPEN FONT LICENSE" },
  });
  expect(shippedPackages(lock, linux).map(({ licence }) => licence)).toEqual([null, "OFL-1.1"]);
});

test("a package under another name is called by its own", () => {
  expect(namesOf(locked({ a: { name: "@x/a" } }))).toEqual(["@x/a@1.0.0"]);
});
