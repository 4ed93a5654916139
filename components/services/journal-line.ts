/** The command that shows what a unit wrote, as a shell takes it: its name may hold a backslash or a blank. */
export function journalLine(unit: string): string {
  const word = /^[\w@.:-]+$/.test(unit) ? unit : `'${unit.replaceAll("'", "'\\''")}'`;
  return `journalctl -u ${word} -n 100 --no-pager`;
}
