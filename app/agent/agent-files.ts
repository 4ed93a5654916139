import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";

/** The two files that machines fetch, as they lie in `agent/`; read anew each time, so that an edit counts at once. */
export async function readAgentFile(name: "install.sh" | "homelab-agent"): Promise<string> {
  return readFile(path.join(/*turbopackIgnore: true*/ process.cwd(), "agent", name), "utf8");
}

/** The installer with the hub's address and the agent's checksum in the places that it keeps for them. */
export async function installScript(hubUrl: string): Promise<string> {
  const [script, agent] = await Promise.all([readAgentFile("install.sh"), readAgentFile("homelab-agent")]);
  const values: Record<string, string> = {
    "@HUB_URL@": insideQuotes(hubUrl),
    "@AGENT_SHA256@": createHash("sha256").update(agent).digest("hex"),
  };
  return script.replace(/@HUB_URL@|@AGENT_SHA256@/g, (placeholder) => values[placeholder] ?? placeholder);
}

/** The answer to a download: never kept on the way, so that a machine always gets the file of this hub and no older one. */
export function scriptAnswer(script: string): Response {
  return new Response(script, {
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}

/** Text that stands between single quotes of a shell: a quote in it ends nothing. */
function insideQuotes(text: string): string {
  return text.replaceAll("'", "'\\''");
}
