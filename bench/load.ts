import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";

export type LoadOrder =
  | {
      kind: "heartbeats";
      url: string;
      /** A server and its token for each connection. */
      servers: { id: string; token: string }[];
      seconds: number;
      /** Say which samples were answered with 200, and end quietly when the hub is gone. */
      isKilled?: boolean;
    }
  | {
      kind: "batches";
      url: string;
      servers: { id: string; token: string }[];
      samples: number;
      seconds: number;
    };

export type LoadAnswer = {
  requests: number;
  samples: number;
  seconds: number;
  /** How long each answer took. */
  latenciesMs: number[];
  /** `[serverId, timestamp]` of every acknowledged sample, where asked for. */
  acknowledged: [string, number][];
  /** CPU seconds of the generator: near `seconds`, it is the bottleneck and not the hub. */
  cpuSeconds: number;
};

/** The load generator: a process of its own, so that it takes no turn in the hub's event loop or in this one. */
export class Load {
  private readonly child: ChildProcess;

  constructor() {
    this.child = fork(path.join(import.meta.dirname, "load-process.ts"), {
      execArgv: ["--import", "tsx"],
      env: { PATH: process.env.PATH, NODE_ENV: "production" },
      serialization: "advanced",
    });
  }

  run(order: LoadOrder): Promise<LoadAnswer> {
    return new Promise((resolve, reject) => {
      const ended = () => reject(new Error("The load generator has ended"));
      this.child.once("exit", ended);
      this.child.once("message", (message) => {
        this.child.off("exit", ended);
        const answer = message as LoadAnswer | { error: string };
        if ("error" in answer) reject(new Error(answer.error));
        else resolve(answer);
      });
      this.child.send(order);
    });
  }

  end(): void {
    this.child.kill();
  }
}
