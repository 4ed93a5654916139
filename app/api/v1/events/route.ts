import { database } from "@/db/client";
import { now } from "@/hub/clock";
import { hubErrorOf } from "@/hub/hub-error-of";
import { watchChanges } from "@/hub/live/watch-changes";
import { answering, otherMethods } from "../answer";
import { requireReader } from "../authorise";
import { EventStream } from "./event-stream";

export const dynamic = "force-dynamic";

/** Proxies end connections on which nothing moves; a comment line moves. */
const KEEP_ALIVE_MS = 20_000;

/** A stream outlives the question who asked for it, so that is asked again. */
const AUTHORISED_EVERY_MS = 3000;

/**
 * Server-sent events for the pages: `change` with the servers that changed. `since` (epoch milliseconds, the moment the page
 * was rendered) or the browser's own `Last-Event-ID` brings what was missed in between. It ends where its reader is signed out.
 */
export const GET = answering(async (request) => {
  await requireReader(request);
  const said = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("since");
  const since = /^\d{1,15}$/.test(said ?? "") ? Number(said) : now();
  const events = new EventStream(KEEP_ALIVE_MS);
  request.signal.addEventListener("abort", () => events.end());
  if (request.signal.aborted) events.end();
  const stopWatching = await watchChanges(
    database(),
    {
      onChange: ({ serverIds, at }) => events.send("change", String(at), { servers: serverIds }),
      onEnd: () => events.end(),
    },
    since,
  ).catch((error: unknown) => {
    events.end();
    throw error;
  });
  events.whenEnded(stopWatching);
  const asking = setInterval(() => {
    requireReader(request).catch((error: unknown) => {
      // A database that is busy says nothing about who may read.
      if (hubErrorOf(error).code === "unauthenticated") events.end();
    });
  }, AUTHORISED_EVERY_MS);
  events.whenEnded(() => clearInterval(asking));
  return new Response(events.body, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      // nginx would keep the events back until its buffer is full.
      "X-Accel-Buffering": "no",
      // A browser that comes back on the same connection would keep a hub that is ending from ending.
      Connection: "close",
    },
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
