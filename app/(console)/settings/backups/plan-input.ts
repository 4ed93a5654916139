/** What the form says of the plan; not checked yet. What is left empty is no number. */
export function planInputOf(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const count = (name: string) => (text(name) === "" ? null : Number(text(name)));
  return {
    enabled: form.get("enabled") !== null,
    // Some browsers send seconds along.
    time: text("time").replace(/^(\d\d:\d\d):00$/, "$1"),
    time_zone: text("time_zone"),
    keep_daily: count("keep_daily"),
    keep_weekly: count("keep_weekly"),
    keep_monthly: count("keep_monthly"),
  };
}
