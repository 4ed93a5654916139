import { database } from "@/db/client";
import { now } from "@/hub/clock";
import { watchChanges } from "@/hub/live/watch-changes";
import { answering, otherMethods } from "../answer";

export const dynamic = "force-dynamic";

/** Proxies end connections on which nothing moves; a comment line moves. */
const KEEP_ALIVE_MS = 20_000;

/**
 * Server-sent events for the pages: `change` with the servers that changed. `since` (epoch milliseconds, the moment the page
 * was rendered) or the browser's own `Last-Event-ID` brings what was missed in between.
 */
export const GET = answering(async (request) => {
  const said = request.headers.get("last-event-id") ?? new URL(request.url).searchParams.get("since");
  const since = Number(said) > 0 ? Number(said) : now();
  const text = new TextEncoder();
  let end = () => {};
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (message: string) => controller.enqueue(text.encode(message));
      const keepAlive = setInterval(() => send(": still here\n\n"), KEEP_ALIVE_MS);
      let stopWatching = () => {};
      end = () => {
        clearInterval(keepAlive);
        stopWatching();
        end = () => {};
      };
      request.signal.addEventListener("abort", () => end());
      // Browsers come back after this time by themselves.
      send("retry: 2000\n\n");
      stopWatching = await watchChanges(
        database(),
        {
          onChange: ({ serverIds, at }) =>
            send(`id: ${at}\nevent: change\ndata: ${JSON.stringify({ servers: serverIds })}\n\n`),
          onEnd: () => {
            end();
            controller.close();
          },
        },
        since,
      );
    },
    cancel: () => end(),
  });
  return new Response(stream, {
    headers: {
      "Content-Type": "text/event-stream; charset=utf-8",
      "Cache-Control": "no-store, no-transform",
      // nginx would keep the events back until its buffer is full.
      "X-Accel-Buffering": "no",
    },
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
