import { isSecure } from "@/app/client-address";
import { HubError } from "@/domain/hub-error";
import { hubConfig } from "@/hub-config";

const NAME_OR_IPV4 = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?\.?(:\d{1,5})?$/i;
const IPV6 = /^\[[0-9a-f:.]{2,45}\](:\d{1,5})?$/i;

/**
 * The address under which the caller reaches the hub, without a slash at its end: HOMELAB_URL, else what the request says.
 * A caller writes its own Host header, so anything but a plain name or address is refused: HubError `invalid`.
 */
export function hubAddress(headers: Headers, publicUrl: string | undefined = hubConfig().publicUrl): string {
  if (publicUrl !== undefined) return publicUrl;
  const host = headers.get("host") ?? "";
  if (host.length > 255 || !(NAME_OR_IPV4.test(host) || IPV6.test(host))) {
    throw new HubError("invalid", "The Host header is not a name or an address", {
      hint: "Set HOMELAB_URL to the address under which agents reach the hub.",
    });
  }
  return `${isSecure(headers) ? "https" : "http"}://${host}`;
}
