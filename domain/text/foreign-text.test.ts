import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { foreignText, linesWithoutUnseen, typedName, withoutUnseen } from "./foreign-text";
import { nastyTexts } from "./testing-nasty-texts";

test.each([
  ["C0 controls and DEL", "a\u0000\u0007\t\r\n\u007fb", "ab"],
  ["C1 controls", "a\u0085\u009b31mb", "a31mb"],
  ["ANSI escapes lose what makes them act", "\u001b[31mred\u001b]0;title\u0007", "[31mred]0;title"],
  ["overrides, embeddings, isolates and marks of direction", "a\u202e\u202a\u2066\u2069\u200f\u061cb", "ab"],
  ["line and paragraph separators", "a\u2028\u2029b", "ab"],
  ["spaces and joints without width", "a\u200b\u2060\ufeffb", "ab"],
  ["halves of surrogate pairs", "a\ud800b\udc00", "ab"],
])("%s are taken out", (_what, text, left) => {
  expect(withoutUnseen(text)).toBe(left);
});

test.each([
  ["emoji, joined ones too", "💾 👩‍🔧"],
  ["Hebrew, Arabic and Persian letters", "שרת خادم می‌خواهم"],
  ["accents as marks of their own", "e\u0301"],
  ["markup and quotes, which are only text", `<b>&amp;'"\`\\`],
])("%s stay", (_what, text) => {
  expect(withoutUnseen(text)).toBe(text);
  expect(linesWithoutUnseen(text)).toBe(text);
});

test("a note keeps its lines and tabs, however they ended", () => {
  expect(linesWithoutUnseen("a\r\nb\rc\u0085d\u2028e\tf\u0000\u001b\u202e")).toBe("a\nb\nc\nd\ne\tf");
});

describe.each(nastyTexts)("%s", (_what, text) => {
  test("comes out as itself, of whole characters, without anything unseen", () => {
    const clean = withoutUnseen(text);
    expect(clean).not.toMatch(/\p{Cs}/u);
    expect(clean).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
    expect(withoutUnseen(clean)).toBe(clean);
  });
});

test("any text: whole characters, one line, the same when it comes again", () => {
  const units = fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 });
  fc.assert(
    fc.property(units, (codes) => {
      const text = String.fromCharCode(...codes);
      for (const clean of [withoutUnseen, linesWithoutUnseen]) {
        const once = clean(text);
        expect(once).not.toMatch(/\p{Cs}/u);
        expect(clean(once)).toBe(once);
      }
      expect(withoutUnseen(text)).not.toMatch(/\p{Cc}/u);
    }),
    { numRuns: 2000 },
  );
});

test("a typed name of nothing that can be seen is none", () => {
  expect(typedName(10).safeParse(" \u200b\u202e\n ").success).toBe(false);
  expect(typedName(10).parse(" n\u0000as\n")).toBe("nas");
  expect(typedName(3).safeParse("nass").success).toBe(false);
  expect(foreignText(3).safeParse("nass").success).toBe(false);
});
