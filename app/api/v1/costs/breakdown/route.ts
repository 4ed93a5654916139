import { database } from "@/db/client";
import { type CostBreakdownAnswer, costsQuerySchema } from "@/domain/capacity/cost-answer";
import { sumKnown } from "@/domain/capacity/energy";
import { readEnergy } from "@/hub/capacity/read-energy";
import { now } from "@/hub/clock";
import { answering, otherMethods } from "../../answer";
import { requireReader } from "../../authorise";
import { parseWith } from "../../body";

export const GET = answering(async (request) => {
  await requireReader(request);
  const asked = parseWith(costsQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
  const { cost, months, servers } = await readEnergy(database(), { now: now(), count: asked.months });
  const priced = (kilowattHours: number | null) => ({
    kilowatt_hours: kilowattHours,
    cost: kilowattHours === null ? null : kilowattHours * cost.electricity_rate,
  });
  return Response.json({
    settings: cost,
    totals: months.map(({ name }, index) => ({
      month: name,
      ...priced(sumKnown(servers.map((each) => each.months[index]?.kilowattHours ?? null))),
    })),
    servers: servers.map(({ server, months: energies }) => ({
      server_id: server.id,
      server_name: server.displayName ?? server.id,
      machine_type: server.machineType,
      tdp_watts: server.tdpWatts,
      idle_watts: server.idleWatts,
      is_idle_assumed: server.tdpWatts !== null && server.idleWatts === null,
      months: energies.map((energy, index) => ({
        month: months[index]?.name ?? "",
        hours: energy.hours,
        cpu_percent: energy.cpuPercent,
        estimated_watts: energy.watts,
        ...priced(energy.kilowattHours),
      })),
    })),
  } satisfies CostBreakdownAnswer);
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
