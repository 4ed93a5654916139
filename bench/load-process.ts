import { Agent, request } from "node:http";
import type { LoadAnswer, LoadOrder } from "./load";
import { sampleText } from "./sample";

// The other end of `Load`: takes an order, posts as fast as the hub answers, and reports.

process.on("message", (order: LoadOrder) => {
  void run(order).then(
    (answer) => process.send?.(answer),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});

/** Newest sample time of each server over all orders, so that none is sent twice. */
const newest = new Map<string, number>();

async function run(order: LoadOrder): Promise<LoadAnswer> {
  const answer: LoadAnswer = {
    requests: 0,
    samples: 0,
    seconds: 0,
    latenciesMs: [],
    acknowledged: [],
    cpuSeconds: 0,
  };
  const agent = new Agent({ keepAlive: true, maxSockets: order.servers.length, scheduling: "fifo" });
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  const deadline = startedAt + order.seconds * 1000;
  const connection = order.kind === "heartbeats" ? postHeartbeats : postBatches;
  await Promise.all(
    order.servers.map((server) => connection({ order: order as never, server, agent, deadline, answer })),
  );
  answer.seconds = (performance.now() - startedAt) / 1000;
  const cpu = process.cpuUsage(cpuBefore);
  answer.cpuSeconds = (cpu.user + cpu.system) / 1e6;
  agent.destroy();
  return answer;
}

type Connection<Kind> = {
  order: Extract<LoadOrder, { kind: Kind }>;
  server: { id: string; token: string };
  agent: Agent;
  deadline: number;
  answer: LoadAnswer;
};

/** One agent that has its next heartbeat ready as soon as the last one is answered. */
async function postHeartbeats(connection: Connection<"heartbeats">): Promise<void> {
  const { order, server, agent, deadline, answer } = connection;
  const text = sampleText(server.id);
  const url = `${order.url}/api/v1/agents/heartbeat`;
  while (performance.now() < deadline) {
    const timestamp = Math.max(Date.now(), (newest.get(server.id) ?? 0) + 1);
    newest.set(server.id, timestamp);
    const sentAt = performance.now();
    try {
      await post({ url, token: server.token, agent, body: text(timestamp) });
    } catch (error) {
      if (order.isKilled) return;
      throw error;
    }
    answer.requests++;
    answer.samples++;
    answer.latenciesMs.push(performance.now() - sentAt);
    if (order.isKilled) answer.acknowledged.push([server.id, timestamp]);
  }
}

const BATCH_START_MS = Date.now() - 30 * 24 * 3_600_000;

/** An agent that was cut off for a month and sends its spool, a minute a sample. */
async function postBatches(connection: Connection<"batches">): Promise<void> {
  const { order, server, agent, deadline, answer } = connection;
  const text = sampleText(server.id);
  const url = `${order.url}/api/v1/agents/heartbeats`;
  while (performance.now() < deadline) {
    const from = newest.get(server.id) ?? BATCH_START_MS;
    newest.set(server.id, from + order.samples * 1000);
    const samples = Array.from({ length: order.samples }, (_, index) => text(from + index * 1000));
    const sentAt = performance.now();
    const said = await post({ url, token: server.token, agent, body: `[${samples.join(",")}]` });
    const { accepted } = JSON.parse(said) as { accepted: number };
    if (accepted !== order.samples) throw new Error(`${accepted} of ${order.samples} were accepted: ${said}`);
    answer.requests++;
    answer.samples += accepted;
    answer.latenciesMs.push(performance.now() - sentAt);
  }
}

/** The body of a 200; throws at anything else. */
function post(options: { url: string; token: string; agent: Agent; body: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      options.url,
      {
        method: "POST",
        agent: options.agent,
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(options.body),
          authorization: `Bearer ${options.token}`,
        },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", reject);
        response.once("end", () => {
          const text = Buffer.concat(chunks).toString();
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`${response.statusCode} ${text.slice(0, 300)}`));
        });
      },
    );
    sent.once("error", reject);
    sent.end(options.body);
  });
}
