import { headers } from "next/headers";
import { notFound } from "next/navigation";
import { log } from "@/hub/log";
import { hubConfig } from "@/hub-config";

const loopbackNames = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Asked by every page and action before it reads anything. Until there is sign-in, whoever reaches the address is the
 * operator; on loopback that is this machine's own browser, and a foreign site that points its name at 127.0.0.1 (DNS
 * rebinding) is told apart by the Host header that it cannot choose.
 */
export async function requireOperator(): Promise<void> {
  const { host, publicUrl } = hubConfig();
  if (!loopbackNames.includes(host) && host !== "::1") return;
  const asked = (await headers()).get("host") ?? "";
  const name = asked.replace(/:\d+$/, "").toLowerCase();
  if (loopbackNames.includes(name) || (publicUrl !== undefined && new URL(publicUrl).host === asked)) return;
  log().warn(
    { host: asked.slice(0, 200) },
    "refused a page under a name that is not this machine's; set HOMELAB_URL if it is yours",
  );
  notFound();
}
