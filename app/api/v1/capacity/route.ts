import { database } from "@/db/client";
import {
  type CapacityAnswer,
  capacityQuerySchema,
  forecastAnswerOf,
} from "@/domain/capacity/capacity-answer";
import { rankCapacity } from "@/hub/capacity/rank-capacity";
import { now } from "@/hub/clock";
import { answering, otherMethods } from "../answer";
import { requireReader } from "../authorise";
import { parseWith } from "../body";

const units = { filesystem: "bytes", memory: "percent", load: "load" } as const;

export const GET = answering(async (request) => {
  await requireReader(request);
  const asked = parseWith(capacityQuerySchema, Object.fromEntries(new URL(request.url).searchParams));
  const subjects = (await rankCapacity(database(), now()))
    .filter(({ serverId }) => asked.server_id === undefined || serverId === asked.server_id)
    .filter(({ kind }) => asked.kind === undefined || kind === asked.kind)
    .map((each) => ({
      server_id: each.serverId,
      server_name: each.server.displayName ?? each.serverId,
      kind: each.kind,
      subject: each.subject,
      unit: units[each.kind],
      value: each.values.at(-1)?.value ?? null,
      capacity: each.capacity,
      forecast: forecastAnswerOf(each.forecast),
    }));
  return Response.json({ subjects, total: subjects.length } satisfies CapacityAnswer);
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
