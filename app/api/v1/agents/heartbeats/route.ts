import { type Heartbeat, heartbeatSchema } from "@/domain/heartbeats/heartbeat";
import type { HeartbeatsAnswer } from "@/domain/heartbeats/heartbeat-answer";
import { HubError } from "@/domain/hub-error";
import { now } from "@/hub/clock";
import { heartbeatWriter } from "@/hub/heartbeats/heartbeat-writer";
import { answering, errorCode, otherMethods } from "../../answer";
import { requirePoster } from "../../authorise";
import { fieldFaults, invalid, mediaTypeOf, parseJson, readText, requireMediaType } from "../../body";
import { arrivalsOf } from "../arrival";

const BODY_BYTES_MAX = 4 * 1024 * 1024;
const SAMPLES_MAX = 1000;

type Parsed = { index: number; heartbeat: Heartbeat } | { index: number; error: HubError };

/** Many heartbeats at once, a JSON array or one a line. 200 when all that are not named in `rejected` are on disk. */
export const POST = answering(async (request) => {
  const receivedAt = now();
  requireMediaType(request, ["application/json", "application/x-ndjson", "application/jsonl"]);
  const caller = await requirePoster(request, receivedAt);
  if (caller.kind === "enrolment") {
    throw new HubError("forbidden", "An enrolment key may not post many heartbeats", {
      hint: "Post one to /api/v1/agents/heartbeat first and use the token in its answer.",
    });
  }
  const parsed = parseSamples(await readText(request, BODY_BYTES_MAX), mediaTypeOf(request));
  const good = parsed.filter((sample) => "heartbeat" in sample);
  const arrivalOf = arrivalsOf(request, caller, receivedAt);
  const outcomes =
    good.length === 0 ? [] : await heartbeatWriter().submit(good.map((s) => arrivalOf(s.heartbeat)));

  const rejected = parsed.flatMap((sample) =>
    "error" in sample ? [rejection(sample.index, sample.error)] : [],
  );
  for (const [position, outcome] of outcomes.entries()) {
    if (outcome.kind === "rejected")
      rejected.push(rejection(good[position]?.index ?? position, outcome.error));
  }
  return Response.json({
    accepted: outcomes.filter((outcome) => outcome.kind === "accepted").length,
    duplicates: outcomes.filter((outcome) => outcome.kind === "duplicate").length,
    rejected: rejected.sort((a, b) => a.index - b.index),
  } satisfies HeartbeatsAnswer);
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");

function parseSamples(text: string, mediaType: string): Parsed[] {
  if (text.trim() === "") {
    throw new HubError("invalid", "The body is empty; send a JSON array or one heartbeat a line");
  }
  const isJson = mediaType === "application/json" || /^\s*\[/.test(text);
  const samples = isJson ? arrayItems(text) : lines(text);
  if (samples.length > SAMPLES_MAX) {
    throw new HubError("too_large", `${samples.length} samples at once; at most ${SAMPLES_MAX} are allowed`);
  }
  return samples.map((read, index) => {
    try {
      const result = heartbeatSchema.safeParse(read());
      return result.success
        ? { index, heartbeat: result.data }
        : { index, error: invalid(fieldFaults(result.error)) };
    } catch (error) {
      if (error instanceof HubError) return { index, error };
      throw error;
    }
  });
}

function arrayItems(text: string): (() => unknown)[] {
  const value = parseJson(text);
  if (!Array.isArray(value)) throw new HubError("invalid", "The body is not an array of heartbeats");
  return value.map((item: unknown) => () => item);
}

/** A line that is cut off spoils itself, not the lines before it. */
function lines(text: string): (() => unknown)[] {
  const written = text.split("\n").filter((line) => line.trim() !== "");
  return written.map((line) => () => parseJson(line));
}

function rejection(index: number, error: HubError) {
  return { index, code: errorCode(error), message: error.message };
}
