import { subscribe, unsubscribe } from "node:diagnostics_channel";

// Stands at the top of the built server.js, so it is JavaScript as it is run: Next listens before it has loaded a line of
// the hub's own, and what arrives so early has to wait for the front door as everything after it does.

const key = Symbol.for("homelabcmd.request-gate");
const channel = "http.server.request.start";

/** The one gate of this process; it stands before the first HTTP server that is asked something, which is Next's. */
export function requestGate() {
  globalThis[key] ??= makeGate();
  return globalThis[key];
}

function makeGate() {
  const gate = { guard: undefined, waiting: [] };
  subscribe(channel, function standBefore({ server }) {
    unsubscribe(channel, standBefore);
    const serve = server.listeners("request");
    server.removeAllListeners("request");
    // The hub speaks HTTP/1.1 alone. Without a listener Node takes an offer to change to another protocol (Java's client and
    // `curl --http2` make one) for the plain request that it is; Next's listener, for reloading, would hang up.
    if (process.env.NODE_ENV === "production") server.removeAllListeners("upgrade");
    server.on("request", (request, response) => {
      const enter = () => {
        if (!gate.guard(request, response)) return;
        for (const listener of serve) listener.call(server, request, response);
      };
      if (gate.guard === undefined) gate.waiting.push(enter);
      else enter();
    });
  });
  return gate;
}

requestGate();
