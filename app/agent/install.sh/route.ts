import { answering } from "@/app/api/v1/answer";
import { installScript, scriptAnswer } from "../agent-files";
import { hubAddress } from "../hub-address";

export const dynamic = "force-dynamic";

/** `curl -fsSL http://hub:3000/agent/install.sh | sudo sh -s -- --key hle_...` */
export const GET = answering(async (request) =>
  scriptAnswer(await installScript(hubAddress(request.headers))),
);
