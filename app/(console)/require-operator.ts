import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { byOf } from "@/app/by-of";
import { isOwnHost } from "@/app/own-host";
import type { By } from "@/hub/audit/record";
import { log } from "@/hub/log";
import { hubConfig } from "@/hub-config";

/**
 * Asked by every page and action before it reads anything. Until there is sign-in, whoever reaches the address is the
 * operator (answered as who acts, for the deeds); only a foreign site that borrows a visitor's browser is told apart, by the name that it cannot choose.
 */
export async function requireOperator(): Promise<By> {
  const given = await headers();
  const asked = given.get("host");
  if (isOwnHost(asked, hubConfig().publicUrl)) {
    return byOf({ kind: "person", id: "operator", name: "operator" }, given);
  }
  log().warn(
    { host: asked?.slice(0, 200) },
    "refused a page under a public name; set HOMELAB_URL to it if it is this hub's",
  );
  notFound();
}
