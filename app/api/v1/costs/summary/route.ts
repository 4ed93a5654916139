import { database } from "@/db/client";
import type { CostSummaryAnswer } from "@/domain/capacity/cost-answer";
import { sumKnown, wholeMonth } from "@/domain/capacity/energy";
import { readEnergy } from "@/hub/capacity/read-energy";
import { now } from "@/hub/clock";
import { answering, otherMethods } from "../../answer";
import { requireReader } from "../../authorise";

const DAY_MS = 86_400_000;

export const GET = answering(async (request) => {
  await requireReader(request);
  const at = now();
  const { cost, months, servers } = await readEnergy(database(), { now: at, count: 1 });
  const [month] = months;
  if (month === undefined) throw new Error("there is always a present month");
  const energies = servers.flatMap(({ months: [energy] }) => energy ?? []);
  const kilowattHours = sumKnown(energies.map((energy) => energy.kilowattHours));
  const priced = (amount: number | null) => (amount === null ? null : amount * cost.electricity_rate);
  const daysUntilNow = Math.max(1, (at - month.from) / DAY_MS);
  const included = servers.filter(({ server }) => server.tdpWatts !== null).length;
  return Response.json({
    month: month.name,
    kilowatt_hours: kilowattHours,
    cost: priced(kilowattHours),
    daily_cost: priced(kilowattHours === null ? null : kilowattHours / daysUntilNow),
    monthly_cost: priced(wholeMonth(kilowattHours, month, at)),
    total_estimated_watts: sumKnown(energies.map(({ watts }) => watts)),
    electricity_rate: cost.electricity_rate,
    currency_symbol: cost.currency_symbol,
    servers_included: included,
    servers_missing_config: servers.length - included,
  } satisfies CostSummaryAnswer);
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
