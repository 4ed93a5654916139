import { expect, test } from "vitest";
import { csvLine } from "./csv";

test.each<[string, (string | number | null)[], string]>([
  ["plain texts and numbers", ["nas", -1.5, 0], "nas,-1.5,0\r\n"],
  ["what is not known", [null, "", null], ",,\r\n"],
  ["commas, quotes and new lines", ["a,b", 'say "hi"', "two\nlines"], '"a,b","say ""hi""","two\nlines"\r\n'],
  ["what a spreadsheet would run", ["=1+1", "+1", "-1", "@SUM(A1)"], "'=1+1,'+1,'-1,'@SUM(A1)\r\n"],
  ["the same in full width, and behind a new line", ["＝1", "＠a", "\n=1"], "'＝1,'＠a,\"'\n=1\"\r\n"],
  ["that behind a tab or a return", ["\t=1", "\r=1"], "'\t=1,\"'\r=1\"\r\n"],
])("writes %s", (_what, cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
