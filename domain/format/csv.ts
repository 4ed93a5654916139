/**
 * One line of CSV (RFC 4180), its end included. A text that a spreadsheet would take for a formula, as it begins with = + - @ (in full
 * width too), a tab or a line break, is defused by an apostrophe before it; numbers stay numbers, and null is empty.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
