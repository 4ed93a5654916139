/** What the form says of the price; not checked yet. A comma is a point, and what is left empty is no number. */
export function costInputOf(form: FormData): Record<string, unknown> {
  const text = (name: string) => String(form.get(name) ?? "").trim();
  const rate = text("electricity_rate").replace(",", ".");
  return {
    electricity_rate: rate === "" ? null : Number(rate),
    currency_symbol: text("currency_symbol"),
    time_zone: text("time_zone"),
  };
}
