import { heartbeatSchema } from "@/domain/heartbeats/heartbeat";
import type { HeartbeatAnswer } from "@/domain/heartbeats/heartbeat-answer";
import { HubError } from "@/domain/hub-error";
import { now } from "@/hub/clock";
import { heartbeatWriter } from "@/hub/heartbeats/heartbeat-writer";
import { answering, otherMethods } from "../../answer";
import { requirePoster } from "../../authorise";
import { parseJson, parseWith, readText, requireMediaType } from "../../body";
import { arrivalsOf } from "../arrival";

const BODY_BYTES_MAX = 1024 * 1024;

/** One heartbeat. 200 when it is on disk. */
export const POST = answering(async (request) => {
  const receivedAt = now();
  requireMediaType(request, ["application/json"]);
  const caller = await requirePoster(request, receivedAt);
  const heartbeat = parseWith(heartbeatSchema, parseJson(await readText(request, BODY_BYTES_MAX)));
  const [outcome] = await heartbeatWriter().submit([arrivalsOf(request, caller, receivedAt)(heartbeat)]);
  if (outcome === undefined) throw new HubError("internal", "The heartbeat has no outcome");
  if (outcome.kind === "rejected") throw outcome.error;
  return Response.json({
    status: "ok",
    server_registered: outcome.isRegistered,
    pending_commands: [],
    results_acknowledged: [],
    server_time: new Date(receivedAt).toISOString(),
    next_heartbeat_seconds: outcome.intervalSeconds,
    expected_services: outcome.expectedServices,
    ...(outcome.serverToken === null ? {} : { server_token: outcome.serverToken }),
  } satisfies HeartbeatAnswer);
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
