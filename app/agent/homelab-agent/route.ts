import { answering } from "@/app/api/v1/answer";
import { readAgentFile, scriptAnswer } from "../agent-files";

export const dynamic = "force-dynamic";

/** The agent, byte for byte as the installer's checksum has it. */
export const GET = answering(async () => scriptAnswer(await readAgentFile("homelab-agent")));
