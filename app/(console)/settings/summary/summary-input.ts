/** What the form says of when and to whom the week is told; not checked yet. */
export function summaryInputOf(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  return {
    channels: form.getAll("channels").map(String),
    weekday: Number(text("weekday")),
    // A browser may add seconds.
    time: text("time").slice(0, 5),
    time_zone: text("time_zone"),
  };
}
