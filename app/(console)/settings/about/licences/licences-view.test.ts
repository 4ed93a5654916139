import { expect, test } from "vitest";
import { licencesSentence } from "./licences-view";

const linux = { os: "linux", cpu: "x64", libc: "glibc" };

const under = (...licences: (string | null)[]) =>
  licences.map((licence, index) => ({ name: `p${index}`, version: "1.0.0", licence, isDirect: false }));

test("licences are counted, the most common first, equals by name, what is not stated last", () => {
  expect(licencesSentence(under(null, "MIT", "ISC", null, "MIT", "0BSD", null), linux)).toBe(
    "On linux x64 with glibc it runs on 7 packages by others: 2\u00a0MIT, 1\u00a00BSD, 1\u00a0ISC, 3\u00a0not stated.",
  );
});

test("one package is one, and a system without a choice of C libraries names none", () => {
  expect(licencesSentence(under("MIT AND ISC"), { os: "darwin", cpu: "arm64", libc: null })).toBe(
    "On darwin arm64 it runs on 1 package by others: 1\u00a0MIT AND ISC.",
  );
});
