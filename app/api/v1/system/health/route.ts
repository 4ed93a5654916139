import { database } from "@/db/client";
import { now } from "@/hub/clock";
import { checkHealth } from "@/hub/system/check-health";
import { answering, otherMethods } from "../../answer";

/** Whether the hub can serve, found out by a real query. Needs no key and tells nothing a stranger could use. */
export const GET = answering(async () => {
  const health = await checkHealth(database(), now());
  return Response.json(health, {
    status: health.status === "healthy" ? 200 : 503,
    headers: { "Cache-Control": "no-store", ...(health.status === "healthy" ? {} : { "Retry-After": "10" }) },
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
